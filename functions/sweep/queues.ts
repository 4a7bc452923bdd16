import type { Instant } from "@passbook/core";
import { CLOCKS, clockShard, type DueAccount, SHARDS } from "../ledger/due.ts";
import type { Table } from "../ledger/table.ts";

/** A partition of the due index, and up to when what stands in it is due. */
export interface Queue {
  readonly shard: string;
  readonly until: Instant;
  /** The last account that was taken from it. */
  last?: DueAccount;
}

interface Clocked {
  readonly table: Pick<Table, "readClocks">;
  readonly defaultClock?: string | undefined;
}

/**
 * The partitions that a run goes through: of each shard that is named one, of `clocks` one for each test clock, due in its
 * own time.
 * @throws {RangeError} a shard has a name that none has.
 */
export async function queuesOf(
  { table, defaultClock }: Clocked,
  named: readonly string[] = [...SHARDS, CLOCKS],
  wall: Instant,
): Promise<Queue[]> {
  const unknown = named.find((shard) => shard !== CLOCKS && !SHARDS.includes(shard));
  if (unknown !== undefined) throw new RangeError(`there is no shard ${unknown}`);
  const ofRealTime = named.filter((shard) => shard !== CLOCKS).map((shard) => ({ shard, until: wall }));
  if (!named.includes(CLOCKS)) return ofRealTime;
  const clocks = new Map((await table.readClocks()).map(({ clock, instant }) => [clock, instant]));
  // A stage's clock begins at real time, and nobody has told of it yet.
  if (defaultClock !== undefined && !clocks.has(defaultClock)) clocks.set(defaultClock, wall);
  return [...ofRealTime, ...[...clocks].map(([clock, until]) => ({ shard: clockShard(clock), until }))];
}
