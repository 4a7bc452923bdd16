import type { Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import type { Table } from "../../functions/ledger/table.ts";
import { shelfPrices } from "../../functions/stripe/catalogue.ts";
import { priceName } from "../../functions/stripe/prices.ts";
import { type Applied, apply } from "./apply.ts";
import { found } from "./found.ts";
import { planned, standingPrices, type WebhookPlace } from "./planned.ts";
import type { Step } from "./step.ts";

export interface PushOrder {
  readonly policy: Policy;
  readonly now: Instant;
  readonly stripe: Stripe;
  /** Where the names of prices are kept; absent: they are learnt when they are first sold. */
  readonly table: Pick<Table, "writePriceName"> | undefined;
  /** Absent: the webhook is not looked at. */
  readonly webhook: WebhookPlace | undefined;
  /** Does it; without it Stripe is only read. */
  readonly isMeant: boolean;
}

export interface Pushed {
  readonly steps: readonly Step[];
  /** What was done, in that order. */
  readonly done: readonly (readonly [Step, Applied])[];
}

/**
 * What the policy sells, on Stripe's shelf, and beside it, under keys of their own, the prices of versions that are still to come.
 * A second time there is nothing left to do.
 */
export async function push({ policy, now, stripe, table, webhook, isMeant }: PushOrder): Promise<Pushed> {
  const prices = shelfPrices(policy, now);
  const standing = await found(stripe, policy, prices);
  const steps = planned(policy, prices, standing, webhook);
  if (!isMeant) return { steps, done: [] };
  // Before a lookup key moves on: what was sold under the old price goes on being what it was.
  for (const [id, name] of standingPrices(standing)) await table?.writePriceName(id, name);
  const done: (readonly [Step, Applied])[] = [];
  for await (const [step, applied] of apply(stripe, steps, standing)) {
    if (step.of === "price") await table?.writePriceName(applied.id, priceName(step.name));
    if (step.do !== "keep") done.push([step, applied]);
  }
  return { steps, done };
}
