import type { Policy } from "@passbook/core";
import { expect } from "vitest";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { dyingWire } from "./dying-wire.ts";
import { operator, type Token } from "./gateway-event.ts";
import { iso, localStripe, unix } from "./local-stripe.ts";
import { type Answered, testPassbook } from "./test-passbook.ts";
import { storedIn, tableOf } from "./test-table.ts";
import { deliver } from "./webhook.ts";

const HOP_SECONDS = 28 * 86_400;
const CARD = "4242424242424242";

/** A person with an account of their own. */
const ada: Token = { sub: "ada", scope: "credits:read credits:spend credits:manage" };

/**
 * Ada, a product, and the local Stripe with a clock of its own; what Stripe tells is told as soon as something was asked.
 * @param policy what is on Stripe's shelf.
 * @param deployed the policy that is deployed, where that is another version.
 */
export async function billingStory(policy: Policy, begins = "2026-01-31T12:00:00Z", deployed = policy) {
  const stripe = await localStripe({ prices: sellablePrices(policy) });
  const clock = (await stripe.api.testHelpers.testClocks.create({ frozen_time: unix(begins) })).id;
  const wire = await dyingWire(new URL(stripe.stripe.url));
  const where = { stripe: wire.url, stripeKey: stripe.stripe.apiKey, defaultClock: clock };
  let passbook = await testPassbook({ policy: deployed, ...where });
  let toldSoFar = 0;
  let keys = 0;

  /** Everything that Stripe has to tell arrives. */
  const told = async () => {
    const events = (await stripe.heard()).slice(toldSoFar);
    toldSoFar += events.length;
    const statuses = await deliver(passbook, ...events);
    expect(statuses.every((status) => status === 200)).toBe(true);
  };
  const call = (verb: string, body: object, key = `request ${(keys += 1)}`): Promise<Answered> =>
    passbook.call(`POST /accounts/ada/${verb}`, { token: ada, key, body });
  const ask = async (verb: string, body: object, key?: string): Promise<Answered> => {
    const answer = await call(verb, body, key);
    await told();
    return answer;
  };
  const pay = async (url: string, cardNumber = CARD) => {
    const { status } = await stripe.post(new URL(url).pathname, { cardNumber });
    await told();
    return status;
  };
  const bodyOf = ({ status, body }: Answered): unknown => {
    expect([status, body]).toEqual([200, expect.anything()]);
    return body;
  };
  const balance = async () => {
    const { body } = await passbook.call("GET /accounts/ada/balance", { token: ada });
    return body as { bySource: Record<string, number>; nextRenewal: object | null; asOf: string };
  };
  const view = async () => {
    const { body } = await passbook.call("GET /accounts/ada", { token: ada });
    return body as Record<string, unknown>;
  };
  await told();

  return {
    stripe,
    get passbook() {
      return passbook;
    },
    wire,
    clock,
    told,
    /** A verb, without waiting for what Stripe tells of it. */
    call,
    ask,
    /** The answer of a verb that does what it is asked. */
    done: async <T = Record<string, unknown>>(verb: string, body: object, key?: string): Promise<T> =>
      bodyOf(await ask(verb, body, key)) as T,
    pay,
    /** Buys through Checkout. */
    async buys(wanted: object): Promise<void> {
      const { url } = bodyOf(await ask("checkout", wanted)) as { url: string };
      expect(await pay(url)).toBe(303);
    },
    /** What puts Stripe and the table back to where they stand now, before an environment that has seen nothing of it. */
    async keeps(): Promise<() => Promise<void>> {
      const { answer: before } = await stripe.control("snapshot");
      const stored = await storedIn(passbook.tableName);
      return async () => {
        await stripe.control("restore", before);
        passbook = await testPassbook({ policy: deployed, ...where, table: await tableOf(stored) });
      };
    },
    balance,
    view,
    has: async () => (await balance()).bySource,
    spends: async (credits: number) => {
      const body = { credits, reason: "a story" };
      const key = `request ${(keys += 1)}`;
      expect((await passbook.call("POST /accounts/ada/spends", { token: operator, key, body })).status).toBe(201);
    },
    /** Moves the clock, as far as it goes at once, until it is there and all is told. */
    async until(to: string): Promise<void> {
      for (let now = 0; now < unix(to); ) {
        const { frozen_time } = await stripe.api.testHelpers.testClocks.retrieve(clock);
        now = Math.min(unix(to), frozen_time + HOP_SECONDS);
        await stripe.advance(clock, iso(now));
        await told();
      }
    },
    /** Her subscription, as Stripe has it. */
    async subscription() {
      const customer = String((await passbook.table.readLink("account/ada"))?.["customer"]);
      const { data } = await stripe.api.subscriptions.list({ customer, status: "all" });
      const [latest] = data;
      if (!latest) throw new Error("there is no subscription");
      return latest;
    },
    /** What the latest invoice came to. */
    async latestPayment(): Promise<number> {
      const customer = String((await passbook.table.readLink("account/ada"))?.["customer"]);
      const { data } = await stripe.api.invoices.list({ customer });
      return data[0]?.amount_paid ?? 0;
    },
  };
}

export type BillingStory = Awaited<ReturnType<typeof billingStory>>;
