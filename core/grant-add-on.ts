import type { Account, BillingInterval } from "./account.ts";
import type { Credits } from "./credits.ts";
import { type Entry, nextEntry } from "./entry.ts";
import { lifetimeEnd } from "./lifetime.ts";
import { lineKey, type PaidLine } from "./paid-line.ts";
import { type Money, named, type Policy, policyVersion } from "./policy.ts";
import { shareOf } from "./rest.ts";
import { paidFor, suspension } from "./subscription.ts";

/** Money for an add-on has arrived: a line of a paid invoice, beside the plan's. */
export interface GrantAddOn extends PaidLine {
  readonly type: "GrantAddOn";
  readonly addOn: string;
  /** The line's own amount, before coupons and balances. A trial's is 0 (X8). */
  readonly amount: Money;
  /** It was added in the middle of a billing period of this length, and is paid for the rest of that. */
  readonly restOf?: BillingInterval;
}

/**
 * Grants an add-on for the period of its own line, once per line (M2); for the rest of a period its part, rounded down; in a
 * trial where that gives what is not paid yet (X8).
 */
export function grantAddOn(policy: Policy, account: Account, command: GrantAddOn): Entry {
  const { now, paidAt, addOn, quantity, from, until, subscription, invoice, line } = command;
  const { lasts } = named(policy, "add-on", policy.addOns, addOn);
  const { endedAt = null } = account.subscriptions.find(({ id }) => id === subscription) ?? {};
  const isPaidAfterEnd = endedAt !== null;
  const { credits, reason } = isPaidAfterEnd
    ? { credits: 0, reason: "paid after the subscription's end" }
    : given(policy, command);
  const paid = isPaidAfterEnd ? {} : paidFor(account, command);
  const lot = { lot: account.seq + 1, source: "add-on", birth: paidAt, end: lifetimeEnd(lasts, paidAt) } as const;
  return nextEntry(account, {
    now,
    key: lineKey(command),
    occurredAt: paidAt,
    type: credits > 0 ? "granted" : "noted",
    reason,
    ref: { addOn, quantity, from, until, subscription, invoice, line },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    ...paid,
    ...suspension(policy, account, paid.subscription),
    movements: credits > 0 ? [{ type: "granted", ...lot, credits }] : [],
  });
}

function given(policy: Policy, { addOn, quantity, amount, restOf, from, until }: GrantAddOn) {
  const full: Credits = named(policy, "add-on", policy.addOns, addOn).credits * quantity;
  if (amount === 0 && !("trial" in policy.trial && policy.trial.trial === "full"))
    return { credits: 0, reason: "trial" };
  return { credits: restOf ? shareOf(full, { interval: restOf, from, until }) : full, reason: "add-on" };
}
