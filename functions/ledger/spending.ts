import { type Command, type Entry, type MemberSpending, spendingAfter, spendingAsked } from "@passbook/core";
import type { Head } from "./items.ts";

/** What a member has spent after a write, and what was read of it before; nothing: there was none. */
export interface SpendingChange {
  readonly member: string;
  readonly before: MemberSpending | undefined;
  readonly after: MemberSpending;
}

/** Account ids have no `#`: what follows it is the member's id, whatever that is made of. */
export const spendingKey = (account: string, member: string): string => `M#${account}#${member}`;

/** As one item. It has no attribute `account`, so the statement has no line for it. */
export function spendingItem(account: string, { member, after }: SpendingChange): Record<string, unknown> {
  const { cycle, spent, seq } = after;
  return { pk: spendingKey(account, member), cycle, spent, seq };
}

export function spendingFromItem(item: Record<string, unknown>): MemberSpending {
  const { cycle, spent, seq } = item as unknown as MemberSpending;
  return { cycle, spent, seq };
}

/**
 * The command with what its member has spent as of this head: read only where there is a budget. `undefined`: it was
 * written after the head, so the head is old; together they would be an account that never was.
 */
export async function withSpending(
  read: (account: string, member: string) => Promise<MemberSpending | undefined>,
  { account }: Head,
  command: Command,
): Promise<Command | undefined> {
  const member = spendingAsked(account, command);
  if (member === undefined) return command;
  const spentBefore = await read(account.id, member);
  if (!spentBefore) return command;
  return spentBefore.seq <= account.seq ? ({ ...command, spentBefore } as Command) : undefined;
}

/** What an entry that was decided with that command makes of it. */
export function spendingChange(command: Command, entry: Entry): SpendingChange | undefined {
  const after = spendingAfter(entry);
  return after && { member: after.member, before: "spentBefore" in command ? command.spentBefore : undefined, after };
}
