import type { Instant, PlanChosen, PlannedChange, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { instant } from "./reading.ts";

// What is set for later stands in the subscription's schedule, which events of the subscription name and don't show. So it is
// said in its metadata, too: `pro/year/1/1767225600` is plan, interval, quantity and when.

/** What the metadata says where nothing is planned: an empty value takes its key away (docs.stripe.com/api/metadata). */
export const NOTHING_PLANNED: Readonly<Record<string, string>> = { planned: "" };

export function plannedMetadata({ plan, interval, quantity, at }: PlannedChange): Record<string, string> {
  return { planned: [plan, interval, quantity, at / 1000].join("/") };
}

/**
 * The change that is ahead, or has come, and is what the items sell since: until when it is not paid the account can say, not the
 * subscription. `undefined`: none, as where the schedule was released elsewhere, or something else was chosen since.
 * @param sells what the items sell.
 */
export function plannedChange(
  { plans }: Policy,
  { schedule, metadata }: Stripe.Subscription,
  sells: PlanChosen | undefined,
  toldAt: Instant,
): PlannedChange | undefined {
  const [plan = "", interval = "", quantity, seconds] = metadata["planned"]?.split("/") ?? [];
  if (!Object.hasOwn(plans, plan) || (interval !== "month" && interval !== "year")) return undefined;
  const change = { plan, interval, quantity: Number(quantity), at: instant(Number(seconds)) } as const;
  const isReadable = Number.isInteger(change.quantity) && change.quantity > 0 && Number.isInteger(change.at);
  if (!isReadable) return undefined;
  if (change.at > toldAt) return schedule ? change : undefined;
  return sells?.plan === plan && sells.interval === interval ? { ...change, quantity: sells.quantity } : undefined;
}
