import type { Account } from "./account.ts";
import { type Entry, nextEntry } from "./entry.ts";
import { lifetimeEnd } from "./lifetime.ts";
import { lineKey, type PaidLine } from "./paid-line.ts";
import { type Money, named, type Policy, policyVersion } from "./policy.ts";
import { paidFor, suspension } from "./subscription.ts";

/** Money for an add-on has arrived: a line of a paid invoice, beside the plan's. */
export interface GrantAddOn extends PaidLine {
  readonly type: "GrantAddOn";
  readonly addOn: string;
  /** The line's own amount, before coupons and balances. A trial's is 0 (X8). */
  readonly amount: Money;
}

/** Grants an add-on for the period of its own line, once per line (M2); in a trial where that gives what is not paid yet (X8). */
export function grantAddOn(policy: Policy, account: Account, command: GrantAddOn): Entry {
  const { now, paidAt, addOn, quantity, amount, from, until, subscription, invoice, line } = command;
  const { credits, lasts } = named(policy, "add-on", policy.addOns, addOn);
  const { endedAt = null } = account.subscriptions.find(({ id }) => id === subscription) ?? {};
  const isPaidAfterEnd = endedAt !== null;
  const isTrial = amount === 0 && !("trial" in policy.trial && policy.trial.trial === "full");
  const isGranted = !isPaidAfterEnd && !isTrial;
  const paid = isPaidAfterEnd ? {} : paidFor(account, command);
  const lot = { lot: account.seq + 1, source: "add-on", birth: paidAt, end: lifetimeEnd(lasts, paidAt) } as const;
  return nextEntry(account, {
    now,
    key: lineKey(command),
    occurredAt: paidAt,
    type: isGranted ? "granted" : "noted",
    reason: isPaidAfterEnd ? "paid after the subscription's end" : isTrial ? "trial" : "add-on",
    ref: { addOn, quantity, from, until, subscription, invoice, line },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    ...paid,
    ...suspension(policy, account, paid.subscription),
    movements: isGranted ? [{ type: "granted", ...lot, credits: credits * quantity }] : [],
  });
}
