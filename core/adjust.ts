import { type Account, balance, spendable } from "./account.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { type EntryKey, nextEntry } from "./entry.ts";
import type { Movement } from "./movement.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { amount, insufficientCredits, invalidRequest, type SpendDecision } from "./spend.ts";

/** An operator gives or takes credits, and says why. */
export interface Adjust {
  readonly type: "Adjust";
  readonly now: Instant;
  readonly request: string;
  readonly by: string;
  /** Given if positive, taken if negative; never 0, and at most 10¹² either way. */
  readonly credits: number;
  readonly reason: string;
  /** When given credits end; for good where it is not said. */
  readonly expiresAt?: Instant;
}

/** Takes as a spend would: in burn-down order, and never more than there is. */
export function adjust(policy: Policy, account: Account, command: Adjust): SpendDecision {
  const { now, by, reason, expiresAt } = command;
  const credits = Math.abs(command.credits);
  const isGiven = command.credits > 0;
  const priced = amount(credits);
  const problems = [
    ...("problems" in priced ? priced.problems : []),
    ...(expiresAt === undefined || (isGiven && Number.isSafeInteger(expiresAt) && expiresAt > now)
      ? []
      : [{ field: "expiresAt", message: "is not ahead of now, or of credits that are taken" }]),
  ];
  if (problems.length > 0) return invalidRequest(problems);
  // Nobody buys credits in order that they can be taken away.
  if (!isGiven && credits > balance(account))
    return insufficientCredits({ ...policy, packs: {} }, account, credits, now);
  const entry = nextEntry(account, {
    now,
    key: adjustmentKey(command),
    occurredAt: now,
    type: "adjusted",
    reason,
    ref: {},
    by,
    policy: policyVersion(policy),
    movements: isGiven
      ? [given(account, credits, now, expiresAt ?? null)]
      : burnDown(policy.burnDown, spendable(account), credits),
  });
  return { decision: "accepted", entry };
}

export function adjustmentKey({ request }: Pick<Adjust, "request">): EntryKey {
  return { kind: "req", id: request };
}

function given({ seq }: Account, credits: Credits, birth: Instant, end: Instant | null): Movement {
  return { type: "granted", lot: seq + 1, source: "adjustment", credits, birth, end };
}
