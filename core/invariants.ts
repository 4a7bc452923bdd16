import { type Account, balance, balanceBySource } from "./account.ts";
import { isCredits, sum } from "./credits.ts";
import type { Entry, EntryType } from "./entry.ts";
import { evolve } from "./evolve.ts";
import { MAX_MEMBERS } from "./member.ts";
import { type Movement, signed } from "./movement.ts";

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
  checkMoved(entry);
  checkDebt(before, entry);
  checkMember(before, entry);
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

/** Entries of what is done with credits, and of time that ends them: they only move what is there. */
const MOVING: ReadonlySet<EntryType> = new Set([
  "spent",
  "held",
  "captured",
  "released",
  "re-credited",
  "expired",
  "noted",
  "clawed-back",
  "frozen",
]);

/** What leaves a lot to live on in another is granted to it in the same entry, and no more than that is (I12). */
function checkMoved({ seq, type, movements, corrected }: Entry): void {
  if (corrected) return;
  const total = (moved: Movement["type"]) => sum(movements, (m) => (m.type === moved ? m.credits : 0));
  const minted = total("granted") - total("rolled-over");
  check(MOVING.has(type) ? minted === 0 : minted >= 0, `entry ${seq}`, "grants what did not leave another lot");
  check(type === "re-credited" || total("restored") === 0, `entry ${seq}`, "restores what nobody gave back");
}

/** What is owed grows with what was taken back only, and shrinks by what is paid of it (X5). */
function checkDebt(before: Account, { seq, type, movements, debt = before.debt, corrected }: Entry): void {
  check(isCredits(debt), `entry ${seq}`, "owes what are no credits");
  if (corrected || type === "spent") return;
  const paid = sum(movements, (m) => (m.type === "spent" ? m.credits : 0));
  const grew = debt - before.debt + paid;
  check(
    type === "adjusted" || (type === "clawed-back" || type === "noted" ? grew >= 0 : grew === 0),
    `entry ${seq}`,
    "owes more or less than it says why",
  );
}

/** On an account with members only they pay, and each within their budget (O15). */
function checkMember({ members }: Account, { seq, type, member: { id, spent = 0 } = { id: "" } }: Entry): void {
  check(isCredits(spent), `entry ${seq}`, "counts what are no credits against a budget");
  if (members.length === 0 || (type !== "spent" && type !== "held")) return;
  const member = members.find((candidate) => candidate.id === id);
  check(member !== undefined, `entry ${seq}`, "is no member's");
  check(spent <= (member.budget ?? spent), `entry ${seq}`, "spends more than its member's budget");
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
  checkBookings(account);
  checkHolds(account);
  checkMembers(account);
  check(
    sum(Object.values(balanceBySource(account)), (credits) => credits) === balance(account),
    "the account",
    "has sources that do not add up",
  );
}

function checkBookings({ seq, at, bookings }: Account): void {
  const isKept = bookings.every(({ startsAt, entry }) => startsAt > at && entry <= seq);
  check(isKept, "the account", "keeps a booking that has started");
  check(new Set(bookings.map(({ entry }) => entry)).size === bookings.length, "the account", "has a booking twice");
}

function checkMembers({ members }: Account): void {
  check(members.length <= MAX_MEMBERS, "the account", "has too many members");
  check(new Set(members.map(({ id }) => id)).size === members.length, "the account", "has a member twice");
  check(
    members.every(({ budget }) => isCredits(budget ?? 0)),
    "the account",
    "has a member with a budget of what are no credits",
  );
}

/** What the holds hold of a lot is what the lot says is held, to the credit. */
function checkHolds({ lots, holds }: Account): void {
  const parts = holds.flatMap((hold) => hold.parts);
  for (const lot of lots) {
    const held = sum(parts, (part) => (part.lot === lot.number && part.source === lot.source ? part.credits : 0));
    check(held === lot.held, `lot ${lot.number} (${lot.source})`, "is held for another amount than its holds say");
  }
  const held = sum(lots, (lot) => lot.held);
  check(sum(parts, ({ credits }) => credits) === held, "the account", "holds of lots that are not there");
}

function check(holds: boolean, subject: string, complaint: string): asserts holds {
  if (!holds) throw new InvariantBroken(`${subject} ${complaint}`);
}
