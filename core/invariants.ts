import { type Account, balance, balanceBySource } from "./account.ts";
import { isCredits, sum } from "./credits.ts";
import { type Entry, signed } from "./entry.ts";
import { evolve } from "./evolve.ts";

/** An entry or an account that the rules can't have made: a defect of ours. Nothing of it may be written. */
export class InvariantBroken extends Error {
  override readonly name = "InvariantBroken";
}

/**
 * The account after `entries`, each of them checked: numbered without a gap, never back in time, nothing minted and nothing
 * lost between the balance before and after.
 * @throws {InvariantBroken}
 */
export function evolveChecked(account: Account, entries: readonly Entry[]): Account {
  return entries.reduce((before, entry) => {
    check(entry.seq === before.seq + 1, `entry ${entry.seq}`, "is not the next entry");
    const after = evolve(before, entry);
    checkEntry(before, entry, after);
    checkAccount(after);
    return after;
  }, account);
}

function checkEntry(before: Account, entry: Entry, after: Account): void {
  check(entry.at >= before.at && entry.at >= entry.occurredAt, `entry ${entry.seq}`, "goes back in time");
  check(
    entry.movements.every(({ credits }) => isCredits(credits)),
    `entry ${entry.seq}`,
    "moves what are no credits",
  );
  const moved = sum(entry.movements, signed);
  check(leftIn(after) === leftIn(before) + moved, `entry ${entry.seq}`, "does not move what the lots moved");
  check(entry.balance === balance(after), `entry ${entry.seq}`, "carries another balance than it leaves");
  check(
    sum(Object.values(entry.bySource), (credits) => credits) === entry.balance,
    `entry ${entry.seq}`,
    "has sources that do not add up",
  );
}

/** Suspended credits too: to suspend moves nothing. */
function leftIn({ lots }: Account): number {
  return sum(lots, ({ left }) => left);
}

/** @throws {InvariantBroken} a lot holds what it was not granted, or two lots share a name. */
export function checkAccount(account: Account): void {
  for (const lot of account.lots) {
    const stored = lot.left + lot.held + lot.frozen;
    check(
      [lot.left, lot.held, lot.frozen].every(isCredits),
      `lot ${lot.number} (${lot.source})`,
      "holds what are no credits",
    );
    check(
      stored > 0 && stored <= lot.granted,
      `lot ${lot.number} (${lot.source})`,
      "holds nothing, or more than it was granted",
    );
  }
  const names = new Set(account.lots.map(({ number, source }) => `${number}/${source}`));
  check(names.size === account.lots.length, "the account", "has two lots of one name");
  check(
    sum(Object.values(balanceBySource(account)), (credits) => credits) === balance(account),
    "the account",
    "has sources that do not add up",
  );
}

function check(holds: boolean, subject: string, complaint: string): asserts holds {
  if (!holds) throw new InvariantBroken(`${subject} ${complaint}`);
}
