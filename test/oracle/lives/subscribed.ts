import type {
  BillingInterval,
  ChangeSubscription,
  GrantAddOn,
  GrantAllowance,
  Instant,
  SubscriptionStatus,
} from "@passbook/core";
import { cyclesAfter } from "../model/cycles.ts";

// A subscription as Stripe knows it, and what it tells of one.

export interface Terms {
  readonly plan: "small" | "other" | "large";
  readonly interval: BillingInterval;
  readonly quantity: number;
  /** How many months one payment by the month pays for. */
  readonly months: 1 | 2;
}

export interface Subscription {
  readonly id: string;
  readonly startedAt: Instant;
  terms: Terms;
  /** From the next period on. */
  next: Terms;
  anchor: Instant;
  periods: number;
  from: Instant;
  until: Instant;
  isPaid: boolean;
  status: SubscriptionStatus;
  cancelAt: Instant | null;
}

/** As the policies of these stories have it; a year is more than a month of the same. */
export function worth({ plan, quantity, interval }: Terms): number {
  return { small: 10, other: 11, large: 25 }[plan] * quantity * (interval === "year" ? 12 : 1);
}

/** When the month that runs of what is paid for is over. */
export function monthEndOf({ from, until }: Subscription, now: Instant): Instant {
  let months = 1;
  while (cyclesAfter(from, { months: 1 }, months) <= now) months += 1;
  return Math.min(until, cyclesAfter(from, { months: 1 }, months));
}

/** The line of its running period, as it is before it is paid. */
export function lineOf({ id, terms, from, until }: Subscription, amount: number): GrantAllowance {
  const { months: _, ...plan } = terms;
  const line = { item: `si_${id}`, price: `${plan.plan}_${plan.interval}`, invoice: `in_${from}`, line: `il_${from}` };
  const period = { subscription: id, from, until, amount, now: from, paidAt: from };
  return { type: "GrantAllowance", ...plan, ...line, ...period };
}

/** A paid month of an add-on beside it. */
export function addOnLine({ id }: Subscription, addOn: string, quantity: number, now: Instant): GrantAddOn {
  const line = { item: `si_${addOn}`, price: addOn, invoice: `in_${now}`, line: `il_${addOn}_${now}`, quantity };
  const period = {
    subscription: id,
    from: now,
    until: cyclesAfter(now, { months: 1 }, 1),
    now,
    paidAt: now,
    amount: 6_00,
  };
  return { type: "GrantAddOn", addOn, ...line, ...period };
}

export function stateOf({ id, startedAt, status, cancelAt }: Subscription, now: Instant): ChangeSubscription {
  const told = { type: "ChangeSubscription", now, toldAt: now, subscription: id } as const;
  return { ...told, startedAt, status, cancelAt, endedAt: null };
}
