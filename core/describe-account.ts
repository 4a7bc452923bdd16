import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { type Policy, policyVersion } from "./policy.ts";

/** What only the product knows of an account, told by its backend. */
export interface DescribeAccount {
  readonly type: "DescribeAccount";
  readonly now: Instant;
  readonly request: string;
  readonly by: string;
  /** When the person or team signed up; cohorts go by it (M7). */
  readonly signedUpAt: Instant;
}

export function describeAccount(policy: Policy, account: Account, command: DescribeAccount): Entry {
  const { now, by, signedUpAt } = command;
  return nextEntry(account, {
    now,
    key: descriptionKey(command),
    occurredAt: now,
    type: "noted",
    reason: "described",
    ref: {},
    by,
    policy: policyVersion(policy),
    movements: [],
    signedUpAt,
  });
}

export function descriptionKey({ request }: DescribeAccount): EntryKey {
  return { kind: "req", id: request };
}
