import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { idOf } from "../../../functions/stripe/links.ts";
import { iso } from "../../support/instants.ts";
import { packBought, planPaid } from "../../support/omnia-events.ts";
import { customer, dispute, invoicePayment, refund, subscription, told } from "../../support/stripe-objects.ts";
import type { Dice } from "./dice.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is worth something, as Stripe was paid for it: what I3 and I12 count. */
export interface PaidThing {
  readonly account: string;
  /** The invoice or the Checkout Session. */
  readonly id: string;
  readonly credits: number;
}

export interface Happened {
  readonly event: Stripe.Event;
  /** Told only once this event has been taken: in the other order Stripe would have to be asked, which does not answer here. */
  readonly after?: string;
}

/** All that happens to one customer at Stripe, and what of it was paid. */
export interface StripeLife {
  readonly events: readonly Happened[];
  readonly paid: readonly PaidThing[];
}

const PLANS = { creator: 500, pro: 2_000, enterprise: 20_000 } as const;
const PACKS = { pack_1000: 1_000, pack_5000: 5_000 } as const;

/** Begins 31 January, so that months have different ends. */
const ANCHORS = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"].map((day) => Date.parse(`${day}T12:00:00Z`));

/** Two or three paid months, perhaps late, perhaps to be cancelled; what becomes of their money. */
export function subscribedLife(dice: Dice, account: string, plan: keyof typeof PLANS): StripeLife {
  const tell = teller(dice, account);
  const [begins = 0] = ANCHORS;
  const paid: PaidThing[] = [];
  const events: Happened[] = [{ event: tell("customer.created", customer(owned(account)), begins - HOUR) }];
  const stands = (at: Instant, change: Partial<Stripe.Subscription> = {}) =>
    events.push({ event: tell("customer.subscription.updated", subscriptionOf(account, plan, change), at) });
  stands(begins);

  const months = dice.between(1, 3);
  for (let month = 0; month < months; month += 1) {
    const [from = 0, until = 0] = ANCHORS.slice(month, month + 2);
    const isLate = month > 0 && dice.chance(0.3);
    if (isLate) stands(from + HOUR, { status: "past_due" });
    const paidAt = month === 0 ? from : from + HOUR + (isLate ? dice.between(1, 5 * 24) * HOUR : 0);
    if (isLate) stands(paidAt + 1_000);
    const period = { from: iso(from), until: iso(until) };
    const invoice = planPaid({ account, plan, ...period, paidAt: iso(paidAt) }, nameBy(dice));
    const { id, total } = invoice.data.object;
    paid.push({ account, id, credits: PLANS[plan] });
    events.push({ event: live(invoice) });
    const intent = `pi_${dice.name()}`;
    const payment = tell("invoice_payment.paid", { ...invoicePayment(id, intent), id: `inpay_${id}` }, paidAt);
    events.push({ event: payment, after: invoice.id });
    for (const event of moneyBack(dice, tell, intent, total, paidAt)) events.push({ event, after: payment.id });
  }

  const over = ANCHORS[months] ?? 0;
  const ends = dice.below(3);
  if (ends > 0) stands(over - 5 * DAY, { cancel_at: seconds(over) });
  if (ends === 1) stands(over - 4 * DAY);
  const endedAt = ends === 2 ? over : over + 3 * DAY;
  const ended = { status: "canceled", ended_at: seconds(endedAt) } as const;
  // What is said of it between its end and the word of its end does not bring it back.
  if (ends > 0) stands(endedAt + 30_000, { metadata: { account, note: "survey" } });
  const end = tell("customer.subscription.deleted", subscriptionOf(account, plan, ended), endedAt + 60_000);
  return { events: ends > 0 ? [...events, { event: end }] : events, paid };
}

/** Packs, and perhaps the money of one back. */
export function buyersLife(dice: Dice, account: string, packs: number): StripeLife {
  const tell = teller(dice, account);
  const [begins = 0] = ANCHORS;
  const paid: PaidThing[] = [];
  const bought = Array.from({ length: packs }, (_, index) => {
    const pack = dice.chance(0.8) ? "pack_1000" : "pack_5000";
    const quantity = dice.between(1, 2);
    const boughtAt = begins + (index === 0 ? 0 : dice.below(75 * 24) * HOUR);
    const event = packBought({ account, pack, quantity, at: iso(boughtAt) }, nameBy(dice));
    const { id, amount_total } = event.data.object;
    const payment_intent = `${idOf(event.data.object.payment_intent)}`;
    paid.push({ account, id, credits: PACKS[pack] * quantity });
    const back = moneyBack(dice, tell, payment_intent, amount_total ?? 0, boughtAt);
    return [{ event: live(event) }, ...back.map((each) => ({ event: each, after: event.id }))];
  });
  return { events: bought.flat(), paid };
}

/** Some payments are given back, in part, in two parts, or not after all; some are disputed. */
function moneyBack(
  dice: Dice,
  tell: ReturnType<typeof teller>,
  payment_intent: string,
  total: number,
  paidAt: Instant,
): Stripe.Event[] {
  const at = (days: number) => paidAt + dice.between(1, days * 24) * HOUR;
  const back = dice.below(6);
  if (back === 0) {
    const madeAt = at(10);
    const disputed = dispute({
      id: `dp_${dice.name()}`,
      payment_intent,
      amount: total,
      created: seconds(madeAt),
    });
    const outcome = dice.oneOf(["won", "lost", "under_review"]);
    const closedAt = madeAt + dice.between(1, 20) * DAY;
    return [
      tell("charge.dispute.created", disputed, madeAt),
      tell("charge.dispute.closed", { ...disputed, status: outcome }, closedAt),
    ];
  }
  const refunds = back === 1 ? 2 : back === 2 ? 1 : 0;
  return Array.from({ length: refunds }, () => {
    const madeAt = at(20);
    const made = refund({
      id: `re_${dice.name()}`,
      payment_intent,
      amount: dice.between(1, Math.floor(total / 2)),
      created: seconds(madeAt),
    });
    const failed = tell("refund.failed", { ...made, status: "failed" }, madeAt + dice.between(1, 72) * HOUR);
    return [tell("refund.created", made, madeAt), ...(dice.chance(0.2) ? [failed] : [])];
  }).flat();
}

function teller(dice: Dice, account: string) {
  return (type: Parameters<typeof told>[0], object: object, at: Instant): Stripe.Event => {
    const event = told(type, object, iso(at - (at % 1_000)));
    return live({ ...event, id: `evt_${account}_${dice.name()}` });
  };
}

/** Real money: nobody lives by a test clock. */
function live<E extends Stripe.Event>(event: E): E {
  return { ...event, livemode: true };
}

function nameBy(dice: Dice) {
  return (prefix: string): string => `${prefix}_${dice.name()}`;
}

function owned(account: string) {
  return { id: `cus_${account}`, metadata: { account }, test_clock: null };
}

function subscriptionOf(account: string, plan: string, change: Partial<Stripe.Subscription>): Stripe.Subscription {
  return subscription({
    price: `omnia_${plan}_month`,
    id: `sub_${account}`,
    customer: `cus_${account}`,
    metadata: { account },
    ...change,
  });
}

function seconds(at: Instant): number {
  return Math.floor(at / 1000);
}
