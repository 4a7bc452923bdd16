import {
  type Decision,
  type Fact,
  type Instant,
  instantOf,
  isFact,
  type Movement,
  type Policy,
  settle,
  type Upgrade,
} from "@passbook/core";
import { readable } from "./instants.ts";
import { commandIn, emptyJournal, type Happening, happen, type Journal } from "./journal.ts";

/** What came in, what went, and what only can't be spent for a while. */
const KIND: Readonly<Record<Movement["type"], string>> = {
  granted: "in",
  withdrawn: "in",
  held: "held",
  released: "held",
  captured: "held",
  frozen: "frozen",
  thawed: "frozen",
  spent: "out",
  restored: "out",
  expired: "out",
  "rolled-over": "out",
  forfeited: "out",
  "clawed-back": "out",
};
const UNDOING: ReadonlySet<Movement["type"]> = new Set(["withdrawn", "released", "captured", "thawed", "restored"]);

/** What came and went by source, net of what was undone. */
export function netTotals(movements: readonly Pick<Movement, "type" | "source" | "credits">[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { type, source, credits } of movements) {
    const name = `${KIND[type]} ${source}`;
    totals[name] = (totals[name] ?? 0) + (UNDOING.has(type) ? -credits : credits);
  }
  return Object.fromEntries(Object.entries(totals).filter(([, total]) => total !== 0));
}

/** What the account is at an instant, but for numbering, and what came and went by source, net of what was undone. */
export function stateAt(now: Instant, { policy, account, entries }: Journal) {
  const settled = settle(policy, account, now);
  const totals = netTotals([...entries, ...settled.entries].flatMap(({ movements }) => movements));
  const inAnyOrder = (parts: readonly object[]) =>
    parts.map((part) => JSON.stringify(inOrder(readable(part)))).toSorted();
  const { lots, terms, addOns, subscriptions, suspended, debt, isPersonal } = settled.account;
  return {
    totals,
    lots: inAnyOrder(lots.map((lot) => ({ ...lot, number: 0, origin: 0, granted: 0 }))),
    terms: inAnyOrder(
      terms.map(({ upgrades = [], ...term }) => ({ ...term, lots: 0, origin: 0, upgrades: unnumbered(upgrades) })),
    ),
    addOns: inAnyOrder(addOns),
    subscriptions: inAnyOrder(subscriptions),
    suspended,
    debt,
    isPersonal,
  };
}

/** What everybody was answered who asked for something, in the order of asking; what was told is not asked for. */
export function answers(policy: Policy, life: readonly Happening[]): unknown[] {
  const given: unknown[] = [];
  life.reduce((journal, happening) => {
    const command = commandIn(journal, happening);
    const { decision, journal: after } = happen(journal, happening);
    if (command && !isFact(command)) given.push(answerOf(decision));
    return after;
  }, emptyJournal(policy));
  return given;
}

/** But for numbering, and for the most that a lot was ever thought to have been granted. */
function answerOf(decision: Decision | undefined): unknown {
  if (decision?.decision !== "accepted") return decision;
  const { type, balance, bySource, movements } = decision.entry;
  return {
    type,
    balance,
    bySource,
    moved: movements.map((movement) => ({ ...movement, lot: 0, origin: 0, granted: 0 })),
  };
}

/** The same, as if everything had been told at once. */
export function atOnce(life: readonly Happening[]): Happening[] {
  const told = life.map((happening) => (isTold(happening) ? { ...happening, now: instantOf(happening) } : happening));
  return told.toSorted((a, b) => a.now - b.now);
}

function isTold(happening: Happening): happening is Fact {
  return happening.type !== "TimePasses" && happening.type !== "FollowUp" && isFact(happening);
}

/** A map comes back from a table in any order, and so does one in it. */
function inOrder(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inOrder);
  if (typeof part !== "object" || part === null) return part;
  const fields = Object.entries(part).map(([name, value]) => [name, inOrder(value)] as const);
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const unnumbered = (upgrades: readonly Upgrade[]) => upgrades.map((upgrade) => ({ ...upgrade, origin: 0 }));
