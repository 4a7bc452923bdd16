import type { Instant } from "@passbook/core";
import { idOf } from "../stripe/links.ts";
import { sold } from "../stripe/prices.ts";
import { instant } from "../stripe/reading.ts";
import { asked } from "./asked.ts";
import type { Billing } from "./billing.ts";
import type { PlanWanted, Standing } from "./standing.ts";
import type { Steps } from "./steps.ts";

/**
 * The change that was set for later when a request came, and that nobody has said anything else of since: what has to stand
 * again where the request has failed.
 */
export async function plannedBefore(
  { stripe, policy, priceNames }: Pick<Billing, "stripe" | "policy" | "priceNames">,
  steps: Steps,
  { subscription: { id, schedule } }: Standing,
  now: Instant,
): Promise<PlanWanted | undefined> {
  const phases = schedule && typeof schedule === "object" ? schedule.phases : [];
  const next = phases.find(({ start_date }) => instant(start_date) > now);
  const prices = next?.items.flatMap(({ price }) => idOf(price) ?? []) ?? [];
  const names = await priceNames(prices);
  const [planned] = prices.flatMap((price) => {
    const sale = sold(policy).get(names.get(price) ?? "");
    return sale && "plan" in sale ? [sale] : [];
  });
  if (!planned) return undefined;
  const { metadata } = await asked(stripe.subscriptions.retrieve(id));
  return steps.isMarkOf(metadata) ? planned : undefined;
}
