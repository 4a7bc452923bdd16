import type { Credits } from "./credits.ts";
import { decidedIn, doneIn } from "./decided.ts";
import type { Entry } from "./entry.ts";
import { feasible, KINDS, type Kind, type Taking } from "./feasible.ts";
import { KnownLots } from "./known-lots.ts";
import { Lineage, nameOf } from "./lineage.ts";
import { type LotTerms, type Movement, signed } from "./movement.ts";

/** A journal, and two playings of its end: what facts and time do with what was told now, and without it. */
interface Playings {
  /** What had been done when people last did something, and what time would have done since. */
  readonly before: readonly Entry[];
  readonly including: readonly Entry[];
  readonly without: readonly Entry[];
}

/**
 * What brings the journal to where it would be: what facts and time had done before, and what the one playing does more or
 * less than the other. Lot by lot and kind by kind, so that what was undone is seen for what it was.
 */
export function correction({ before, including, without }: Playings): Movement[] {
  const lots = new KnownLots([...without, ...before, ...including]);
  const [now, more, less] = [before, including, without].map(totals) as [Total, Total, Total];
  const lineage = new Lineage(before);
  const wanted = feasible({
    lots: lots.all(),
    of: (lot, kind) => Math.max(0, now(lot, kind) + more(lot, kind) - less(lot, kind)),
    by: leftBy(before),
    parentOf: (lot) => {
      const parent = lineage.parentOf(lot);
      return parent && nameOf(parent);
    },
  });
  return between(lots, now, (lot, kind) => wanted.get(nameOf(lot))?.[kind] ?? 0);
}

/** What brings one journal to where another is in which people did the same. */
export function difference(history: readonly Entry[], wanted: readonly Entry[]): Movement[] {
  return between(new KnownLots([...history, ...wanted]), totals(history), totals(wanted));
}

/** First what comes back, then what goes. */
function between(lots: KnownLots, now: Total, wanted: Total): Movement[] {
  const differences = lots
    .all()
    .flatMap((lot) => KINDS.map((kind) => ({ lot, kind, by: wanted(lot, kind) - now(lot, kind) })));
  return [
    ...differences.flatMap(({ lot, kind, by }) => (by < 0 && kind !== "granted" ? [undo(lots, lot, kind, -by)] : [])),
    ...differences.flatMap(({ lot, kind, by }) => (by > 0 && kind === "granted" ? [grant(lot, by)] : [])),
    ...differences.flatMap(({ lot, kind, by }) => (by > 0 && kind !== "granted" ? [taking(lots, lot, kind, by)] : [])),
    ...differences.flatMap(({ lot, kind, by }) => (by < 0 && kind === "granted" ? [withdraw(lot, -by)] : [])),
  ];
}

type Total = (lot: LotTerms, kind: Kind) => number;

/** What facts and time did, by lot and kind, less what was undone since. */
function totals(entries: readonly Entry[]): Total {
  const byName = new Map<string, number>();
  const add = (movement: Movement, kind: Kind, credits: number) => {
    const name = `${kind}/${nameOf(movement)}`;
    byName.set(name, (byName.get(name) ?? 0) + credits);
  };
  for (const movement of entries.flatMap(decidedIn)) {
    const { type, credits } = movement;
    if (type === "restored") add(movement, movement.undoes ?? "spent", -credits);
    else if (type === "thawed") add(movement, "frozen", -credits);
    else if (type === "withdrawn") add(movement, "granted", -credits);
    else if (isKind(type)) add(movement, type, credits);
  }
  return (lot, kind) => byName.get(`${kind}/${nameOf(lot)}`) ?? 0;
}

/** What people have left in a lot, or, below 0, have taken; what of theirs has ended by itself counts as ended. */
function leftBy(entries: readonly Entry[]): (lot: LotTerms) => number {
  const byName = new Map<string, number>();
  const ended = entries.flatMap(decidedIn).filter(({ type }) => !isKind(type));
  for (const movement of [...entries.flatMap(doneIn), ...ended])
    byName.set(nameOf(movement), (byName.get(nameOf(movement)) ?? 0) + signed(movement));
  return (lot) => byName.get(nameOf(lot)) ?? 0;
}

function isKind(type: Movement["type"]): type is Kind | "restored" | "thawed" | "withdrawn" {
  return type === "restored" || type === "thawed" || type === "withdrawn" || KINDS.some((kind) => kind === type);
}

function undo(lots: KnownLots, lot: LotTerms, kind: Taking, credits: Credits): Movement {
  if (kind === "frozen") return { type: "thawed", lot: lot.lot, source: lot.source, credits };
  const restored = { type: "restored", ...lot, granted: lots.grantedTo(lot), credits } as const;
  return kind === "spent" ? restored : { ...restored, undoes: kind };
}

function grant(lot: LotTerms, credits: Credits): Movement {
  return { type: "granted", ...lot, credits };
}

function taking(lots: KnownLots, lot: LotTerms, kind: Taking, credits: Credits): Movement {
  if (kind === "spent") return { type: "spent", ...lot, granted: lots.grantedTo(lot), credits };
  return { type: kind, lot: lot.lot, source: lot.source, credits };
}

function withdraw({ lot, source }: LotTerms, credits: Credits): Movement {
  return { type: "withdrawn", lot, source, credits };
}
