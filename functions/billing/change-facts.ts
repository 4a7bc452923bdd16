import {
  type Account,
  boundary,
  type ChangePlan,
  type ChangeSubscription,
  type Fact,
  type GrantAddOn,
  type GrantAllowance,
  type Instant,
  STATUSES,
} from "@passbook/core";
import { instant } from "../stripe/reading.ts";
import { MONTHS } from "./money.ts";
import type { PlanChange } from "./plan-change.ts";
import type { Standing } from "./standing.ts";

/** What Stripe would tell now if the change were made. */
export function factsOfChange(account: Account, standing: Standing, change: PlanChange): Fact[] {
  const { plan, interval, quantity, at, begins } = change;
  const addOns = interval === "month" ? standing.addOns : [];
  const changed = stateOf(account, { ...standing, plan, interval, quantity, addOns });
  switch (begins) {
    case "never":
      return [];
    case "newCycle":
      return [changed, ...newCycle(standing, change)];
    case "difference": {
      const until = interval === standing.interval ? standing.until : boundary(standing.from, MONTHS[interval], 1);
      const paid = { ...lineOf(standing, at), price: plan, quantity, from: at, until };
      return [changed, { type: "ChangePlan", plan, interval, ...paid } satisfies ChangePlan];
    }
    case "nextAnchor":
    case "nextPayment":
      return [{ ...stateOf(account, standing), planned: { plan, interval, quantity, at } }];
  }
}

/** What Stripe would tell if the subscription were set to end, or ended. */
export function factsOfEnd(account: Account, standing: Standing, when: "period_end" | "now", now: Instant): Fact[] {
  const state = stateOf(account, standing, now);
  if (when === "period_end") return [{ ...state, cancelAt: standing.until }];
  return [{ ...state, status: "canceled", cancelAt: null, endedAt: now }];
}

/** Whole periods that begin at once: the plan's, and those of what is beside it. */
function newCycle(standing: Standing, { plan, interval, quantity, at }: PlanChange): Fact[] {
  const paid = { ...lineOf(standing, at), from: at, until: boundary(at, MONTHS[interval], 1) };
  const grant: GrantAllowance = { type: "GrantAllowance", plan, interval, quantity, ...paid, price: plan, amount: 1 };
  const beside = interval === "month" ? standing.addOns : [];
  const addOns = beside.map(({ addOn, item }): GrantAddOn => {
    const own = { item: item.id, price: item.price.id, quantity: item.quantity ?? 1, amount: 1 };
    return { type: "GrantAddOn", addOn, ...paid, ...own };
  });
  return [grant, ...addOns];
}

/** What is paid now; an invoice that nobody has made yet has no name. */
function lineOf({ subscription, item }: Standing, at: Instant) {
  return { now: at, paidAt: at, subscription: subscription.id, item: item.id, invoice: "", line: "" };
}

/** How it stands, told later than all that was told before. */
function stateOf({ subscriptions }: Account, standing: Standing, now = 0): ChangeSubscription {
  const { subscription, plan, interval, quantity, endsAt, addOns } = standing;
  const { id, start_date, status } = subscription;
  const toldAt = Math.max(now, (subscriptions.find((known) => known.id === id)?.toldAt ?? 0) + 1);
  return {
    type: "ChangeSubscription",
    now: toldAt,
    subscription: id,
    status: STATUSES.find((known) => known === status) ?? "active",
    startedAt: instant(start_date),
    cancelAt: endsAt,
    endedAt: null,
    toldAt,
    sells: { plan, interval, quantity },
    addOns: addOns.map(({ addOn, item }) => ({ item: item.id, addOn, quantity: item.quantity ?? 1 })),
  };
}
