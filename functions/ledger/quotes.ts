import { type Account, type Command, type Quoted, spendKey } from "@passbook/core";
import { type Clocks, livesInRealTime } from "./account-time.ts";
import { entryId } from "./items.ts";

/** A quote that a write spends: it must be the first one that does. */
export interface QuoteUse {
  readonly id: string;
  /** The entry that it pays for. */
  readonly entry: string;
  /** In seconds of real time: from then on nobody asks any more who has spent it. */
  readonly ttl?: number;
}

/** How long after its end a spent quote is remembered, in seconds: longer than clocks disagree and requests take. */
const REMEMBERED = 24 * 60 * 60;

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

/** The command, with what has been found out about its quote. */
export function withQuote(command: Command, isSpent: boolean): Command {
  if (!isSpent || command.type !== "Spend" || !command.quoted) return command;
  return { ...command, quoted: { ...command.quoted, isSpent } };
}

/**
 * What a write of the command does to its quote. That of an account that lives by a test clock is remembered for good: real
 * time says nothing of when it expires.
 */
export function quoteUse(
  clocks: Pick<Clocks, "defaultClock">,
  account: Account,
  command: Command,
): QuoteUse | undefined {
  if (command.type !== "Spend" || !command.quoted) return undefined;
  const { id, expiresAt } = command.quoted;
  const ttl = livesInRealTime(clocks, account) && { ttl: expiresAt / 1_000 + REMEMBERED };
  return { id, entry: entryId(spendKey(command)), ...ttl };
}
