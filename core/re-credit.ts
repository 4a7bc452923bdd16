import { type Account, allowanceNumber, type Term } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import { isOf } from "./carry-over.ts";
import type { Credits } from "./credits.ts";
import { isPassedOn } from "./lineage.ts";
import { isLostWithMembership, isOfNobody } from "./membership.ts";
import type { Granted, Movement, Provenance } from "./movement.ts";
import type { Policy } from "./policy.ts";
import { cycleEnd } from "./subscription.ts";
import { isLostWithDowngrade, isReturnedTo } from "./turnover.ts";
import { policyAt } from "./versions.ts";

/** Credits that come back, with the lot that they come back to. */
export interface Return extends Provenance {
  readonly credits: Credits;
}

/** The movements that bring credits back, and the paid time that a new lot of them is turned over with. */
export interface GivenBack {
  readonly movements: readonly Movement[];
  readonly term?: Term;
}

/** When and as what credits come back. */
interface Coming {
  readonly at: Instant;
  /** The instant that decides what has ended; before `at` where what comes back comes first at its instant. */
  readonly asOf?: Instant;
  /** The `seq` of the entry that had taken them: lots of what comes too late for its own bear it. */
  readonly number: number;
}

/**
 * Brings credits back to the lots that they came from, out of a spend (`restored`) or a hold (`released`). Where a lot has
 * ended meanwhile its part goes on into a lot of the same source that ends with the current cycle and is turned over with
 * it; where none runs, or the policy says so, it is lost (X6). What a membership's end or a smaller plan took from everybody
 * else is lost here too, whatever runs now (M11, M12).
 */
export function giveBack(
  policy: Policy,
  account: Account,
  type: "restored" | "released",
  returns: readonly Return[],
  { at, asOf = at, number }: Coming,
): GivenBack {
  const cycle = policy.recredit?.recredit === "lost" ? undefined : currentCycle(account, asOf);
  const movements: Movement[] = [];
  const late: (Return & { readonly place: number })[] = [];
  for (const [place, { credits: back, ...from }] of returns.entries()) {
    const { lot, source } = from;
    movements.push(type === "restored" ? { type, ...from, credits: back } : { type, lot, source, credits: back });
    // A lot that lacks what people took of it keeps that of what comes back, and passes on the rest (X2).
    const credits = back - shortOf(account, from);
    if (credits <= 0) continue;
    if (isLostWithMembership(policy, account, from, asOf) || isLostWithDowngrade(account, from, asOf)) {
      movements.push({ type: "forfeited", lot, source, credits });
      continue;
    }
    if (isOfNobody(account, from)) {
      movements.push({ type: isPassedOn(from) ? "forfeited" : "withdrawn", lot, source, credits });
      continue;
    }
    if (!hasEnded(policy, account, from, asOf)) continue;
    movements.push({ type: cycle ? "rolled-over" : "expired", lot, source, credits });
    late.push({ ...from, credits, place });
  }
  if (!cycle || late.length === 0) return { movements };
  const granted = late.map(
    ({ lot, source, origin = lot, credits, place }): Granted => ({
      type: "granted",
      lot: allowanceNumber(number, place + 1),
      source,
      credits,
      birth: at,
      end: cycle.lotEnd,
      origin,
    }),
  );
  return { movements: [...movements, ...granted], term: joinedBy(cycle, granted) };
}

/** Only where a journal is played again: its grant is not there yet, was undone, or is less than people took of it. */
function shortOf({ lots }: Account, { lot: number, source }: Provenance): Credits {
  const lot = lots.find((known) => known.number === number && known.source === source);
  return Math.max(0, -(lot?.left ?? 0));
}

/** A plan's credits are turned over with the cycle, others end with it. */
function joinedBy(cycle: Term, granted: readonly Granted[]): Term {
  const plan = granted.filter(({ source }) => source === "plan");
  const others = granted.filter(({ source }) => source !== "plan").map(({ lot, source }) => ({ lot, source }));
  return {
    ...cycle,
    lots: [...cycle.lots, ...plan.map(({ lot }) => lot)],
    ...(others.length > 0 && { returned: [...(cycle.returned ?? []), ...others] }),
  };
}

/**
 * The part of what was paid that comes back where not all of it does: from the lot that paid last, as if the thing had
 * cost so much less from the beginning.
 */
export function lastPaid(paid: readonly Return[], credits: Credits): Return[] {
  const returns: Return[] = [];
  let due = credits;
  for (const part of paid.toReversed()) {
    const back = Math.min(due, part.credits);
    if (back > 0) returns.push({ ...part, credits: back });
    due -= back;
  }
  return returns;
}

/** The running cycle of the account; of several the one that ends last. */
function currentCycle(account: Account, asOf: Instant): Term | undefined {
  return account.terms.filter((term) => asOf < cycleEnd(account, term)).toSorted((a, b) => b.lotEnd - a.lotEnd)[0];
}

function cycleBegin(policies: Policy, { from, given, paidAt }: Term): Instant {
  return Math.max(paidAt, boundary(from, policyAt(policies, paidAt).cycle, given - 1));
}

/**
 * Whether a lot is gone, also one that has left the account because it was empty: by its end; if a plan's, by a turnover
 * before that, which is when no paid time knows it any more and a cycle has begun since its birth (what was paid late outside
 * any cycle lives on by itself, X1); if carried over for some cycles, once they are over.
 */
function hasEnded(policy: Policy, account: Account, from: Provenance, asOf: Instant): boolean {
  const { lots, terms } = account;
  const { lot: number, source, birth, end, ages } = from;
  if (end !== null && end <= asOf) return true;
  const isOver = (term: Term) => cycleEnd(account, term) <= asOf;
  const cycle = terms.find((term) => isOf(term)({ number, source }) || isReturnedTo(term)({ number, source }));
  if (cycle && end === cycle.lotEnd) return isOver(cycle);
  if (lots.some((lot) => lot.number === number && lot.source === source && lot.left > 0)) return false;
  // The end of a cycle that nobody has renewed counts as the next one's begin (X1).
  if (ages) return terms.every((term) => ages.cycle <= term.turn + (isOver(term) ? 1 : 0));
  return source === "plan" && !cycle && terms.some((term) => birth <= cycleBegin(policy, term));
}
