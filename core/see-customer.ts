import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { type Policy, policyVersion } from "./policy.ts";

/** A Stripe customer is this account's (docs.stripe.com/api/customers/object). */
export interface SeeCustomer {
  readonly type: "SeeCustomer";
  readonly now: Instant;
  readonly customer: string;
  readonly createdAt: Instant;
  /** The test clock that the customer lives by; `null`: real time (docs.stripe.com/billing/testing/test-clocks). */
  readonly clock: string | null;
}

/** The clock of accounts whose first customer has no test clock. */
export const REAL_TIME = "real";

/** The account was there when its first customer was made, and lives by that one's clock. */
export function seeCustomer(policy: Policy, account: Account, command: SeeCustomer): Entry {
  const { now, customer, createdAt, clock } = command;
  return nextEntry(account, {
    now,
    key: customerKey(command),
    occurredAt: createdAt,
    type: "noted",
    reason: "customer",
    ref: { customer, ...(clock !== null && { clock }) },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    movements: [],
    seenAt: createdAt,
    ...(account.clock === null && { clock: clock ?? REAL_TIME }),
  });
}

export function customerKey({ customer }: SeeCustomer): EntryKey {
  return { kind: "mark", id: customer };
}
