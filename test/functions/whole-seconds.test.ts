import type { Policy } from "@passbook/core";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import type { Token } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { localStripe } from "../support/local-stripe.ts";
import { testPassbook } from "../support/test-passbook.ts";
import { deliver } from "../support/webhook.ts";

const manager: Token = { sub: "ada", scope: "credits:read credits:spend credits:manage" };

/** Ada, who has bought a plan at a fraction of a second, on no test clock: only our own time has such fractions. */
async function subscribed(policy: Policy, plan: string) {
  const stripe = await localStripe({ prices: sellablePrices(policy) });
  const { url, apiKey } = stripe.stripe;
  const passbook = await testPassbook({ policy, stripe: new URL(url), stripeKey: apiKey });
  stripe.wall.now = passbook.time.now = at("2026-02-03T12:00:00.123Z");
  const ask = async (verb: string, body: object) => {
    const answer = await passbook.call(`POST /accounts/ada/${verb}`, { token: manager, key: verb, body });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const page = (await ask("checkout", { plan, interval: "month" })) as { url: string };
  await stripe.post(new URL(page.url).pathname, { cardNumber: "4242424242424242" });
  await deliver(passbook, ...(await stripe.heard()));
  return ask;
}

describe("What Stripe is going to do has whole seconds, as what it has done", () => {
  it("[N2] of a larger plan at once: when it begins, is paid again, and gives its next credits", async () => {
    const ask = await subscribed(neume, "basic");
    expect(await ask("plan", { plan: "pro", interval: "month", preview: true })).toMatchObject({
      effectiveAt: "2026-02-03T12:00:01.000Z",
      money: { next: { at: "2026-03-03T12:00:01.000Z" } },
      credits: { nextAllowance: { at: "2026-03-03T12:00:01.000Z" } },
    });
  });

  it("[O9] of an end at once: when it is, and when the free plan gives its next credits", async () => {
    const ask = await subscribed(omnia, "creator");
    expect(await ask("cancel", { when: "now", preview: true })).toMatchObject({
      effectiveAt: "2026-02-03T12:00:01.000Z",
      credits: { nextAllowance: { at: "2026-03-03T12:00:01.000Z", plan: "free" } },
    });
  });
});
