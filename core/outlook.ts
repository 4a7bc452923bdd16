import { type Account, type BySource, balance, balanceBySource, type Source } from "./account.ts";
import { BEFORE_ALL, type Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import { decide, presentOf } from "./decide.ts";
import type { Entry, Movement } from "./entry.ts";
import { evolve } from "./evolve.ts";
import { byInstant, type Fact } from "./fact.ts";
import type { Policy } from "./policy.ts";
import { nextRenewal, type Renewal } from "./renewal.ts";
import { settle } from "./settle.ts";

/** What an instant would do to an account's credits, if some facts came true. */
export interface Outlook {
  /** Just before it: nothing that is left by then is spent until then. */
  readonly before: BySource;
  readonly after: BySource;
  /** What of `before` stays as it is. */
  readonly kept: Credits;
  /** What lives on as carried-over credits. */
  readonly carried: Credits;
  /** What a smaller plan or a limit takes away, or the end of a membership. */
  readonly forfeited: BySource;
  /** What ends because its time is over. */
  readonly expired: BySource;
  /** What comes new. */
  readonly granted: Credits;
  /** The next allowance after it; `null`: none can be expected. */
  readonly next: Renewal | null;
}

/**
 * The same arithmetic as when it really happens: facts are decided, time is settled, nothing is written.
 * @param facts what would be told, by `at` at the latest.
 * @throws {RangeError} a fact asks for a plan or add-on that the policy does not have.
 */
export function outlook(policy: Policy, account: Account, facts: readonly Fact[], at: Instant): Outlook {
  const entries = foreseen(policy, account, facts, at);
  const earlier = entries.filter(({ occurredAt }) => occurredAt < at);
  const before = earlier.reduce(evolve, account);
  const after = entries.reduce(evolve, account);
  const moves = entries.slice(earlier.length).flatMap(({ movements }) => movements);
  const carried = sum(moves, (one) => (isCarry(one) ? one.credits : 0));
  const granted = sum(moves, (one) => (one.type === "granted" && !isCarry(one) ? one.credits : 0));
  const paid = sum(moves, (one) => (one.type === "spent" ? one.credits : 0));
  return {
    before: balanceBySource(before),
    after: balanceBySource(after),
    kept: balance(after) - carried - granted + paid,
    carried,
    forfeited: bySource(moves, "forfeited"),
    expired: bySource(moves, "expired"),
    granted,
    next: nextRenewal(policy, after, at),
  };
}

function foreseen(policy: Policy, account: Account, facts: readonly Fact[], until: Instant): Entry[] {
  const entries: Entry[] = [];
  let seen = account;
  const remember = (more: readonly Entry[]) => {
    entries.push(...more);
    seen = more.reduce(evolve, seen);
  };
  for (const fact of facts.toSorted(byInstant)) {
    remember(settle(policy, seen, presentOf(seen, fact)).entries);
    const decision = decide(policy, upToDate(seen), fact);
    if (decision.decision === "accepted") remember([decision.entry]);
  }
  remember(settle(policy, seen, until).entries);
  return entries;
}

/** What has not happened yet comes after all that was told: nothing is reopened for it. */
function upToDate(account: Account): Account {
  return { ...account, toldUntil: BEFORE_ALL, actedUntil: BEFORE_ALL, isReopened: false };
}

function isCarry(movement: Movement): boolean {
  return movement.type === "granted" && movement.source === "rollover";
}

function bySource(moves: readonly Movement[], how: "forfeited" | "expired"): BySource {
  const all: Partial<Record<Source, Credits>> = {};
  for (const { type, source, credits } of moves) if (type === how) all[source] = (all[source] ?? 0) + credits;
  return all;
}
