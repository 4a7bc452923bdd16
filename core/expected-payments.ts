import type { Account, Term } from "./account.ts";
import type { AddOnBeside } from "./add-on-term.ts";
import type { Instant } from "./calendar.ts";
import type { ChangePlan } from "./change-plan.ts";
import { changeInside, nextPlan } from "./coming-plan.ts";
import { byInstant, type Fact, instantOf } from "./fact.ts";
import type { GrantAddOn } from "./grant-add-on.ts";
import type { GrantAllowance } from "./grant-allowance.ts";
import { periodAfter } from "./next-period.ts";
import type { Policy } from "./policy.ts";
import { cycleEnd, isSubscribed, type PlannedChange, type Subscription } from "./subscription.ts";

/**
 * What Stripe would tell next if all goes well: at the end of a paid time the payment for the next one and for its add-ons, or
 * before it that for a planned change. What is overdue is paid at once. All facts of one instant, in their order; none: nothing
 * renews.
 */
export function expectedPayments(policy: Policy, account: Account, at: Instant): readonly Fact[] {
  const expected = account.terms.flatMap((term) => paymentsFor(policy, account, term, at));
  const first = Math.min(...expected.map(instantOf));
  return expected.filter((fact) => instantOf(fact) === first).toSorted(byInstant);
}

function paymentsFor(policy: Policy, account: Account, term: Term, at: Instant): Fact[] {
  const subscription = account.subscriptions.find(({ id }) => id === term.subscription);
  if (!subscription || !isRenewed(account, subscription, term, at)) return [];
  const change = changeInside(policy, subscription, term, at);
  if (change) return [difference(term, change, at)];
  const next = nextPlan(subscription, term);
  // Beside a plan that is paid in another rhythm there is none.
  const addOns = next.interval === term.interval ? addOnsBeside(account, subscription, term) : [];
  return [renewal(policy, term, next, at), ...addOns.map((addOn) => addOnRenewal(policy, term, addOn, at))];
}

/** As Stripe has last said; where it has not, what was paid for with the plan. */
function addOnsBeside(account: Account, { id, addOns }: Subscription, { until }: Term): readonly AddOnBeside[] {
  const paid = account.addOns.filter(({ subscription }) => subscription === id);
  if (!addOns) return paid.filter((line) => line.until === until);
  return addOns.filter(({ item }) => !paid.some((line) => line.item === item && line.until > until));
}

/** Whether a paid time will be followed by another: nobody has said that it ends, and nobody has given up. */
function isRenewed(account: Account, subscription: Subscription, term: Term, at: Instant): boolean {
  const { cancelAt } = subscription;
  const isAwaited = at < cycleEnd(account, term);
  return isAwaited && isSubscribed(subscription) && (cancelAt === null || cancelAt > term.until);
}

function renewal(policy: Policy, term: Term, next: Pick<Term, "plan" | "interval" | "quantity">, at: Instant): Fact {
  const { plan, interval, quantity } = next;
  const price = policy.plans[plan]?.price[interval] ?? 0;
  const line = lineOf(term, { name: plan, quantity, amount: price, paidAt: Math.max(term.until, at) });
  const period = periodAfter(term, interval, line.paidAt);
  return { type: "GrantAllowance", plan, interval, ...line, ...period } satisfies GrantAllowance;
}

function addOnRenewal(policy: Policy, term: Term, { addOn, item, quantity }: AddOnBeside, at: Instant): Fact {
  const price = policy.addOns[addOn]?.price[term.interval] ?? 0;
  const line = lineOf(term, { item, name: addOn, quantity, amount: price, paidAt: Math.max(term.until, at) });
  const period = periodAfter(term, term.interval, line.paidAt);
  return { type: "GrantAddOn", addOn, ...line, ...period } satisfies GrantAddOn;
}

/** The rest of a paid time, charged at the anchor at which the larger plan begins (O8). */
function difference(term: Term, { plan, interval, quantity, at: from }: PlannedChange, at: Instant): Fact {
  const line = lineOf(term, { name: plan, quantity, amount: 0, paidAt: Math.max(from, at) });
  return { type: "ChangePlan", plan, interval, ...line, from, until: term.until } satisfies ChangePlan;
}

interface Sold {
  readonly item?: string;
  readonly name: string;
  readonly quantity: number;
  /** Of one, as the catalogue has it. */
  readonly amount: number;
  readonly paidAt: Instant;
}

/** What Stripe has not made yet has no names; those stand in no journal. */
function lineOf({ subscription, item: own }: Term, { item = own, name, quantity, amount, paidAt }: Sold) {
  const unnamed = { price: name, invoice: "", line: "" };
  // Money is what makes a payment none of a trial, also for what is not sold any more.
  return { ...unnamed, now: paidAt, paidAt, subscription, item, quantity, amount: Math.max(1, amount * quantity) };
}
