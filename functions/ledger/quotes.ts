import type { Account, Command, Quoted } from "@passbook/core";
import { type Clocks, livesInRealTime } from "./account-time.ts";
import { entryId } from "./items.ts";

/** A quote that a write spends: it must be the first one that does. */
export interface QuoteUse {
  readonly id: string;
  /** The entry that it pays for. */
  readonly entry: string;
  /** In seconds of real time: from then on the quote has expired, and nobody asks who has spent it. */
  readonly ttl?: number;
}

const A_DAY = 24 * 60 * 60;

/** Account ids have no `#`; the id of a quote is one that we have signed. */
export const quoteKey = (account: string, id: string): string => `Q#${account}#${id}`;

/** As one item. It has no attribute `account`, so the statement has no line for it. */
export function quoteItem(account: string, { id, entry, ttl }: QuoteUse): Record<string, unknown> {
  return { pk: quoteKey(account, id), entry, ...(ttl !== undefined && { ttl }) };
}

/** The quote that a command pays with, if any. */
export function quotedBy(command: Command): Quoted | undefined {
  return command.type === "Spend" ? command.quoted : undefined;
}

/** The command with what is known of its quote. */
export function withQuote(command: Command, isSpent: boolean): Command {
  if (command.type !== "Spend" || !command.quoted || !isSpent) return command;
  return { ...command, quoted: { ...command.quoted, isSpent } };
}

/**
 * What a write of the command does to its quote. The item of an account that lives by a test clock is kept: real time says
 * nothing of when its quote has expired.
 */
export function quoteUse(
  clocks: Pick<Clocks, "defaultClock">,
  account: Account,
  command: Command,
): QuoteUse | undefined {
  if (command.type !== "Spend" || !command.quoted) return undefined;
  const { id, expiresAt } = command.quoted;
  const ttl = livesInRealTime(clocks, account) && { ttl: expiresAt / 1_000 + A_DAY };
  return { id, entry: entryId({ kind: "req", id: command.request }), ...ttl };
}
