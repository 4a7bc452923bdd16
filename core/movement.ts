import type { Lot, Source } from "./account.ts";
import type { Credits } from "./credits.ts";

/** What a lot is, apart from what is in it. */
export interface LotTerms extends Pick<Lot, "source" | "birth" | "end" | "origin" | "ages"> {
  readonly lot: number;
}

/** Credits that came into a new lot. */
export interface Granted extends LotTerms {
  readonly type: "granted";
  readonly credits: Credits;
}

/** Where credits came from: all that is needed to bring their lot back after it has left the account. */
export interface Provenance extends LotTerms {
  /** What had been granted to it by then. */
  readonly granted: Credits;
}

/** Credits that a lot paid with. */
export interface Spent extends Provenance {
  readonly type: "spent";
  readonly credits: Credits;
}

/** Credits that came back to the lot that they had left, whether it is still in the account or not. */
export interface Restored extends Provenance {
  readonly type: "restored";
  /** How they had left it; where it is not said, they were spent. What time took unknowing comes back like this too (X2). */
  readonly undoes?: "expired" | "rolled-over" | "forfeited" | "clawed-back";
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

/** Credits that were taken back with the money that had paid for them (X5). */
export interface ClawedBack {
  readonly type: "clawed-back";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Credits that can't be spent while the payment for them is disputed (X5). */
export interface Frozen {
  readonly type: "frozen";
  readonly lot: number;
  readonly source: Source;
  readonly credits: Credits;
}

/** Frozen credits that can be spent again, or that can go. */
export interface Thawed {
  readonly type: "thawed";
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
  | Withdrawn
  | ClawedBack
  | Frozen
  | Thawed;

/** Which way each movement goes, as the balance feels it: held credits are not in it, so to capture them moves nothing. */
const DIRECTION: Readonly<Record<Movement["type"], 1 | 0 | -1>> = {
  granted: 1,
  restored: 1,
  released: 1,
  thawed: 1,
  captured: 0,
  spent: -1,
  held: -1,
  expired: -1,
  "rolled-over": -1,
  forfeited: -1,
  withdrawn: -1,
  "clawed-back": -1,
  frozen: -1,
};

/** The credits of a movement as the balance feels them. */
export function signed({ type, credits }: Movement): number {
  // Not a product: that of nothing and a negative number would be -0.
  return DIRECTION[type] === 0 ? 0 : DIRECTION[type] * credits;
}
