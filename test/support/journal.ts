import {
  type Account,
  type Command,
  type Decision,
  decide,
  type Entry,
  type EntryKey,
  emptyAccount,
  evolveChecked,
  type Instant,
  keyOf,
  type Policy,
  presentOf,
  settle,
  spendingAsked,
  spendings,
} from "@passbook/core";
import { at } from "./instants.ts";

/** What can happen to an account: a command, one about an earlier entry, or nothing but time until an instant. */
export type Happening = Command | FollowUp | { readonly type: "TimePasses"; readonly now: Instant };

/** What is done about an entry that is there by then: that of a request, or the n-th latest that it can be about. */
export interface FollowUp {
  readonly type: "FollowUp";
  readonly verb: "CancelBooking" | "ReverseSpend" | "CaptureHold" | "ReleaseHold";
  readonly of: string | number;
  readonly now: Instant;
  /** Who ends a hold: whose it is, where nobody else is said. */
  readonly by?: string;
  readonly credits?: number;
}

/** Nothing but time, until an ISO date. */
export function passes(until: string): Happening {
  return { type: "TimePasses", now: at(until) };
}

/** A shell without a database: what it remembers is the account and all entries that were ever written. */
export interface Journal {
  readonly policy: Policy;
  readonly account: Account;
  readonly entries: readonly Entry[];
}

/** What a happening did: the entries that it wrote, and what was decided if it was a command that is not remembered yet. */
interface Happened {
  readonly journal: Journal;
  readonly written: readonly Entry[];
  readonly decision: Decision | undefined;
}

export function emptyJournal(policy: Policy): Journal {
  return { policy, account: emptyAccount("ada"), entries: [] };
}

/** Settles, decides and appends, as the ledger does. What the journal remembers under the command's key is not decided again. */
export function happen(journal: Journal, happening: Happening): Happened {
  const { policy } = journal;
  const command = withSpending(journal, commandIn(journal, happening));
  const settled = settle(policy, journal.account, command ? presentOf(journal.account, command) : happening.now);
  const isKnown = command && journal.entries.some(({ key }) => isSameKey(key, keyOf(command)));
  const decision =
    command && !isKnown
      ? decide(policy, settled.account, command, [...journal.entries, ...settled.entries])
      : undefined;
  const written = decision?.decision === "accepted" ? [...settled.entries, decision.entry] : settled.entries;
  const account = evolveChecked(journal.account, written);
  return { journal: { policy, account, entries: [...journal.entries, ...written] }, written, decision };
}

/** With what its member has spent, as the journal has it. */
function withSpending({ account, entries }: Journal, command: Command | undefined): Command | undefined {
  const member = command && spendingAsked(account, command);
  const spentBefore = member === undefined ? undefined : spendings(entries).get(member);
  return spentBefore ? ({ ...command, spentBefore } as Command) : command;
}

/** The command that a happening is, if it is one: a follow-up of nothing is only time that passes. */
export function commandIn({ entries }: Journal, happening: Happening): Command | undefined {
  if (happening.type === "TimePasses") return undefined;
  if (happening.type !== "FollowUp") return happening;
  const { verb, of, now, credits, by } = happening;
  const entry = followable(entries, verb, of);
  if (!entry) return undefined;
  switch (verb) {
    case "CancelBooking":
      return { type: verb, now, by: "ada", spend: entry };
    case "ReverseSpend":
      return { type: verb, now, by: "operator", reason: "made good", spend: entry };
    case "CaptureHold":
      return { type: verb, now, by: by ?? entry.by, hold: entry, ...(credits !== undefined && { credits }) };
    case "ReleaseHold":
      return { type: verb, now, by: by ?? entry.by, hold: entry };
  }
}

function followable(entries: readonly Entry[], verb: FollowUp["verb"], of: string | number): Entry | undefined {
  if (typeof of === "string") return entries.find(({ key }) => key.id === of && key.kind !== "undo");
  const isMeant = ({ type, booking }: Entry): boolean => {
    if (verb === "CancelBooking") return booking !== undefined && "startsAt" in booking;
    return verb === "ReverseSpend" ? type === "spent" || type === "captured" : type === "held";
  };
  const meant = entries.filter(isMeant);
  return meant.at(-1 - (of % meant.length));
}

/** The journal after all of it. */
export function play(policy: Policy, happenings: readonly Happening[]): Journal {
  return happenings.reduce((journal, happening) => happen(journal, happening).journal, emptyJournal(policy));
}

function isSameKey(a: EntryKey, b: EntryKey): boolean {
  return a.kind === b.kind && a.id === b.id;
}
