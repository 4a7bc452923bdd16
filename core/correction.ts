import type { Account, Lot } from "./account.ts";
import type { Credits } from "./credits.ts";
import type { Entry, LotTerms, Movement, Restored } from "./entry.ts";
import { moved } from "./evolve.ts";
import { isDecided } from "./rehearsal.ts";

/** What makes of what facts and time did what they would have done, lot by lot: first what comes back, then what goes. */
export function correction(
  account: Account,
  history: readonly Entry[],
  reopened: readonly Entry[],
  rehearsed: readonly Entry[],
): Movement[] {
  const lots = new KnownLots([...history, ...rehearsed]);
  const done = lots.totals(reopened.flatMap(decidedMovements));
  const wanted = lots.totals(rehearsed.flatMap(({ movements }) => movements));
  const differences = lots
    .all()
    .flatMap((lot) => KINDS.map((kind) => ({ lot, kind, by: wanted(lot, kind) - done(lot, kind) })));
  const movements: Movement[] = [];
  let now = account.lots;
  const move = (movement: Movement) => {
    if (movement.credits === 0) return;
    movements.push(movement);
    now = moved(now, movement);
  };
  const leftIn = ({ lot: number, source }: LotTerms) => find(now, number, source)?.left ?? 0;
  for (const { lot, kind, by } of differences) if (by < 0 && kind !== "granted") move(undo(lot, kind, -by, lots));
  for (const { lot, kind, by } of differences)
    if (by > 0 && kind === "granted") move({ type: "granted", ...lot, credits: by });
  for (const { lot, kind, by } of differences) {
    if (by > 0 && kind !== "granted") move(taking(lot, kind, Math.min(by, leftIn(lot)), lots));
  }
  for (const { lot, kind, by } of differences) {
    const { lot: number, source } = lot;
    if (by < 0 && kind === "granted")
      move({ type: "withdrawn", lot: number, source, credits: Math.min(-by, leftIn(lot)) });
  }
  return movements;
}

/** What facts and time do to a lot. What people do is the same in both. */
const KINDS = ["frozen", "granted", "rolled-over", "expired", "forfeited", "clawed-back", "spent"] as const;
type Kind = (typeof KINDS)[number];

/** The lots that are concerned, with what they are, and what has been done to them. */
export class KnownLots {
  readonly #terms = new Map<string, LotTerms & { readonly granted: Credits }>();

  constructor(entries: readonly Entry[]) {
    for (const { movements } of entries) {
      for (const movement of movements) {
        const name = nameOf(movement);
        if ("birth" in movement) {
          const { lot, source, birth, end, origin, ages, credits } = movement;
          const granted = Math.max(
            "granted" in movement ? movement.granted : credits,
            this.#terms.get(name)?.granted ?? 0,
          );
          const rest = { ...(origin !== undefined && { origin }), ...(ages && { ages }) };
          this.#terms.set(name, { lot, source, birth, end, ...rest, granted });
        } else if (!this.#terms.has(name)) {
          const { lot, source, credits } = movement;
          this.#terms.set(name, { lot, source, birth: 0, end: null, granted: credits });
        }
      }
    }
  }

  all(): LotTerms[] {
    return [...this.#terms.values()].map(({ granted: _, ...terms }) => terms);
  }

  /** @throws {RangeError} a lot that nothing has granted: an invariant is broken. */
  termsOf({ lot, source }: Pick<Movement, "lot" | "source">): LotTerms {
    const known = this.#terms.get(nameOf({ lot, source }));
    if (!known) throw new RangeError(`lot ${lot} (${source}) was never granted`);
    const { granted: _, ...terms } = known;
    return terms;
  }

  grantedTo(lot: LotTerms): Credits {
    return this.#terms.get(nameOf(lot))?.granted ?? 0;
  }

  totals(movements: readonly Movement[]): (lot: LotTerms, kind: Kind) => number {
    const totals = new Map<string, number>();
    const add = (movement: Movement, kind: Kind, credits: number) => {
      const name = `${kind}/${nameOf(movement)}`;
      totals.set(name, (totals.get(name) ?? 0) + credits);
    };
    for (const movement of movements) {
      const { type, credits } = movement;
      if (type === "restored") add(movement, movement.undoes ?? "spent", -credits);
      else if (type === "thawed") add(movement, "frozen", -credits);
      else if (type === "withdrawn") add(movement, "granted", -credits);
      else if (isKind(type)) add(movement, type, credits);
    }
    return (lot, kind) => totals.get(`${kind}/${nameOf(lot)}`) ?? 0;
  }
}

function isKind(type: Movement["type"]): type is Kind {
  return KINDS.some((kind) => kind === type);
}

function undo(lot: LotTerms, kind: Exclude<Kind, "granted">, credits: Credits, lots: KnownLots): Movement {
  if (kind === "frozen") return { type: "thawed", lot: lot.lot, source: lot.source, credits };
  const restored: Restored = { type: "restored", ...lot, granted: lots.grantedTo(lot), credits };
  return kind === "spent" ? restored : { ...restored, undoes: kind };
}

function taking(lot: LotTerms, kind: Exclude<Kind, "granted">, credits: Credits, lots: KnownLots): Movement {
  if (kind === "spent") return { type: "spent", ...lot, granted: lots.grantedTo(lot), credits };
  return { type: kind, lot: lot.lot, source: lot.source, credits };
}

/** What an entry did that facts and time did: of what people do only what it paid of a debt. */
function decidedMovements(entry: Entry): readonly Movement[] {
  if (isDecided(entry)) return entry.movements;
  return entry.debt === undefined ? [] : entry.movements.filter(({ type }) => type === "spent");
}

function nameOf({ lot, source }: Pick<Movement, "lot" | "source">): string {
  return `${lot}/${source}`;
}

function find(lots: readonly Lot[], number: number, source: string): Lot | undefined {
  return lots.find((lot) => lot.number === number && lot.source === source);
}
