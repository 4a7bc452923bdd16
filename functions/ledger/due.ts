import { createHash } from "node:crypto";
import {
  type Account,
  BEFORE_ALL,
  type Credits,
  type Entry,
  evolve,
  evolveChecked,
  type Instant,
  lowMarkReached,
  nextVisit,
  type Policy,
  REAL_TIME,
} from "@passbook/core";
import type { Head } from "./items.ts";

/** Accounts of real time, by a hash of their names: each shard is a partition that is swept by itself. */
export const SHARDS: readonly string[] = Array.from({ length: 16 }, (_, n) => `due#${n}`);

/** Where the test clocks themselves stand in the index, each at its instant. */
export const CLOCKS = "clocks";

/** The accounts of one test clock: what is due of them is due in its time. */
export const clockShard = (clock: string): string => `clock#${clock}`;

/** By whose rules and clock an account is due. */
export interface DueRules {
  readonly policy: Policy;
  /** The test clock of accounts that no customer has been linked to. */
  readonly defaultClock?: string | undefined;
}

/**
 * The head after entries, at its place in the due index.
 * @throws `InvariantBroken`: the entries can't be.
 */
export function headAfter(
  rules: DueRules,
  before: Head,
  entries: readonly Entry[],
  warnedUntil = before.warnedUntil,
): Head {
  const account = evolveChecked(before.account, entries);
  const at = nextVisit(rules.policy, account, warnedUntil ?? BEFORE_ALL);
  return {
    account,
    version: before.version + 1,
    ...(at !== null && { due: { shard: shardOf(rules, account), at } }),
    ...(warnedUntil !== undefined && { warnedUntil }),
  };
}

function shardOf({ defaultClock }: DueRules, { id, clock }: Account): string {
  const name = clock ?? defaultClock ?? REAL_TIME;
  if (name !== REAL_TIME) return clockShard(name);
  const [hash = 0] = createHash("sha256").update(id).digest();
  return `due#${hash % SHARDS.length}`;
}

/** Which of the entries bring the balance down to the policy's mark, by `seq`, and that mark (N5). */
export function lowMarks(policy: Policy, { account }: Head, entries: readonly Entry[]): ReadonlyMap<number, Credits> {
  const marks = new Map<number, Credits>();
  let before = account;
  for (const entry of entries) {
    const after = evolve(before, entry);
    const low = lowMarkReached(policy, before, after, entry.at);
    if (low !== undefined) marks.set(entry.seq, low);
    before = after;
  }
  return marks;
}

/** Where an account's time is up. */
export interface DueAccount {
  readonly account: string;
  readonly at: Instant;
}
