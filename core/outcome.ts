import { type Account, type BySource, balance, balanceBySource, type Source } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import { decideFact } from "./decide-fact.ts";
import type { Entry } from "./entry.ts";
import { evolve } from "./evolve.ts";
import { byInstant, type Fact, instantOf } from "./fact.ts";
import { forecast } from "./forecast.ts";
import type { Movement } from "./movement.ts";
import type { Policy } from "./policy.ts";
import { nextRenewal, type Renewal } from "./renewal.ts";
import { settle } from "./settle.ts";
import { policyAt } from "./versions.ts";

/** What an instant would do to an account's credits, if some facts came true now. */
export interface Outcome {
  /** Just before it, if nothing is spent until then. */
  readonly before: BySource;
  readonly after: BySource;
  /** What of `before` stays as it is. */
  readonly kept: Credits;
  /** What lives on as carried-over credits. */
  readonly carried: Credits;
  /** What the policy takes away: with a smaller plan, at the end of a membership. */
  readonly forfeited: BySource;
  /** What ends because its time is over. */
  readonly expired: BySource;
  /** What comes new. */
  readonly granted: Credits;
  /** The next allowance after it; `null`: none can be expected. */
  readonly next: Renewal | null;
}

/**
 * The same arithmetic as when it really happens, in memory: the facts are decided, and what follows until `at` is foretold.
 * @param account settled to `now`.
 * @param facts what would be told now.
 * @throws {RangeError} a fact asks for a plan or add-on that the policy does not have.
 */
export function outcome(policy: Policy, account: Account, now: Instant, facts: readonly Fact[], at: Instant): Outcome {
  const told = decided(policy, account, facts);
  const entries = [...told, ...forecast(policy, told.reduce(evolve, account), now, at).entries];
  const earlier = entries.filter(({ occurredAt }) => occurredAt < at);
  const after = entries.reduce(evolve, account);
  const moves = entries.slice(earlier.length).flatMap(({ movements }) => movements);
  const carried = sum(moves, (one) => (isCarry(one) ? one.credits : 0));
  const granted = sum(moves, (one) => (one.type === "granted" && !isCarry(one) ? one.credits : 0));
  const owed = sum(moves, (one) => (one.type === "spent" ? one.credits : 0));
  return {
    before: balanceBySource(earlier.reduce(evolve, account)),
    after: balanceBySource(after),
    kept: balance(after) + owed - carried - granted,
    carried,
    forfeited: bySource(moves, "forfeited"),
    expired: bySource(moves, "expired"),
    granted,
    next: nextRenewal(policy, after, at),
  };
}

/** What has not been told yet comes after all that was: nothing is reopened for it. */
function decided(policy: Policy, account: Account, facts: readonly Fact[]): Entry[] {
  const entries: Entry[] = [];
  let seen = account;
  const remember = (entry: Entry) => {
    entries.push(entry);
    seen = evolve(seen, entry);
  };
  for (const fact of facts.toSorted(byInstant)) {
    settle(policy, seen, instantOf(fact)).entries.forEach(remember);
    const entry = decideFact(policyAt(policy, instantOf(fact)), seen, fact, []);
    if (entry) remember(entry);
  }
  return entries;
}

function isCarry(movement: Movement): boolean {
  return movement.type === "granted" && movement.source === "rollover";
}

function bySource(moves: readonly Movement[], how: "forfeited" | "expired"): BySource {
  const all: Partial<Record<Source, Credits>> = {};
  for (const { type, source, credits } of moves) if (type === how) all[source] = (all[source] ?? 0) + credits;
  return all;
}
