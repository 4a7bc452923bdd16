import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type { Command } from "./decide.ts";
import type { Entry } from "./entry.ts";
import { type EntryMember, memberAsking } from "./member.ts";

/**
 * What a member with a budget has spent: kept beside the account, so that a head does not grow with it, and read only for
 * those who have a budget. Like the account it is a fold of the journal.
 */
export interface MemberSpending {
  /** The cycle that it was spent in, by the instant at which that began. */
  readonly cycle: Instant;
  /** In that cycle, without what has come back and what holds set aside. */
  readonly spent: Credits;
  /** The `seq` of the entry that left it so. */
  readonly seq: number;
}

/** What a member has spent after an entry; `undefined`: as before. */
export function spendingAfter({ member, seq }: Entry): (MemberSpending & { readonly member: string }) | undefined {
  const { id = "", cycle, spent } = member ?? {};
  return cycle === undefined || spent === undefined ? undefined : { member: id, cycle, spent, seq };
}

/** What each member has spent, from the journal alone, in its order. */
export function spendings(entries: Iterable<Entry>): Map<string, MemberSpending> {
  const byMember = new Map<string, MemberSpending>();
  for (const entry of entries) {
    const after = spendingAfter(entry);
    if (after) byMember.set(after.member, { cycle: after.cycle, spent: after.spent, seq: after.seq });
  }
  return byMember;
}

/** The member whose spending a command has to bring with it (`spentBefore`); `undefined`: nobody's. */
export function spendingAsked(account: Account, command: Command): string | undefined {
  switch (command.type) {
    case "Spend":
    case "PlaceHold": {
      const member = memberAsking(account, command);
      return member?.budget === null ? undefined : member?.id;
    }
    case "CaptureHold":
      return budgeted(command.hold.member);
    case "CancelBooking":
    case "ReverseSpend":
      return budgeted(command.spend.member);
    default:
      return undefined;
  }
}

/** Only what was taken of a budget can be given back to it. */
function budgeted(member: EntryMember | undefined): string | undefined {
  return member?.cycle === undefined ? undefined : member.id;
}
