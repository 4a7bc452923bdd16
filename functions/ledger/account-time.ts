import { type Account, type Command, type Instant, instantOf, isFact, REAL_TIME } from "@passbook/core";
import type { Table } from "./table.ts";

/** Where accounts get their time from. */
export interface Clocks {
  readonly table: Pick<Table, "readClock">;
  /** The test clock of accounts that no customer has been linked to; absent in production. */
  readonly defaultClock?: string | undefined;
}

/**
 * What time it is for an account: real time, or that of the test clock that its customer lives by. A clock that has not
 * reached the account's last entry yet stands at that entry, for whoever settles never goes back.
 */
export async function accountTime(
  { table, defaultClock }: Clocks,
  { clock, at }: Account,
  wall: Instant,
): Promise<Instant> {
  const name = clock ?? defaultClock ?? REAL_TIME;
  if (name === REAL_TIME) return wall;
  const instant = await table.readClock(name);
  // A stage's clock begins at real time, and nobody has told of it yet; a customer's may stand anywhere, but not before that.
  return instant === 0 && clock === null ? wall : Math.max(instant, at);
}

/** Whether the time of an account is that of everybody else. */
export function livesInRealTime({ defaultClock }: Pick<Clocks, "defaultClock">, { clock }: Account): boolean {
  return (clock ?? defaultClock ?? REAL_TIME) === REAL_TIME;
}

/**
 * The present of a command. Whose clock an account lives by is not known before its first customer is: until then a fact is
 * told when it happened. The time of day, once in the journal, would be that of an account whose clock is still behind it.
 * A first call nobody tells: it is made now, by the clock that the account has without a customer.
 */
export async function commandTime(clocks: Clocks, account: Account, command: Command): Promise<Instant> {
  const now = await accountTime(clocks, account, command.now);
  const isTold = isFact(command) && command.type !== "MarkPersonal";
  return account.clock === null && isTold ? Math.min(now, instantOf(command)) : now;
}
