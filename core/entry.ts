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
import { type Credits, sum } from "./credits.ts";
import { payDebt } from "./debt.ts";
import { evolve, moved } from "./evolve.ts";
import type { Fact } from "./fact.ts";
import type { EntryMember, MemberChange } from "./member.ts";
import type { LotTerms, Movement } from "./movement.ts";
import type { Subscription } from "./subscription.ts";

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
  "clawed-back",
  "frozen",
  "corrected",
  "noted",
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/**
 * What makes an entry the only one of its kind: the paid line, the paid session, the caller's request, the due instant,
 * the spend that is undone, the hold that is ended. Client keys and our own can't meet, because the kind is part of the key.
 */
export interface EntryKey {
  readonly kind:
    | "grant"
    | "buy"
    | "state"
    | "change"
    | "refund"
    | "dispute"
    | "mark"
    | "req"
    | "due"
    | "undo"
    | "hold-end";
  readonly id: string;
}

/** What an entry refers to: invoice, line, session, service … for a person who asks why. */
export type Reference = Readonly<Record<string, string | number | Readonly<Record<string, string | number>>>>;

/** What a fact that was told late makes of what had been decided without it. */
export interface Correction
  extends Pick<Account, "terms" | "subscriptions" | "suspended" | "isPersonal" | "freeTimes" | "turns" | "isReopened"> {
  /** Lots that begin or end at another instant than had been thought. */
  readonly lotTerms?: readonly LotTerms[];
}

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
  /** The account was there by then, whoever knows of it since when. */
  readonly seenAt?: Instant;
  /** The test clock that it lives by from here on. */
  readonly clock?: string;
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
  /** Other paid times that changed like it: one invoice may pay for several plans. */
  readonly otherTerms?: readonly Term[];
  /** What Stripe told; a fact that is told late is decided together with those that were told before it. */
  readonly fact?: Fact;
  /** Told late: what stands in the place of what was decided without it, whole. */
  readonly corrected?: Correction;
  /** What is owed from here on (X5). */
  readonly debt?: Credits;
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
  /** They asked as an operator: whom that is, is not everybody's to know. */
  readonly isOperators?: true;
  /** Name and version of the policy that decided. */
  readonly policy: string;
  /** What can be spent after it, in all and by source. */
  readonly balance: Credits;
  readonly bySource: BySource;
}

type Draft = Omit<Entry, "seq" | "at" | "balance" | "bySource"> & { readonly now: Instant };

/** The account's next entry: numbered, dated and with the balance that it leaves. What it brings pays what is owed first. */
export function nextEntry(account: Account, { now, ...unpaid }: Draft): Entry {
  const draft = { ...unpaid, ...withDebtPaid(account, unpaid) };
  const numbered = { ...draft, seq: account.seq + 1, at: Math.max(now, account.at, draft.occurredAt) };
  const after = evolve(account, numbered);
  return { ...numbered, balance: balance(after), bySource: balanceBySource(after) };
}

function withDebtPaid(
  { lots, debt }: Account,
  { movements, corrected }: Pick<Entry, "movements" | "corrected">,
): Partial<Pick<Entry, "movements" | "debt">> {
  // A correction has weighed what is owed already.
  const paid = debt > 0 && !corrected ? payDebt({ lots: movements.reduce(moved, lots), debt }, movements) : [];
  if (paid.length === 0) return {};
  return { movements: [...movements, ...paid], debt: debt - sum(paid, ({ credits }) => credits) };
}
