import type { Account, Hold, Lot, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type Granted, nextEntry } from "./entry.ts";
import { evolve } from "./evolve.ts";
import { release } from "./hold.ts";
import { whose } from "./member.ts";
import { membershipEnd } from "./membership.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { FREE, isLive, type Subscription, suspension } from "./subscription.ts";
import { allowance, lotEnd, nextCycleAt } from "./term.ts";
import { expiryOf, turnOver, without } from "./turnover.ts";

/** An account brought up to an instant, and the entries that brought it there. */
export interface Settled {
  readonly account: Account;
  readonly entries: readonly Entry[];
}

/**
 * All that time alone does to an account up to and including `now`: lots that end, allowances of a paid year. One entry per
 * due instant, oldest first, each as of its own instant, so that it makes no difference when, or how often, anybody looks
 * (X3): to read, to spend and to sweep are the same arithmetic.
 */
export function settle(policy: Policy, account: Account, now: Instant): Settled {
  const entries: Entry[] = [];
  let settled = account;
  for (let due = nextDue(policy, settled); due <= now; due = nextDue(policy, settled)) {
    const entry = dueEntry(policy, settled, due);
    settled = evolve(settled, entry);
    entries.push(entry);
  }
  return { account: settled, entries };
}

/** The next instant at which time changes the account; `Infinity`: none. */
function nextDue(policy: Policy, account: Account): Instant {
  // A lot that has nothing left but what is held has nothing to lose: it stays, for the hold to be captured from.
  const ends = account.lots.map(({ end, left }) => (end === null || left === 0 ? Number.POSITIVE_INFINITY : end));
  const expiries = account.holds.map(({ expiresAt }) => expiresAt);
  const lapses = account.subscriptions.map(lapseAt);
  const allowances = account.terms.map((term) => nextAllowanceAt(policy, account, term));
  return Math.min(...ends, ...expiries, ...lapses, ...allowances);
}

/** When a subscription that is set to end does so, whether or not Stripe has told of it; `Infinity`: not by itself. */
function lapseAt(subscription: Subscription): Instant {
  return (isLive(subscription) ? subscription.cancelAt : null) ?? Number.POSITIVE_INFINITY;
}

/** When the paid time gives its next allowance without another payment; `Infinity`: it has given all. */
function nextAllowanceAt(policy: Policy, { subscriptions }: Account, term: Term): Instant {
  // No free cycle begins while a subscription lives, paid or not (O1).
  if (term.subscription === FREE && subscriptions.some(isLive)) return Number.POSITIVE_INFINITY;
  return nextCycleAt(policy, term, term.given) ?? Number.POSITIVE_INFINITY;
}

/** Holds that end come first, then a subscription that ends: nothing more is granted from it. Then what ends, what is turned over, what is given. */
function dueEntry(policy: Policy, account: Account, due: Instant): Entry {
  const hold = account.holds.find(({ expiresAt }) => expiresAt <= due);
  if (hold) return holdEnd(policy, account, hold, due);
  const lapsed = account.subscriptions.find((subscription) => lapseAt(subscription) <= due);
  if (lapsed) return lapse(policy, account, lapsed, due);
  const renewed = account.terms.filter((term) => nextAllowanceAt(policy, account, term) <= due);
  const turned = new Set(renewed.flatMap(({ lots }) => lots));
  const isTurnedOver = ({ source, number }: Lot) => source === "plan" && turned.has(number);
  const ended = account.lots.filter((lot) => lot.end !== null && lot.end <= due && lot.left > 0 && !isTurnedOver(lot));
  const common = dueAt(policy, account, due);
  const [term] = renewed;
  if (term) {
    const gone = ended.map(expiryOf);
    const cycle = nextCycle(policy, { ...account, lots: without(account.lots, gone) }, term, due);
    const movements = [...gone, ...cycle.movements];
    return nextEntry(account, { ...common, type: "granted", reason: "next cycle", ...cycle, movements });
  }
  const reason = account.terms.some((unpaid) => unpaid.lotEnd === due) ? "not renewed" : "end of lifetime";
  return nextEntry(account, { ...common, type: "expired", reason, ref: {}, movements: ended.map(expiryOf) });
}

function dueAt(policy: Policy, { seq }: Account, due: Instant) {
  const key = { kind: "due", id: `${due}/${seq + 1}` } as const;
  return { now: due, key, occurredAt: due, by: "time", policy: policyVersion(policy) };
}

/** A subscription was set to end here, so it does: there is no grace for a payment that nobody will ask for (X1). */
function lapse(policy: Policy, account: Account, known: Subscription, due: Instant): Entry {
  const subscription = { ...known, lapsedAt: due };
  const end = membershipEnd(policy, account, subscription, due);
  return nextEntry(account, {
    ...dueAt(policy, account, due),
    type: end.movements.length > 0 ? "forfeited" : "noted",
    reason: "membership ended",
    ref: { subscription: known.id },
    ...end,
    subscription,
    ...suspension(policy, account, { subscription }),
  });
}

/** A hold that nobody has ended. It comes first at its instant: what ends then is still there to take its credits back. */
function holdEnd(policy: Policy, account: Account, { entry, parts, member }: Hold, due: Instant): Entry {
  return nextEntry(account, {
    ...dueAt(policy, account, due),
    type: "released",
    reason: "hold expired",
    ref: { hold: entry },
    hold: { ended: entry },
    ...whose(member),
    ...release(policy, account, parts, due, due - 1),
  });
}

/** The next of a paid time's allowances, in the place of the one before. */
function nextCycle(policy: Policy, account: Account, term: Term, due: Instant) {
  const { seq } = account;
  const given = term.given + 1;
  const { rolled: _, ...running } = term;
  const { movements, ...rolled } = turnOver(policy, account, term, term, due);
  const next: Term = { ...running, given, lotEnd: lotEnd(policy, term, given), lots: [seq + 1], ...rolled };
  const granted: Granted = {
    type: "granted",
    lot: seq + 1,
    source: "plan",
    credits: allowance(policy, term),
    birth: due,
    end: next.lotEnd,
  };
  const ref = { plan: term.plan, subscription: term.subscription, allowance: given, of: term.cycles };
  return { ref, movements: [...movements, granted], term: next };
}
