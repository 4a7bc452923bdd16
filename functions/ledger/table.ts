import type { Credits, Entry, Instant, MemberSpending } from "@passbook/core";
import type { DueAccount } from "./due.ts";
import type { Head, WrittenEntry } from "./items.ts";
import type { QuoteUse } from "./quotes.ts";
import type { SpendingChange } from "./spending.ts";

/** What one atomic write puts down: entries that must be new, and the head that they lead to. */
export interface Append {
  /** The head after the entries, with the version that this write moves it to. */
  readonly head: Head;
  /** What time had made due, oldest first. */
  readonly due: readonly Entry[];
  /** The command's own entry, the last one; absent where there is so much due that it takes a write of its own. */
  readonly own?: { readonly entry: Entry; readonly digest: string | undefined } | undefined;
  /** Which of these entries bring the balance down to the policy's mark, by `seq`. */
  readonly low?: ReadonlyMap<number, Credits> | undefined;
  /** What that entry leaves of its member's budget, where it takes of one or gives back to it. */
  readonly spending?: SpendingChange | undefined;
  /** The quote that it spends. */
  readonly quote?: QuoteUse | undefined;
  /** At most 36 characters; the same for resends of this one write and for nothing else. */
  readonly token: string;
}

/** What became of a write. */
export type Appended =
  | { readonly result: "committed" }
  | {
      readonly result: "failed";
      readonly cause: unknown;
      /** What stood in the way, where DynamoDB told: the command's entry that exists, the head that has moved. */
      readonly entry?: WrittenEntry | undefined;
      readonly head?: Head | undefined;
      /** The quote is spent already: by another write, or by an earlier try of this one. */
      readonly isQuoteSpent?: boolean | undefined;
      /** It may have been written all the same, or may yet be. */
      readonly inDoubt: boolean;
      /** The same write, or one on a newer head, may succeed. */
      readonly mayRetry: boolean;
    };

/** What is written beside the accounts. */
export type Item = Readonly<Record<string, unknown>>;

/** An event that is ours and that could not be read. */
export interface ParkedEvent {
  /** Stripe's, `evt_…`. */
  readonly id: string;
  readonly createdAt: Instant;
  /** Why it could not be read. */
  readonly because: string;
  /** As Stripe sent it, in JSON. */
  readonly event: string;
}

export interface StatementPage {
  readonly limit: number;
  /** Only entries before this `seq`. */
  readonly before?: number | undefined;
}

export interface DuePage {
  readonly limit: number;
  /** The last of the page before. */
  readonly after?: DueAccount | undefined;
}

export interface ClockReading {
  readonly clock: string;
  readonly instant: Instant;
}

/** How far a work has come that a later run goes on with. */
export interface Progress {
  /** How often it has been written. */
  readonly version: number;
  /** What a later run has to know; absent: nothing. */
  readonly rest?: Item;
}

/** The ledger's only way to what is stored. */
export interface Table {
  /** Strongly consistent; of an account that nobody has written, the empty one with version 0. */
  readHead(account: string): Promise<Head>;
  /** By its name (`entryId`). Strongly consistent. */
  readEntry(account: string, id: string): Promise<WrittenEntry | undefined>;
  /** What a member with a budget has spent, if anything. Strongly consistent. */
  readSpending(account: string, member: string): Promise<MemberSpending | undefined>;
  /** Whether a request has spent a quote. Strongly consistent. */
  isQuoteSpent(account: string, quote: string): Promise<boolean>;
  append(write: Append): Promise<Appended>;
  /** Newest first. Eventually consistent: the newest entries may not be there yet. */
  readEntries(account: string, page: StatementPage): Promise<WrittenEntry[]>;
  /**
   * The whole journal up to an entry, oldest first.
   * @throws `Busy`: the index has not all of it yet.
   */
  readJournal(account: string, seq: number): Promise<WrittenEntry[]>;
  /**
   * The same entry by entry: no more than a page of it is in memory at once.
   * @throws `Busy`, after the last entry that is there: the index has not all of it yet.
   */
  journal(account: string, seq: number, page?: number): AsyncIterable<WrittenEntry>;
  /** What a Stripe price stands for, if it has been seen before. */
  readPriceName(price: string): Promise<string | undefined>;
  /** The first name given to a price stays, whatever its lookup key is moved to. */
  writePriceName(price: string, name: string): Promise<void>;
  /** What an object of Stripe's belongs to, as it was written first. */
  readLink(id: string): Promise<Item | undefined>;
  /** Written once: what stands already stays, and is the answer. */
  writeLink(id: string, link: Item): Promise<Item>;
  /** Where a test clock stands; 0: it is not known. */
  readClock(clock: string): Promise<Instant>;
  /** Clocks only go forward. */
  moveClock(clock: string, instant: Instant): Promise<void>;
  /** What a request was told that its change would do to the credits, if it is still remembered at that second of real time. */
  readForetold(account: string, request: string, seconds: number): Promise<string | undefined>;
  /**
   * Written once: what is still remembered stays, and is the answer.
   * @param when the second of real time, and that at which it is forgotten.
   */
  writeForetold(
    account: string,
    request: string,
    credits: string,
    when: { readonly seconds: number; readonly ttl: number },
  ): Promise<string>;
  /**
   * Takes the turn to change what an account has at Stripe.
   * @param when the wall time now, and until when it lasts if it is not ended.
   * @returns whether it is this request's: not, while another's lasts.
   */
  takeTurn(
    account: string,
    request: string,
    when: { readonly now: Instant; readonly until: Instant },
  ): Promise<boolean>;
  /** Ends the request's turn, if it is still its own. */
  endTurn(account: string, request: string, now: Instant): Promise<void>;
  /** The accounts of a shard that are due by an instant, the longest due first. Eventually consistent. */
  readDue(shard: string, until: Instant, page: DuePage): Promise<DueAccount[]>;
  /** Every test clock that was ever told of, and where it stands. Eventually consistent. */
  readClocks(): Promise<ClockReading[]>;
  /** How far a work has come, by its name. Strongly consistent. */
  readProgress(work: string): Promise<Progress>;
  /**
   * Writes down what a later run has to know.
   * @param before as it was read.
   * @returns whether it stands: not, where another run has written since.
   */
  writeProgress(work: string, before: Progress, rest: Item | undefined): Promise<boolean>;
  /** Keeps an event that could not be read, so that it can be played again after Stripe has stopped. */
  parkEvent(parked: ParkedEvent): Promise<void>;
}
