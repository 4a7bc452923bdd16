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
} from "@passbook/core";
import { at } from "./instants.ts";

/** What can happen to an account: a command, or nothing but time until an instant. */
export type Happening = Command | { readonly type: "TimePasses"; readonly now: Instant };

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
  const isCommand = happening.type !== "TimePasses";
  const settled = settle(policy, journal.account, isCommand ? presentOf(journal.account, happening) : happening.now);
  const isKnown = isCommand && journal.entries.some(({ key }) => isSameKey(key, keyOf(happening)));
  const decision = isCommand && !isKnown ? decide(policy, settled.account, happening) : undefined;
  const written = decision?.decision === "accepted" ? [...settled.entries, decision.entry] : settled.entries;
  const account = evolveChecked(journal.account, written);
  return { journal: { policy, account, entries: [...journal.entries, ...written] }, written, decision };
}

/** The journal after all of it. */
export function play(policy: Policy, happenings: readonly Happening[]): Journal {
  return happenings.reduce((journal, happening) => happen(journal, happening).journal, emptyJournal(policy));
}

function isSameKey(a: EntryKey, b: EntryKey): boolean {
  return a.kind === b.kind && a.id === b.id;
}
