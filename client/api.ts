// Written by `npm run openapi` from the schemas that the server validates with.
/** The whole tab: plan, status, what is left of what, what comes next, what to be warned of, what can be bought. */
export interface Account {
  readonly account: string;
  readonly balance: number;
  readonly bySource: BySource;
  readonly plan: string | null;
  readonly interval: "month" | "year" | null;
  readonly quantity: number;
  readonly status: "none" | "trialing" | "active" | "ending" | "past_due" | "unpaid" | "paused" | "ended";
  readonly nextRenewal: {
    readonly at: Instant;
    readonly credits: number;
    readonly plan: string;
    readonly amount: number | null;
    readonly currency: string;
  } | null;
  readonly cancelAt: Instant | null;
  readonly plannedChange: {
    readonly plan: string;
    readonly interval: "month" | "year";
    readonly quantity: number;
    readonly at: Instant;
  } | null;
  readonly managesPayments: boolean;
  readonly lots: readonly ({
    readonly lot: LotId;
    readonly source: "plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up";
    readonly credits: number;
    readonly held: number;
    readonly frozen: number;
    readonly granted: number;
    readonly since: Instant;
    readonly endsAt: Instant | null;
    /** What becomes of it next if nothing is spent; `null`: as far as can be seen it stays. `awaitsPayment`: it happens when the overdue payment comes, and if none does by `at`, it all ends then. */
    readonly fate: {
      readonly at: Instant;
      readonly awaitsPayment: boolean;
      readonly carriedOver: number;
      readonly lost: number;
    } | null;
    readonly explain: string;
  })[];
  readonly held: number;
  readonly frozen: number;
  readonly debt: number;
  readonly cap: number | null;
  readonly outlook: {
    readonly at: Instant;
    readonly comes: "renewal" | "end";
    readonly carriedOver: number;
    readonly lost: number;
    readonly balance: number;
  } | null;
  readonly holds: readonly ({
    /** `null`: the statement's index is a moment late. */
    readonly id: string | null;
    readonly service?: string;
    readonly quantity?: number;
    readonly options?: {
      readonly length?: number;
      readonly quality?: string;
    };
    readonly startsAt?: Instant;
    readonly quote?: string;
    readonly reason?: string;
    readonly entry: number;
    readonly credits: number;
    readonly expiresAt: Instant;
    readonly member?: string;
  })[];
  readonly bookings: readonly ({
    /** `null`: the statement's index is a moment late. */
    readonly id: string | null;
    readonly service?: string;
    readonly quantity?: number;
    readonly options?: {
      readonly length?: number;
      readonly quality?: string;
    };
    readonly startsAt: Instant;
    readonly quote?: string;
    readonly reason?: string;
    readonly entry: number;
    readonly credits?: number;
    /** What comes back if it is cancelled before `until`; `null`: nothing any more. */
    readonly givesBack?: {
      readonly credits: number;
      readonly until: Instant | null;
    };
  })[];
  readonly members: readonly ({
    readonly id: string;
    readonly budget: number | null;
  })[];
  readonly budget?: {
    readonly budget: number;
    readonly spent: number;
  };
  /** What who asks may do, by the scopes of their token; on an account with members these alone spend. */
  readonly may: {
    readonly spend: boolean;
    readonly manage: boolean;
  };
  readonly blocked: {
    readonly reason: string;
  } | null;
  readonly warnings: readonly ({
    readonly code: "blocked";
    readonly reason: string;
  } | {
    readonly code: "payment_overdue";
    readonly since: Instant;
    readonly until: Instant | null;
  } | {
    readonly code: "debt";
    readonly credits: number;
  } | {
    readonly code: "suspended";
    readonly sources: readonly ("plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up")[];
    readonly credits: number;
  } | {
    readonly code: "low_balance";
    readonly low: number;
  } | {
    readonly code: "expiring";
    readonly at: Instant;
    readonly credits: number;
  } | {
    readonly code: "two_subscriptions";
    readonly subscriptions: readonly string[];
  })[];
  readonly offers: {
    readonly currency: string;
    readonly plans: readonly ({
      readonly plan: string;
      readonly interval: "month" | "year";
      readonly credits: number;
      readonly offer: "subscribe" | "up" | "down" | "same" | "current";
      readonly amount: number;
      readonly lookupKey: string;
    })[];
    readonly packs: readonly ({
      readonly pack: string;
      readonly credits: number;
      readonly may: "yes" | "no";
      readonly why?: {
        readonly code: "not_for_you";
      };
      readonly amount: number;
      readonly lookupKey: string;
    })[];
    readonly addOns: readonly ({
      readonly addOn: string;
      /** It stands beside the plan that runs: the next renewal pays for it. */
      readonly isBeside: boolean;
      readonly interval: "month" | "year";
      readonly credits: number;
      readonly may: "yes" | "no";
      readonly why?: {
        readonly code: "plan_required";
        readonly plans: readonly string[];
      };
      readonly amount: number;
      readonly lookupKey: string;
    })[];
  };
  readonly asOf: Instant;
}
/** What can be spent, by where it came from; sources of which nothing is left are not there. */
export interface BySource {
  readonly plan?: number;
  readonly rollover?: number;
  readonly "add-on"?: number;
  readonly promotion?: number;
  readonly adjustment?: number;
  readonly "top-up"?: number;
}
/** A line of the statement. */
export interface Entry {
  readonly id: string;
  readonly seq: number;
  readonly at: Instant;
  readonly occurredAt: Instant;
  readonly type: "granted" | "purchased" | "adjusted" | "spent" | "held" | "captured" | "released" | "re-credited" | "expired" | "forfeited" | "clawed-back" | "frozen" | "corrected" | "noted";
  readonly source: "plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up" | null;
  readonly credits: number;
  readonly balance: number;
  readonly bySource: BySource;
  readonly reason: string;
  readonly ref: Reference;
  /** The token's `sub`, `stripe` or `time`. Which operator it was only operators are told: others read `operator`. */
  readonly by: string;
  readonly member?: string;
  readonly policy: string;
  readonly movements: readonly Movement[];
}
/** What a hold is ended by: the name of its entry; of a service that is free, which has none, a signed token that says what was held for whom. */
export type HoldName = string;
/** ISO 8601 in UTC, with milliseconds. */
export type Instant = string;
/** What is left of one grant. From `endsAt` on it is gone at the latest; a renewal may replace it before. */
export interface Lot {
  readonly lot: LotId;
  readonly source: "plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up";
  readonly credits: number;
  readonly held: number;
  readonly frozen: number;
  readonly granted: number;
  readonly since: Instant;
  readonly endsAt: Instant | null;
}
/** Names a lot of an account, in every answer alike. What it is made of may change: compare it, and read nothing from it. */
export type LotId = string;
/** Credits of one lot. */
export interface LotPart {
  readonly lot: LotId;
  readonly source: "plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up";
  readonly credits: number;
}
/** What is wrong, and where. */
export interface Mistake {
  readonly field: string;
  readonly message: string;
}
/** What happened to one lot, signed as the balance feels it. `captured` is what held credits have paid: they had left the balance before. */
export interface Movement {
  readonly type: "granted" | "spent" | "expired" | "rolled-over" | "restored" | "held" | "captured" | "released" | "forfeited" | "withdrawn" | "clawed-back" | "frozen" | "thawed";
  readonly lot: LotId;
  readonly source: "plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up";
  readonly credits: number;
  readonly captured?: number;
  readonly endsAt?: Instant | null;
}
/** What would become of the credits: just before, after, and by what. */
export interface Outcome {
  readonly before: BySource;
  readonly after: BySource;
  readonly kept: number;
  readonly carried: number;
  readonly forfeited: BySource;
  readonly expired: BySource;
  readonly granted: number;
  readonly nextAllowance: Renewal | null;
}
/** What an entry is about: the service, the invoice and its line, the session, the entry that it undoes. */
export interface Reference {
  readonly plan?: string;
  readonly interval?: "month" | "year";
  readonly addOn?: string;
  readonly pack?: string;
  readonly quantity?: number;
  readonly from?: Instant;
  readonly until?: Instant;
  readonly toCome?: number;
  readonly subscription?: string;
  readonly status?: string;
  readonly cancelAt?: Instant;
  readonly invoice?: string;
  readonly line?: string;
  readonly session?: string;
  readonly customer?: string;
  readonly clock?: string;
  readonly refund?: string;
  readonly dispute?: string;
  readonly amount?: number;
  readonly paid?: number;
  readonly charged?: Readonly<Record<string, number>>;
  readonly service?: string;
  readonly options?: {
    readonly length?: number;
    readonly quality?: string;
  };
  readonly startsAt?: Instant;
  readonly quote?: string;
  readonly quotedUnder?: string;
  readonly credits?: number;
  readonly spend?: number;
  readonly hold?: number;
}
/** The next allowance: when, how much, of which plan. */
export interface Renewal {
  readonly at: Instant;
  readonly credits: number;
  readonly plan: string;
}
/** What was paid: of a service that is free 0, and no lot. */
export interface Spend {
  readonly id: string;
  readonly at: Instant;
  readonly credits: number;
  readonly lots: readonly LotPart[];
  readonly service?: string;
  readonly quantity?: number;
  readonly options?: {
    readonly length?: number;
    readonly quality?: string;
  };
  readonly startsAt?: Instant;
  readonly quote?: string;
  readonly reason?: string;
}
/** Every way in which Passbook says no, by its code. */
export interface Problems {
  /** Nothing can be spent from this account at the moment */
  readonly account_blocked: {
    readonly type: "urn:passbook:problem:account_blocked";
    readonly title: "Nothing can be spent from this account at the moment";
    readonly status: 409;
    readonly detail: string;
    readonly code: "account_blocked";
  };
  /** There is no such account */
  readonly account_not_found: {
    readonly type: "urn:passbook:problem:account_not_found";
    readonly title: "There is no such account";
    readonly status: 404;
    readonly detail: string;
    readonly code: "account_not_found";
  };
  /** The account has a subscription already */
  readonly already_subscribed: {
    readonly type: "urn:passbook:problem:already_subscribed";
    readonly title: "The account has a subscription already";
    readonly status: 409;
    readonly detail: string;
    readonly code: "already_subscribed";
  };
  /** No more bookings fit at the moment */
  readonly booking_limit: {
    readonly type: "urn:passbook:problem:booking_limit";
    readonly title: "No more bookings fit at the moment";
    readonly status: 409;
    readonly detail: string;
    readonly code: "booking_limit";
    readonly limit: number;
    readonly open: number;
  };
  /** Nothing was decided, or the outcome is unknown: send the same key again */
  readonly busy: {
    readonly type: "urn:passbook:problem:busy";
    readonly title: "Nothing was decided, or the outcome is unknown: send the same key again";
    readonly status: 503;
    readonly detail: string;
    readonly code: "busy";
    readonly requestId: string;
  };
  /** There is no such hold */
  readonly hold_not_found: {
    readonly type: "urn:passbook:problem:hold_not_found";
    readonly title: "There is no such hold";
    readonly status: 404;
    readonly detail: string;
    readonly code: "hold_not_found";
  };
  /** The idempotency key was used for something else */
  readonly idempotency_conflict: {
    readonly type: "urn:passbook:problem:idempotency_conflict";
    readonly title: "The idempotency key was used for something else";
    readonly status: 409;
    readonly detail: string;
    readonly code: "idempotency_conflict";
  };
  /** There are not enough credits */
  readonly insufficient_credits: {
    readonly type: "urn:passbook:problem:insufficient_credits";
    readonly title: "There are not enough credits";
    readonly status: 402;
    readonly detail: string;
    readonly code: "insufficient_credits";
    readonly needed: number;
    readonly available: number;
    readonly short: number;
    readonly nextRenewal: Renewal | null;
    readonly packs: readonly ({
      readonly pack: string;
      readonly credits: number;
      readonly quantity: number;
      readonly amount: number;
      readonly currency: string;
    })[];
  };
  /** The token does not allow this */
  readonly insufficient_scope: {
    readonly type: "urn:passbook:problem:insufficient_scope";
    readonly title: "The token does not allow this";
    readonly status: 403;
    readonly detail: string;
    readonly code: "insufficient_scope";
  };
  /** Something went wrong on our side */
  readonly internal_error: {
    readonly type: "urn:passbook:problem:internal_error";
    readonly title: "Something went wrong on our side";
    readonly status: 500;
    readonly detail: string;
    readonly code: "internal_error";
    readonly requestId: string;
  };
  /** Something in the request is wrong */
  readonly invalid_request: {
    readonly type: "urn:passbook:problem:invalid_request";
    readonly title: "Something in the request is wrong";
    readonly status: 422;
    readonly detail: string;
    readonly code: "invalid_request";
    readonly problems: readonly Mistake[];
  };
  /** The signature is not Stripe's */
  readonly invalid_signature: {
    readonly type: "urn:passbook:problem:invalid_signature";
    readonly title: "The signature is not Stripe's";
    readonly status: 400;
    readonly detail: string;
    readonly code: "invalid_signature";
  };
  /** The request can't be read */
  readonly malformed_request: {
    readonly type: "urn:passbook:problem:malformed_request";
    readonly title: "The request can't be read";
    readonly status: 400;
    readonly detail: string;
    readonly code: "malformed_request";
  };
  /** The member's budget for this cycle does not allow it */
  readonly member_budget: {
    readonly type: "urn:passbook:problem:member_budget";
    readonly title: "The member's budget for this cycle does not allow it";
    readonly status: 409;
    readonly detail: string;
    readonly code: "member_budget";
    readonly budget: number;
    readonly spent: number;
    readonly short: number;
  };
  /** Only the account's members may spend from it */
  readonly not_a_member: {
    readonly type: "urn:passbook:problem:not_a_member";
    readonly title: "Only the account's members may spend from it";
    readonly status: 403;
    readonly detail: string;
    readonly code: "not_a_member";
  };
  /** This is not sold to you */
  readonly not_for_you: {
    readonly type: "urn:passbook:problem:not_for_you";
    readonly title: "This is not sold to you";
    readonly status: 403;
    readonly detail: string;
    readonly code: "not_for_you";
  };
  /** The payment failed */
  readonly payment_failed: {
    readonly type: "urn:passbook:problem:payment_failed";
    readonly title: "The payment failed";
    readonly status: 402;
    readonly detail: string;
    readonly code: "payment_failed";
  };
  /** Your plan does not include this */
  readonly plan_required: {
    readonly type: "urn:passbook:problem:plan_required";
    readonly title: "Your plan does not include this";
    readonly status: 403;
    readonly detail: string;
    readonly code: "plan_required";
    readonly plans: readonly string[];
  };
  /** The quote was spent already */
  readonly quote_spent: {
    readonly type: "urn:passbook:problem:quote_spent";
    readonly title: "The quote was spent already";
    readonly status: 409;
    readonly detail: string;
    readonly code: "quote_spent";
  };
  /** There is no such spend */
  readonly spend_not_found: {
    readonly type: "urn:passbook:problem:spend_not_found";
    readonly title: "There is no such spend";
    readonly status: 404;
    readonly detail: string;
    readonly code: "spend_not_found";
  };
  /** An event of ours can't be read */
  readonly unreadable_event: {
    readonly type: "urn:passbook:problem:unreadable_event";
    readonly title: "An event of ours can't be read";
    readonly status: 500;
    readonly detail: string;
    readonly code: "unreadable_event";
    readonly requestId: string;
  };
}
/** What each verb reads, answers, and says no with. */
export interface Verbs {
  /** Plans, packs, add-ons and services with their prices and costs, and the rules in sentences. */
  readonly catalog: {
    readonly answer: {
      readonly policy: string;
      readonly version: string;
      readonly currency: string;
      readonly plans: readonly ({
        readonly id: string;
        readonly credits: number;
        readonly prices: readonly ({
          readonly interval: "month" | "year";
          readonly amount: number;
          readonly lookupKey: string;
        })[];
      })[];
      readonly packs: readonly ({
        readonly id: string;
        readonly credits: number;
        readonly amount: number;
        readonly lookupKey: string;
        readonly cohort?: string;
        readonly needs?: string;
      })[];
      readonly addOns: readonly ({
        readonly id: string;
        readonly credits: number;
        readonly prices: readonly ({
          readonly interval: "month" | "year";
          readonly amount: number;
          readonly lookupKey: string;
        })[];
      })[];
      readonly services: readonly ({
        readonly id: string;
        readonly credits: number;
        readonly option?: string;
        readonly choices?: Readonly<Record<string, number>>;
        readonly cohorts?: Readonly<Record<string, {
          readonly credits: number;
          readonly option?: string;
          readonly choices?: Readonly<Record<string, number>>;
        }>>;
        readonly plans?: readonly string[];
        readonly lengths?: readonly number[];
      })[];
      readonly rules: readonly string[];
    };
    readonly problem: "invalid_request" | "internal_error";
  };
  /** This document. */
  readonly openapi: {
    readonly answer: {
      readonly openapi: "3.1.1";
      readonly info: Readonly<Record<string, unknown>>;
      readonly paths: Readonly<Record<string, unknown>>;
    };
    readonly problem: "invalid_request" | "internal_error";
  };
  /** Whether everything that it needs answers. */
  readonly health: {
    readonly answer: {
      readonly ok: true;
    };
    readonly problem: "invalid_request" | "internal_error" | "busy";
  };
  /** The public keys that receipts and quotes are signed with (a JWKS). */
  readonly "receipt-keys": {
    readonly answer: {
      readonly keys: readonly ({
        readonly kty: "OKP";
        readonly crv: "Ed25519";
        readonly x: string;
        readonly kid: string;
        readonly alg: "EdDSA";
        readonly use: "sig";
      })[];
    };
    readonly problem: "invalid_request" | "internal_error";
  };
  /** The whole tab "Subscription and credits". */
  readonly account: {
    readonly answer: Account;
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "invalid_request" | "internal_error" | "busy";
  };
  /** What only the product knows of an account: when it signed up, who its members are, whether it is blocked. */
  readonly "describe-account": {
    readonly body: {
      readonly signedUpAt?: string | undefined;
      readonly members?: Readonly<Record<string, {
        readonly budget?: number | null | undefined;
      } | null>> | undefined;
      readonly blocked?: {
        /** One line, nothing invisible. */
        readonly reason: string;
      } | null | undefined;
    };
    readonly answer: {
      readonly account: string;
      readonly signedUpAt: Instant | null;
      readonly members: Readonly<Record<string, {
        readonly budget: number | null;
      }>>;
      readonly blocked: {
        readonly reason: string;
      } | null;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "invalid_request" | "internal_error" | "busy";
  };
  /** What can be spent now, from which source, until when. */
  readonly balance: {
    readonly query: {
      readonly at?: string | undefined;
    };
    readonly answer: {
      readonly account: string;
      readonly balance: number;
      readonly bySource: BySource;
      readonly lots: readonly Lot[];
      readonly held: number;
      readonly frozen: number;
      readonly debt: number;
      readonly nextRenewal: Renewal | null;
      readonly asOf: Instant;
      readonly forecast?: true;
    } | {
      readonly account: string;
      readonly balance: number;
      readonly bySource: BySource;
      readonly asOf: Instant;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "invalid_request" | "internal_error" | "busy";
  };
  /** The statement, newest first: every movement with its reason. */
  readonly statement: {
    readonly query: {
      readonly limit?: number | undefined;
      readonly before?: number | undefined;
      readonly type?: string | undefined;
      readonly member?: string | undefined;
    };
    readonly answer: {
      readonly entries: readonly Entry[];
      readonly next: number | null;
      readonly complete: boolean;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "invalid_request" | "internal_error" | "busy";
  };
  /** What a service would cost, and a promise of that price. */
  readonly quote: {
    readonly body: {
      readonly service: string;
      readonly quantity?: number | undefined;
      readonly options?: {
        readonly length?: number | undefined;
        readonly quality?: string | undefined;
      } | undefined;
      readonly startsAt?: string | undefined;
    };
    readonly answer: {
      readonly credits: number;
      readonly breakdown: {
        readonly unitCredits: number;
        readonly length: number;
        readonly quantity: number;
        readonly options?: Readonly<Record<string, string | number>>;
        readonly cohort?: string;
        readonly lots: readonly LotPart[];
      };
      readonly affordable: boolean;
      /** To be spent once, as `{quote}`: the price is kept until `expiresAt`. */
      readonly quote: string;
      readonly expiresAt: Instant;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "invalid_request" | "plan_required" | "account_blocked" | "booking_limit" | "internal_error" | "busy";
  };
  /** Pays for a service, at its price or at the one that was quoted; an operator also takes an amount with a reason. */
  readonly spend: {
    readonly body: {
      readonly service: string;
      readonly quantity?: number | undefined;
      readonly options?: {
        readonly length?: number | undefined;
        readonly quality?: string | undefined;
      } | undefined;
      readonly startsAt?: string | undefined;
      readonly member?: string | undefined;
    } | {
      readonly quote: string;
      readonly member?: string | undefined;
    } | {
      readonly credits: number;
      /** One line, nothing invisible. */
      readonly reason: string;
      readonly member?: string | undefined;
    };
    readonly answer: {
      readonly spend: Spend;
      readonly balance: number;
      /** The payment as a JWT (EdDSA) that whoever delivers can check with the keys of `/.well-known/receipts.json`. */
      readonly receipt?: string;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "plan_required" | "not_a_member" | "account_blocked" | "booking_limit" | "member_budget" | "quote_spent" | "insufficient_credits" | "internal_error" | "busy";
  };
  /** Cancels a booking under the policy's windows; with a reason an operator takes any payment back. */
  readonly "cancel-spend": {
    readonly body: {
      /** One line, nothing invisible. */
      readonly reason?: string | undefined;
    };
    readonly answer: {
      readonly credits: number;
      readonly reason: string;
      readonly lots: readonly LotPart[];
      readonly balance: number;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "spend_not_found" | "idempotency_conflict" | "invalid_request" | "internal_error" | "busy";
  };
  /** Sets credits aside for what costs at most so much, until they are captured or released. */
  readonly hold: {
    readonly body: {
      readonly service: string;
      readonly quantity?: number | undefined;
      readonly options?: {
        readonly length?: number | undefined;
        readonly quality?: string | undefined;
      } | undefined;
      readonly expiresAt?: string | undefined;
      readonly member?: string | undefined;
    } | {
      readonly credits: number;
      /** One line, nothing invisible. */
      readonly reason: string;
      readonly member?: string | undefined;
      readonly expiresAt?: string | undefined;
    };
    readonly answer: {
      readonly hold: {
        readonly id: HoldName;
        readonly at: Instant;
        readonly credits: number;
        readonly lots: readonly LotPart[];
        readonly service?: string;
        readonly quantity?: number;
        readonly options?: {
          readonly length?: number;
          readonly quality?: string;
        };
        readonly startsAt?: Instant;
        readonly quote?: string;
        readonly reason?: string;
        readonly expiresAt: Instant | null;
      };
      readonly balance: number;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "plan_required" | "not_a_member" | "account_blocked" | "member_budget" | "insufficient_credits" | "internal_error" | "busy";
  };
  /** Pays with what is held, at most all of it; the rest is released. */
  readonly capture: {
    readonly body: {
      readonly credits?: number | undefined;
    };
    readonly answer: {
      readonly spend: Spend;
      readonly hold: HoldName;
      readonly released: number;
      readonly balance: number;
      /** The payment as a JWT (EdDSA) that whoever delivers can check with the keys of `/.well-known/receipts.json`. */
      readonly receipt?: string;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "hold_not_found" | "idempotency_conflict" | "invalid_request" | "internal_error" | "busy";
  };
  /** Lets go of what is held. */
  readonly release: {
    readonly body: Readonly<Record<string, never>>;
    readonly answer: {
      readonly hold: HoldName;
      readonly credits: number;
      readonly lots: readonly LotPart[];
      readonly balance: number;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "hold_not_found" | "idempotency_conflict" | "invalid_request" | "internal_error" | "busy";
  };
  /** A page of Stripe's where a plan or a pack is bought; an add-on goes beside the plan that runs, without a page. */
  readonly checkout: {
    readonly body: {
      readonly plan: string;
      readonly interval: "month" | "year";
      readonly addOns?: readonly string[] | undefined;
    } | {
      readonly pack: string;
      readonly quantity?: number | undefined;
    } | {
      readonly addOn: string;
      readonly remove?: true | undefined;
    };
    readonly answer: {
      readonly url: string;
    } | {
      readonly effectiveAt: Instant;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "not_for_you" | "already_subscribed" | "internal_error" | "busy";
  };
  /** A page of Stripe's with invoices, cards, and a subscription's end: then, or now. */
  readonly portal: {
    readonly body: {
      readonly cancel?: "period_end" | "now" | undefined;
    };
    readonly answer: {
      readonly url: string;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "internal_error" | "busy";
  };
  /** Another plan, when the policy says; or what that would do to money and credits. */
  readonly plan: {
    readonly body: {
      readonly plan: string;
      readonly interval: "month" | "year";
      readonly preview?: boolean | undefined;
    };
    readonly answer: {
      readonly from: {
        readonly plan: string;
        readonly interval: "month" | "year";
      };
      readonly to: {
        readonly plan: string;
        readonly interval: "month" | "year";
      };
      readonly direction: "up" | "down" | "same";
      readonly effectiveAt: Instant | null;
      readonly money: {
        readonly currency: string;
        readonly dueNow: number;
        readonly next?: {
          readonly at: Instant;
          readonly amount: number;
        };
      };
      readonly credits: Outcome;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "payment_failed" | "internal_error" | "busy";
  };
  /** The subscription's end, and what it takes and leaves; or what it would. */
  readonly cancel: {
    readonly body: {
      readonly when: "period_end" | "now";
      readonly preview?: boolean | undefined;
    };
    readonly answer: {
      readonly ends: {
        readonly plan: string;
        readonly interval: "month" | "year";
      };
      readonly effectiveAt: Instant;
      readonly loses: readonly ("plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up")[];
      readonly keeps: readonly ("plan" | "rollover" | "add-on" | "promotion" | "adjustment" | "top-up")[];
      readonly fallback: string | null;
      readonly credits: Outcome;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "internal_error" | "busy";
  };
  /** A cancellation that is still ahead is taken back; nothing has been lost by it. */
  readonly resume: {
    readonly body: Readonly<Record<string, never>>;
    readonly answer: {
      readonly plan: string;
      readonly interval: "month" | "year";
      readonly renewsAt: Instant;
    };
    readonly problem: "malformed_request" | "insufficient_scope" | "account_not_found" | "idempotency_conflict" | "invalid_request" | "internal_error" | "busy";
  };
  /** An operator gives or takes credits, and says why. */
  readonly adjust: {
    readonly body: {
      readonly credits: number;
      /** One line, nothing invisible. */
      readonly reason: string;
      readonly expiresAt?: string | undefined;
    };
    readonly answer: Entry;
    readonly problem: "malformed_request" | "insufficient_scope" | "idempotency_conflict" | "invalid_request" | "insufficient_credits" | "internal_error" | "busy";
  };
}
