import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type ChangePlan, planChangeKey } from "./change-plan.ts";
import { type ChangeSubscription, subscriptionKey } from "./change-subscription.ts";
import type { EntryKey } from "./entry.ts";
import { type GiveUpInvoice, givenUpKey } from "./give-up-invoice.ts";
import type { GrantAddOn } from "./grant-add-on.ts";
import type { GrantAllowance } from "./grant-allowance.ts";
import { type GrantPack, packKey } from "./grant-pack.ts";
import { type MarkPersonal, PERSONAL } from "./mark-personal.ts";
import { lineKey } from "./paid-line.ts";
import { type DisputePayment, disputeKey, type RefundPayment, refundKey } from "./reversal.ts";
import { customerKey, type SeeCustomer } from "./see-customer.ts";

/**
 * What has happened outside, and can't be refused: what Stripe tells, and that somebody has called for an account. The account
 * is what the set of these makes it, in whatever order they arrive (X2).
 */
export type Fact =
  | SeeCustomer
  | ChangeSubscription
  | GiveUpInvoice
  | GrantAllowance
  | ChangePlan
  | GrantAddOn
  | GrantPack
  | RefundPayment
  | DisputePayment
  | MarkPersonal;

/** In the order in which facts of one instant take effect: what was taken back last, state before money (X2). */
const ORDER: readonly Fact["type"][] = [
  "SeeCustomer",
  "ChangeSubscription",
  "GiveUpInvoice",
  "GrantAllowance",
  "ChangePlan",
  "GrantAddOn",
  "GrantPack",
  "RefundPayment",
  "DisputePayment",
  "MarkPersonal",
];

export function isFact(command: { readonly type: string }): command is Fact {
  return ORDER.some((type) => type === command.type);
}

/** When a fact takes effect: Stripe's own instant, never that of its arrival. */
export function instantOf(fact: Fact): Instant {
  switch (fact.type) {
    case "ChangeSubscription":
      return fact.endedAt ?? fact.toldAt;
    case "GrantAllowance":
    case "ChangePlan":
    case "GrantAddOn":
    case "GrantPack":
      return fact.paidAt;
    case "GiveUpInvoice":
    case "RefundPayment":
    case "DisputePayment":
      return fact.happenedAt;
    case "SeeCustomer":
      return fact.createdAt;
    case "MarkPersonal":
      return fact.now;
  }
}

/** Under which key the journal remembers a fact. */
export function factKey(fact: Fact): EntryKey {
  switch (fact.type) {
    case "ChangeSubscription":
      return subscriptionKey(fact);
    case "GrantAllowance":
    case "GrantAddOn":
      return lineKey(fact);
    case "ChangePlan":
      return planChangeKey(fact);
    case "GrantPack":
      return packKey(fact);
    case "RefundPayment":
      return refundKey(fact);
    case "DisputePayment":
      return disputeKey(fact);
    case "GiveUpInvoice":
      return givenUpKey(fact);
    case "SeeCustomer":
      return customerKey(fact);
    case "MarkPersonal":
      return PERSONAL;
  }
}

/** The one order of facts, whatever the order of their telling. */
export function byInstant(a: Fact, b: Fact): number {
  return (
    instantOf(a) - instantOf(b) ||
    ORDER.indexOf(a.type) - ORDER.indexOf(b.type) ||
    Number(isEnd(b)) - Number(isEnd(a)) ||
    Number(isOverdue(a)) - Number(isOverdue(b)) ||
    bySize(a, b) ||
    (factKey(a).id < factKey(b).id ? -1 : 1)
  );
}

/** What ends at an instant ends before what begins then, whether Stripe or time says it: a membership is not unbroken by that. */
function isEnd(fact: Fact): boolean {
  return fact.type === "ChangeSubscription" && fact.endedAt !== null;
}

/** What is paid when its period is over joins the cycle that runs then, also one that was paid for in the same moment (X1). */
function isOverdue(fact: Fact): boolean {
  return fact.type === "GrantAllowance" && fact.until <= fact.paidAt;
}

/**
 * Of two payments for a plan in one second the one for the later time counts, and of two for the same time the larger: who buys a
 * plan and a larger one within a second has the larger one, and a trial gives way to what is paid for (X7, X8).
 */
function bySize(a: Fact, b: Fact): number {
  return a.type === "GrantAllowance" && b.type === "GrantAllowance" ? a.from - b.from || a.amount - b.amount : 0;
}

/**
 * Whether something has been decided already that this fact comes before: what Stripe told, or what time did for not knowing
 * better. What people did is never decided again.
 */
export function isLate({ toldUntil, actedUntil, isReopened }: Account, fact: Fact): boolean {
  // When a customer was made decides nothing else.
  if (fact.type === "SeeCustomer") return false;
  return isReopened || instantOf(fact) <= toldUntil || instantOf(fact) < actedUntil;
}
