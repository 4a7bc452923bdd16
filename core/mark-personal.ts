import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { freeTerm } from "./free-plan.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { isLive } from "./subscription.ts";

/** A person has called for the account that bears their own name. */
export interface MarkPersonal {
  readonly type: "MarkPersonal";
  readonly now: Instant;
  readonly by: string;
}

/** From its first call on, never earlier, a personal account without a subscription has the free plan (O1, O7). */
export function markPersonal(policy: Policy, account: Account, command: MarkPersonal): Entry {
  const { now } = command;
  const free = account.subscriptions.some(isLive) ? undefined : freeTerm(policy, account, now);
  return nextEntry(account, {
    now,
    key: PERSONAL,
    occurredAt: now,
    type: free ? "granted" : "noted",
    reason: "first call",
    ref: free ? { plan: free.term.plan } : {},
    by: command.by,
    policy: policyVersion(policy),
    fact: command,
    movements: free ? [free.granted] : [],
    isPersonal: true,
    seenAt: now,
    ...(free && { term: free.term }),
  });
}

/** Once in the life of an account. */
export const PERSONAL: EntryKey = { kind: "mark", id: "personal" };
