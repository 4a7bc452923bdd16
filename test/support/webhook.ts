import type { Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { toStripePrice } from "../../local/stripe/price.ts";
import { reader } from "./gateway-event.ts";
import { signature } from "./signed.ts";
import { type TestPassbook, testPassbook } from "./test-passbook.ts";
import { tinyStripe } from "./tiny-stripe.ts";

/** A passbook that knows its product's prices, and a Stripe that answers what the test says. */
export async function passbookBeside(
  answers: Parameters<typeof tinyStripe>[1] = {},
  policy: Policy = omnia,
  { livemode = false } = {},
) {
  const stripe = await tinyStripe([], answers);
  const passbook = await testPassbook({ stripe: stripe.url, policy, livemode });
  const prices = sellablePrices(policy).map((sellable) => toStripePrice(sellable));
  await Promise.all(prices.map(({ id, lookup_key }) => passbook.table.writePriceName(id, String(lookup_key))));
  return { passbook, stripe };
}

/** Delivers events one after the other, signed, as Stripe does; answers the statuses. */
export async function deliver(to: TestPassbook, ...events: Stripe.Event[]): Promise<(number | undefined)[]> {
  const statuses: (number | undefined)[] = [];
  for (const event of events) {
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, to.time.now) };
    statuses.push((await to.call("POST /stripe/webhook", { body, headers })).status);
  }
  return statuses;
}

export async function balanceOf(passbook: TestPassbook, account = "ada") {
  const { body } = await passbook.call(`GET /accounts/${account}/balance`, { token: reader(account) });
  return (body as { balance: number }).balance;
}

/** What the log says was left alone, and why. */
export function ignoredBy(passbook: TestPassbook): unknown[] {
  const lines = passbook.log.map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter(({ message }) => message === "ignored").map(({ because }) => because);
}
