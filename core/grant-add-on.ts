import type { Account, BillingInterval } from "./account.ts";
import { type Entry, nextEntry } from "./entry.ts";
import { lifetimeEnd } from "./lifetime.ts";
import { lineKey, type PaidLine } from "./paid-line.ts";
import { named, type Policy, policyVersion } from "./policy.ts";
import { shareOf } from "./rest.ts";
import { paidFor, suspension } from "./subscription.ts";

/** Money for an add-on has arrived: a line of a paid invoice, beside the plan's. */
export interface GrantAddOn extends PaidLine {
  readonly type: "GrantAddOn";
  readonly addOn: string;
  /** It was added in the middle of a billing period of this length, and is paid for the rest of that. */
  readonly restOf?: BillingInterval;
}

/** Grants an add-on for the period of its own line, once per line (M2); for the rest of a period its part, rounded down. */
export function grantAddOn(policy: Policy, account: Account, command: GrantAddOn): Entry {
  const { now, paidAt, addOn, quantity, from, until, subscription, invoice, line } = command;
  const { credits, lasts } = named(policy, "add-on", policy.addOns, addOn);
  const { endedAt = null } = account.subscriptions.find(({ id }) => id === subscription) ?? {};
  const isPaidAfterEnd = endedAt !== null;
  const full = credits * quantity;
  const given = command.restOf ? shareOf(full, { interval: command.restOf, from, until }) : full;
  const isNothing = isPaidAfterEnd || given === 0;
  const paid = isPaidAfterEnd ? {} : paidFor(account, command);
  const lot = { lot: account.seq + 1, source: "add-on", birth: paidAt, end: lifetimeEnd(lasts, paidAt) } as const;
  return nextEntry(account, {
    now,
    key: lineKey(command),
    occurredAt: paidAt,
    type: isNothing ? "noted" : "granted",
    reason: isPaidAfterEnd ? "paid after the subscription's end" : "add-on",
    ref: { addOn, quantity, from, until, subscription, invoice, line },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    ...paid,
    ...suspension(policy, account, paid.subscription),
    movements: isNothing ? [] : [{ type: "granted", ...lot, credits: given }],
  });
}
