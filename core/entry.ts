import {
  type Account,
  type Block,
  type BySource,
  balance,
  balanceBySource,
  type Source,
  type Term,
} from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { evolve } from "./evolve.ts";
import type { EntryMember, MemberChange } from "./member.ts";
import type { Subscription } from "./subscription.ts";

/** Credits that came into a lot: a new one, or a rollover lot that is carried on. */
export interface Granted {
  readonly type: "granted";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
  readonly birth: Instant;
  readonly end: Instant | null;
}

/** Where credits came from: all that is needed to bring their lot back after it has left the account. */
export interface Provenance {
  readonly lot: number;
  readonly source: Source;
  readonly birth: Instant;
  readonly end: Instant | null;
  /** What had been granted to it by then. */
  readonly granted: Credits;
}

/** Credits that a lot paid with. */
export interface Spent extends Provenance {
  readonly type: "spent";
  readonly credits: Credits;
}

/** Spent credits that came back to the lot that had paid them, whether it is still in the account or not. */
export interface Restored extends Provenance {
  readonly type: "restored";
  readonly credits: Credits;
}

/** Credits that a hold set aside. */
export interface Held {
  readonly type: "held";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Held credits that paid. */
export interface Captured extends Provenance {
  readonly type: "captured";
  readonly credits: Credits;
}

/** Held credits that can be spent again. */
export interface Released {
  readonly type: "released";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Credits that time took. */
export interface Expired {
  readonly type: "expired";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/**
 * Credits that left a lot to live on in another, to which the same entry grants them: in a rollover lot at a turnover, in
 * one that ends with the current cycle where a re-credit came too late for its own lot (X6).
 */
export interface RolledOver {
  readonly type: "rolled-over";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Credits that were lost by cancelling. */
export interface Forfeited {
  readonly type: "forfeited";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Credits that time gave only because it did not know better (X2): what is left of them goes. */
export interface Withdrawn {
  readonly type: "withdrawn";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** What happened to one lot. Credits are positive; the type says which way they went. */
export type Movement =
  | Granted
  | Spent
  | Expired
  | RolledOver
  | Restored
  | Held
  | Captured
  | Released
  | Forfeited
  | Withdrawn;

/** Which way each movement goes, as the balance feels it: held credits are not in it, so to capture them moves nothing. */
const DIRECTION: Readonly<Record<Movement["type"], 1 | 0 | -1>> = {
  granted: 1,
  restored: 1,
  released: 1,
  captured: 0,
  spent: -1,
  held: -1,
  expired: -1,
  "rolled-over": -1,
  forfeited: -1,
  withdrawn: -1,
};

/** The credits of a movement as the balance feels them. */
export function signed({ type, credits }: Movement): number {
  // Not a product: that of nothing and a negative number would be -0.
  return DIRECTION[type] === 0 ? 0 : DIRECTION[type] * credits;
}

/**
 * What an entry is about. `granted` may also expire what the new allowance replaces; `noted` moves nothing and remembers
 * that nothing had to move, so that the same fact can't move something when it is told again.
 */
export const ENTRY_TYPES = [
  "granted",
  "purchased",
  "adjusted",
  "spent",
  "held",
  "captured",
  "released",
  "re-credited",
  "expired",
  "forfeited",
  "noted",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/**
 * What makes an entry the only one of its kind: the paid line, the paid session, the caller's request, the due instant,
 * the spend that is undone, the hold that is ended. Client keys and our own can't meet, because the kind is part of the key.
 */
export interface EntryKey {
  readonly kind: "grant" | "buy" | "state" | "mark" | "req" | "due" | "undo" | "hold-end";
  readonly id: string;
}

/** What an entry refers to: invoice, line, session, service … for a person who asks why. */
export type Reference = Readonly<Record<string, string | number | Readonly<Record<string, string | number>>>>;

export type BookingChange = { readonly startsAt: Instant } | { readonly cancelled: number };
export type HoldChange = { readonly expiresAt: Instant } | { readonly ended: number };

/** One line of the journal. Written once, never changed; the account is the fold of these. */
export interface Entry {
  readonly key: EntryKey;
  /** 1, 2, 3 … without a gap: the order of writing. */
  readonly seq: number;
  /** When it was written, in the account's time; never before the entry before it. */
  readonly at: Instant;
  /** When it happened: Stripe's own instant, or the due instant. */
  readonly occurredAt: Instant;
  readonly type: EntryType;
  readonly movements: readonly Movement[];
  /** When the account signed up, as the product has said it. */
  readonly signedUpAt?: Instant;
  /** It is a person's own account from here on. */
  readonly isPersonal?: true;
  /** How a subscription stands. */
  readonly subscription?: Subscription;
  /** The sources that can't be spent from here on. */
  readonly suspended?: readonly Source[];
  /** The subscription item whose paid time the new one replaces. */
  readonly replacedItem?: string;
  /** The paid time that began or went on to its next cycle. */
  readonly term?: Term;
  /** The booking that it made, by its start, or that it cancelled, by the `seq` of its entry. */
  readonly booking?: BookingChange;
  /** The hold that it placed, by its own end, or that it ended, by the `seq` of its entry. */
  readonly hold?: HoldChange;
  /** Whose payment it tells of, on an account with members. */
  readonly member?: EntryMember;
  /** Who spends from the account from here on, and who does no more. */
  readonly members?: readonly MemberChange[];
  /** Nothing may be spent from here on; `null`: it may again. */
  readonly blocked?: Block | null;
  readonly reason: string;
  readonly ref: Reference;
  /** Who asked: a token's `sub`, `stripe`, or `time`. */
  readonly by: string;
  /** Name and version of the policy that decided. */
  readonly policy: string;
  /** What can be spent after it, in all and by source. */
  readonly balance: Credits;
  readonly bySource: BySource;
}

type Draft = Omit<Entry, "seq" | "at" | "balance" | "bySource"> & { readonly now: Instant };

/** The account's next entry: numbered, dated and with the balance that it leaves. */
export function nextEntry(account: Account, { now, ...draft }: Draft): Entry {
  const numbered = { ...draft, seq: account.seq + 1, at: Math.max(now, account.at, draft.occurredAt) };
  const after = evolve(account, numbered);
  return { ...numbered, balance: balance(after), bySource: balanceBySource(after) };
}
