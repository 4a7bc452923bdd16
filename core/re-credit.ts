import type { Account, Source, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type { Granted, Movement, Provenance } from "./entry.ts";
import { isLostWithMembership } from "./membership.ts";
import type { Policy } from "./policy.ts";

/** Credits that come back, with the lot that they come back to. */
export interface Return extends Provenance {
  readonly credits: Credits;
}

/** The movements that bring credits back, and the paid time that a new lot of them is turned over with. */
export interface GivenBack {
  readonly movements: readonly Movement[];
  readonly term?: Term;
}

/**
 * Brings credits back to the lots that they came from, out of a spend (`restored`) or a hold (`released`). Where a lot has
 * ended meanwhile its part goes on into a lot of the same source that ends with the current cycle and is turned over with
 * it; where none runs, or the policy says so, it is lost (X6). What a membership's end took from everybody else is lost
 * here too, whatever runs now (M12).
 * @param asOf the instant that decides what has ended; before `at` where what comes back comes first at its instant.
 */
export function giveBack(
  policy: Policy,
  account: Account,
  type: "restored" | "released",
  returns: readonly Return[],
  at: Instant,
  asOf: Instant = at,
): GivenBack {
  const cycle = policy.recredit?.recredit === "lost" ? undefined : currentCycle(account, asOf);
  const movements: Movement[] = [];
  const late = new Map<Source, Credits>();
  for (const { credits, ...from } of returns) {
    const { lot, source } = from;
    movements.push(type === "restored" ? { type, ...from, credits } : { type, lot, source, credits });
    if (isForfeited(policy, account, from, asOf)) {
      movements.push({ type: "forfeited", lot, source, credits });
      continue;
    }
    if (!hasEnded(account, from, asOf)) continue;
    movements.push({ type: cycle ? "rolled-over" : "expired", lot, source, credits });
    late.set(source, (late.get(source) ?? 0) + credits);
  }
  if (!cycle || late.size === 0) return { movements };
  const lot = account.seq + 1;
  const granted = [...late].map(
    ([source, credits]): Granted => ({ type: "granted", lot, source, credits, birth: at, end: cycle.lotEnd }),
  );
  const term = late.has("plan") && { term: { ...cycle, lots: [...cycle.lots, lot] } };
  return { movements: [...movements, ...granted], ...term };
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
function currentCycle({ terms }: Account, asOf: Instant): Term | undefined {
  return terms.filter(({ lotEnd }) => asOf < lotEnd).toSorted((a, b) => b.lotEnd - a.lotEnd)[0];
}

/**
 * Whether a lot is gone, also one that has left the account because it was empty: by its end, or, if a plan's, by a turnover
 * before that, which is when no paid time knows it any more and one has begun a cycle since.
 */
function hasEnded({ lots, terms }: Account, { lot: number, source, end }: Provenance, asOf: Instant): boolean {
  if (end !== null && end <= asOf) return true;
  const isLeft = lots.some((lot) => lot.number === number && lot.source === source && lot.left > 0);
  if (source !== "plan" || isLeft || terms.some((term) => term.lots.includes(number))) return false;
  return terms.some((term) => term.lots.every((lot) => lot > number));
}

/** Whether the lot would have been lost by cancelling, had its credits not been spent or held then. */
function isForfeited(policy: Policy, { subscriptions, terms }: Account, lot: Provenance, asOf: Instant): boolean {
  if (terms.some(({ lots }) => lot.source === "plan" && lots.includes(lot.lot))) return false;
  return isLostWithMembership(policy, subscriptions, lot, asOf);
}
