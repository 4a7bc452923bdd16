import type { Account, Block } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type EntryKey, nextEntry } from "./entry.ts";
import { memberChanges, memberProblems, type SaidMembers } from "./member.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { invalidRequest, type SpendDecision } from "./spend.ts";

/** What only the product knows of an account, told by its backend. What is not said stays as it is. */
export interface DescribeAccount {
  readonly type: "DescribeAccount";
  readonly now: Instant;
  readonly request: string;
  readonly by: string;
  /** When the person or team signed up; cohorts go by it (M7). */
  readonly signedUpAt?: Instant;
  /** Who spends from it (O15). */
  readonly members?: SaidMembers;
  /** Nothing may be spent, held or booked any more, and why; `null`: it may again. */
  readonly blocked?: Block | null;
}

/** Refused are a sign-up that is still to come, and members that can't be: too many, with an impossible budget, or of a product without pools. */
export function describeAccount(policy: Policy, account: Account, command: DescribeAccount): SpendDecision {
  const { now, by, signedUpAt, members = {}, blocked } = command;
  const problems = [
    ...(signedUpAt !== undefined && signedUpAt > now ? [{ field: "signedUpAt", message: "is still to come" }] : []),
    ...memberProblems(policy, account, members),
  ];
  if (problems.length > 0) return invalidRequest(problems);
  const changes = memberChanges(account, members);
  const entry = nextEntry(account, {
    now,
    key: descriptionKey(command),
    occurredAt: now,
    type: "noted",
    reason: "described",
    ref: {},
    by,
    policy: policyVersion(policy),
    movements: [],
    ...(signedUpAt !== undefined && { signedUpAt }),
    ...(changes.length > 0 && { members: changes }),
    ...(blocked !== undefined && { blocked }),
  });
  return { decision: "accepted", entry };
}

export function descriptionKey({ request }: DescribeAccount): EntryKey {
  return { kind: "req", id: request };
}
