import type { Hold, Lot, Member, Movement, Source } from "@passbook/core";

// What there may be many of in an item is a tuple: their number decides what a spend costs to write.

export type LotTuple = [
  number: number,
  source: Source,
  birth: number,
  end: number | null,
  granted: number,
  left: number,
  held: number,
  frozen: number,
  origin?: number | null,
  ages?: Lot["ages"],
];
export type BookingTuple = [startsAt: number, entry: number];
export type HoldTuple = [
  entry: number,
  expiresAt: number,
  parts: [lot: number, source: Source, credits: number][],
  member?: [id: string, cycle?: number],
];
export type MemberTuple = [id: string, budget?: number];

export function memberTuple({ id, budget }: Member): MemberTuple {
  return budget === null ? [id] : [id, budget];
}

export function holdTuple({ entry, expiresAt, parts, member }: Hold): HoldTuple {
  const tuple: HoldTuple = [entry, expiresAt, parts.map(({ lot, source, credits }) => [lot, source, credits])];
  if (member) tuple.push(member.cycle === undefined ? [member.id] : [member.id, member.cycle]);
  return tuple;
}

export function holdFromTuple([entry, expiresAt, parts, member]: HoldTuple): Hold {
  const hold = { entry, expiresAt, parts: parts.map(([lot, source, credits]) => ({ lot, source, credits })) };
  if (!member) return hold;
  const [id, cycle] = member;
  return { ...hold, member: cycle === undefined ? { id } : { id, cycle } };
}

export function lotTuple({ number, source, birth, end, granted, left, held, frozen, origin, ages }: Lot): LotTuple {
  const tuple: LotTuple = [number, source, birth, end, granted, left, held, frozen];
  return [...tuple, ...lineage({ origin, ages })] as LotTuple;
}

export function lotFromTuple([number, source, birth, end, granted, left, held, frozen, origin, ages]: LotTuple): Lot {
  return { number, source, birth, end, granted, left, held, frozen, ...fromLineage(origin, ages) };
}

/** Where a lot comes from and how it ages, at the end of a tuple and only where there is something to say. */
function lineage({ origin, ages }: { origin: number | undefined; ages: Lot["ages"] | undefined }): unknown[] {
  if (ages) return [origin ?? null, ages];
  return origin === undefined ? [] : [origin];
}

function fromLineage(origin?: number | null, ages?: Lot["ages"]): Pick<Lot, "origin" | "ages"> {
  return { ...(typeof origin === "number" && { origin }), ...(ages && { ages }) };
}

/** Those that bring a lot, or can bring it back, carry what it is. */
type LotMovementTuple = [
  type: Movement["type"],
  lot: number,
  source: Source,
  credits: number,
  birth: number,
  end: number | null,
  granted: number | null,
  undoes: string | null,
  origin?: number | null,
  ages?: Lot["ages"],
];
export type MovementTuple = [type: Movement["type"], lot: number, source: Source, credits: number] | LotMovementTuple;

export function movementTuple(movement: Movement): MovementTuple {
  const { type, lot, source, credits } = movement;
  if (!("birth" in movement)) return [type, lot, source, credits];
  const { birth, end, origin, ages } = movement;
  const granted = "granted" in movement ? movement.granted : null;
  const undoes = "undoes" in movement ? movement.undoes : null;
  const tail = lineage({ origin, ages });
  const middle = tail.length > 0 || undoes ? [granted, undoes ?? null] : granted === null ? [] : [granted];
  return [type, lot, source, credits, birth, end, ...middle, ...tail] as unknown as MovementTuple;
}

export function movementFromTuple(tuple: MovementTuple): Movement {
  const [type, lot, source, credits, birth, end, granted, undoes, origin, ages] = tuple as LotMovementTuple;
  const moved = { lot, source, credits };
  if (birth === undefined) return { type, ...moved } as Movement;
  const terms = { ...moved, birth, end, ...fromLineage(origin, ages) };
  if (typeof granted !== "number") return { type, ...terms } as Movement;
  return { type, ...terms, granted, ...(undoes && { undoes }) } as Movement;
}
