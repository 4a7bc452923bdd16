import {
  type Account,
  type Command,
  decide,
  type Entry,
  type Instant,
  type InvariantBroken,
  type Policy,
  policyAt,
  presentOf,
  type Rejection,
  type Settled,
} from "@passbook/core";
import { type DueRules, headAfter, lowMarks } from "./due.ts";
import type { Head } from "./items.ts";
import { type QuoteUse, quotedBy } from "./quotes.ts";
import { spendingChange } from "./spending.ts";
import type { Append } from "./table.ts";

/** The most due instants that one transaction materialises (DynamoDB takes 100 items in one). */
export const MAX_DUE_PER_WRITE = 40;

/** Free, known already, or refused by the rules: there is nothing to remember. */
export type Unwritten =
  /** `at` is the present of the account. */
  | { readonly result: "free"; readonly account: Account; readonly at: Instant }
  | { readonly result: "rejected"; readonly rejection: Rejection };

/** What a command comes to on one head. */
export type Step =
  | { readonly write: Omit<Append, "token"> }
  | { readonly answer: Unwritten }
  /** Nothing is written; a defect, unless the command has been carried out before. */
  | { readonly defect: InvariantBroken };

interface Prepared {
  readonly head: Head;
  readonly settled: Settled;
  readonly command: Command;
  /** The journal up to the head, where it is needed. */
  readonly history: readonly Entry[] | undefined;
  readonly digest: string | undefined;
  /** What a write would do to the command's quote. */
  readonly quote: QuoteUse | undefined;
  /** No older try of the command can arrive on this head. */
  readonly isFenced: boolean;
}

/**
 * Decides, checks: what is to be written on this head, or why nothing is.
 * @throws {InvariantBroken} what was decided can't be.
 */
export function prepare(rules: DueRules, { head, settled, command, history, digest, quote, isFenced }: Prepared): Step {
  const { policy } = rules;
  const { account, entries: due } = settled;
  const decision = decide(policy, account, command, history && [...history, ...due]);
  if (decision.decision === "free" || decision.decision === "known")
    return { answer: { result: "free", account, at: presentOf(account, command) } };
  // A refusal that rests on what time has done writes that down first: the head moves on, and an older try of this command,
  // accepted before and still on its way, can't arrive any more.
  const isRefusal = decision.decision === "rejected";
  if (isRefusal && due.length === 0) {
    if (isFenced || !hasRunOut(policy, head.account, command))
      return { answer: { result: "rejected", rejection: decision.rejection } };
    return { write: { head: { ...head, version: head.version + 1 }, due } };
  }

  const fits = !isRefusal && due.length <= MAX_DUE_PER_WRITE;
  const entries = fits ? [...due, decision.entry] : due.slice(0, MAX_DUE_PER_WRITE);
  return {
    write: {
      head: headAfter(rules, head, entries),
      due: due.slice(0, MAX_DUE_PER_WRITE),
      low: lowMarks(policy, head, entries),
      own: fits ? { entry: decision.entry, digest } : undefined,
      spending: fits ? spendingChange(command, decision.entry) : undefined,
      quote: fits ? quote : undefined,
    },
  };
}

/**
 * Whether a command may have been accepted on this very head, and is refused now for no other reason than the time: what it
 * names has begun or ended since the head was written, or other rules have come into force.
 */
function hasRunOut(policy: Policy, { at }: Account, command: Command): boolean {
  const startsAt = "for" in command && "startsAt" in command.for ? command.for.startsAt : undefined;
  const expiresAt = "expiresAt" in command ? command.expiresAt : undefined;
  const quotedUntil = quotedBy(command)?.expiresAt;
  const isOver = [startsAt, expiresAt, quotedUntil].some(
    (named) => named !== undefined && named > at && named <= command.now,
  );
  return isOver || policyAt(policy, at).version !== policyAt(policy, Math.max(command.now, at)).version;
}
