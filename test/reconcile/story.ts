import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { expect } from "vitest";
import { reconcilerOf } from "../../cli/stage.ts";
import { counted } from "../../functions/reconcile/drift.ts";
import { type Order, reconcile } from "../../functions/reconcile/reconcile.ts";
import { billingStory } from "../support/billing-story.ts";
import { at } from "../support/instants.ts";

export const SINCE = at("2026-01-01T00:00:00Z");

/** Ada has subscribed, and all of it was told; what comes then is told only where the story says so. */
export async function story() {
  const ada = await billingStory(omnia);
  const { api, stripe, control, post } = ada.stripe;
  await ada.buys({ plan: "creator", interval: "month" });
  const env = { POLICY: "omnia", STRIPE_SECRET_KEY: stripe.apiKey, STRIPE_API_URL: stripe.url, TEST_CLOCK: ada.clock };
  const reconciler = reconcilerOf(ada.passbook.table, undefined, env, Date.now);
  const done = (order: Partial<Order> = {}) =>
    reconcile(reconciler, { since: SINCE, fix: false, until: Number.POSITIVE_INFINITY, ...order });
  const customer = String((await ada.passbook.table.readLink("account/ada"))?.["customer"]);
  return {
    ...ada,
    until: (to: string) => ada.until(to),
    api,
    customer,
    reconciler,
    reconciles: done,
    kinds: async (order?: Partial<Order>) => counted((await done(order)).left),
    /** A verb of the bank's or the Dashboard's. */
    does: async (verb: string, order: object): Promise<string> => {
      const { status, answer } = await control(verb, order);
      expect(status).toBe(200);
      return String(answer["id"]);
    },
    /** Bought on a page that we have opened, and not told. */
    buysUntold: async (metadata: Stripe.MetadataParam, amount = 1_900): Promise<string> => {
      const { id, url } = await api.checkout.sessions.create({
        mode: "payment",
        customer,
        metadata,
        line_items: [
          { price_data: { currency: "eur", unit_amount: amount, product_data: { name: "?" } }, quantity: 1 },
        ],
        success_url: "https://example.com/",
      });
      await post(new URL(String(url)).pathname, { cardNumber: "4242424242424242" });
      return id;
    },
    /** As Stripe does after thirty days. */
    forgetsEvents: async (): Promise<void> => {
      const { answer } = await control("snapshot");
      await control("restore", { ...answer, tables: { ...(answer["tables"] as object), events: [] } });
    },
  };
}
