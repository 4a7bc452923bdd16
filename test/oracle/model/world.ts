import type { BillingInterval, Instant, Policy, Source, SubscriptionStatus } from "@passbook/core";

// A second, naive reading of the rules of credits, to hold the engine against. It is written from the requirements, shares
// no code with core, and prefers what is plain to what is fast: a list of piles, and a clock that strikes many times a day.

/** Some credits that came together. One that is empty or gone stays in the list: what comes back asks where it was. */
export interface Pile {
  readonly source: Source;
  readonly bornAt: Instant;
  /** At this instant it is gone; `null`: it has no end. */
  readonly end: Instant | null;
  /** It ends with the running cycle of that time, whenever that is. */
  readonly cycleOf?: Cover;
  left: number;
  held: number;
  /** How many turnovers it will still see; the last one ends it. */
  turnovers?: number;
  /** `ended` by time or a turnover; `lost` with a membership, for good. */
  gone?: "ended" | "lost";
}

/** A time in which the account has a plan: what one payment bought, or Free. */
export interface Cover {
  readonly subscription: string;
  readonly plan: string;
  readonly interval: BillingInterval;
  readonly quantity: number;
  readonly isFree: boolean;
  readonly perCycle: number;
  readonly boughtAt: Instant;
  readonly paidAt: Instant;
  readonly until: Instant;
  /** When the allowances that are still to come begin. */
  readonly toCome: Instant[];
  /** When the running cycle is over at the latest. */
  cycleEnd: Instant;
  isRunning: boolean;
}

/** What somebody did with credits, and what can still be done about it. */
export interface Act {
  readonly what: "use" | "hold" | "capture";
  readonly request: string;
  readonly startsAt?: Instant;
  readonly expiresAt?: Instant;
  /** In the order in which the piles paid. */
  readonly parts: readonly Part[];
  isOver: boolean;
}

export interface Part {
  readonly pile: Pile;
  readonly credits: number;
}

export type What =
  | "granted"
  | "spent"
  | "restored"
  | "held"
  | "captured"
  | "released"
  | "expired"
  | "rolled-over"
  | "forfeited"
  | "withdrawn";

/** Why something moved, as far as the engine's reasons and the model's can be compared. */
export type Because =
  | "payment"
  | "purchase"
  | "first call"
  | "adjustment"
  | "use"
  | "hold"
  | "capture"
  | "release"
  | "re-credit"
  | "hold expired"
  | "membership ended"
  | "given up"
  | "time";

export interface Happened {
  readonly at: Instant;
  readonly because: Because;
  readonly what: What;
  readonly source: Source;
  readonly credits: number;
}

export interface World {
  readonly policy: Policy;
  now: Instant;
  readonly piles: Pile[];
  readonly acts: Act[];
  readonly happened: Happened[];
  /** When each subscription was bought. */
  readonly boughtAt: Map<string, Instant>;
  readonly ended: Set<string>;
  /** What money has been told of already. */
  readonly paid: Set<string>;
  cover?: Cover | undefined;
  subscription?: Standing;
  signedUpAt?: Instant;
  isPersonal: boolean;
}

/** How the account's subscription stands, as last told. */
export interface Standing {
  readonly id: string;
  readonly status: SubscriptionStatus;
  readonly cancelAt: Instant | null;
  hasEnded: boolean;
}

export function newWorld(policy: Policy): World {
  const lists = { piles: [], acts: [], happened: [] };
  const known = { boughtAt: new Map<string, Instant>(), ended: new Set<string>(), paid: new Set<string>() };
  return { policy, now: 0, isPersonal: false, ...lists, ...known };
}

/** Writes down what happened now, if anything did. */
export function tell(
  { happened, now: at }: World,
  because: Because,
  what: What,
  source: Source,
  credits: number,
): void {
  if (credits > 0) happened.push({ at, because, what, source, credits });
}
