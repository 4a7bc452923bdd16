import type Stripe from "stripe";
import { settleDelayed } from "./checkout-settle.ts";
import { collect, finalizeInvoice } from "./collect.ts";
import { change, emit, inOrder, update } from "./event.ts";
import { markUncollectible, voidInvoice } from "./invoice.ts";
import { announcedInvoice } from "./invoice-preview.ts";
import { renew } from "./renewal.ts";
import { enterPhase, phaseEnd } from "./schedule-phase.ts";
import type { UnixSeconds } from "./state.ts";
import { end, subscriptionOf } from "./subscription-status.ts";
import { all, find, get, hide, idOf, type World } from "./world.ts";

/** Something that the passing of time brings. */
interface Due {
  readonly at: UnixSeconds;
  /** What is due, for whoever looks for a mistake. */
  readonly what: string;
  readonly act: (now: UnixSeconds) => void;
}

const DAY = 86_400;
const FIRST_PAYMENT_SECONDS = 23 * 3600;

type OnClock = { readonly test_clock: string | { readonly id: string } | null };

/** All that is ahead of a clock (`null`: of the time of day), worked out from what there is. At one instant, in this order. */
function ahead(world: World, clock: string | null): Due[] {
  const isHere = ({ test_clock }: OnClock) => (test_clock === null ? null : idOf(test_clock)) === clock;
  const subscriptions = all(world, "subscriptions").filter(isHere);
  const invoices = all(world, "invoices").filter(isHere);
  return [
    ...subscriptions.flatMap((each) => [...ofTrial(world, each), ...ofPause(world, each)]),
    ...invoices.flatMap((each) => ofInvoice(world, each)),
    ...subscriptions.flatMap((each) => ofCycle(world, each)),
    ...ofPayments(world, clock),
    ...ofSessions(world, clock),
  ];
}

function ofTrial(world: World, { id, status, trial_end, trial_start }: Stripe.Subscription): Due[] {
  if (status !== "trialing" || trial_end === null || world.state.hidden.announced.has(`trial ${id} ${trial_end}`))
    return [];
  const tell = (now: UnixSeconds) => {
    hide(world, "announced", `trial ${id} ${trial_end}`, now);
    emit(world, "customer.subscription.trial_will_end", get(world, "subscriptions", id));
  };
  return [{ at: Math.max(trial_end - 3 * DAY, trial_start ?? 0), what: `trial_will_end ${id}`, act: tell }];
}

function ofPause(world: World, { id, pause_collection }: Stripe.Subscription): Due[] {
  if (!pause_collection?.resumes_at) return [];
  const resume = () =>
    void update(world, "customer.subscription.updated", "subscriptions", id, { pause_collection: null });
  return [{ at: pause_collection.resumes_at, what: `collection ${id}`, act: resume }];
}

const running: ReadonlySet<string> = new Set(["trialing", "active", "past_due", "unpaid"]);

/** A cancellation, a schedule's next phase, a renewal. What ends does not renew. */
function ofCycle(world: World, subscription: Stripe.Subscription): Due[] {
  const { id, status, cancel_at, items, schedule } = subscription;
  if (!running.has(status)) return [];
  const periodEnd = Math.min(...items.data.map((item) => item.current_period_end));
  const phase = schedule ? phaseEnd(world, idOf(schedule)) : null;
  return [
    ...(cancel_at === null
      ? []
      : [{ at: cancel_at, what: `end ${id}`, act: () => void end(world, id, { reason: "cancellation_requested" }) }]),
    ...(schedule && phase !== null
      ? [{ at: phase, what: `phase ${id}`, act: (now: UnixSeconds) => turn(world, id, idOf(schedule), now) }]
      : []),
    ...ofAnnouncement(world, subscription, periodEnd),
    { at: periodEnd, what: `renewal ${id}`, act: (now: UnixSeconds) => renew(world, id, now) },
  ];
}

/**
 * What renews by itself is announced some days ahead; what is paused or set to end is not, nor what a customer is sent to pay.
 * Source: docs.stripe.com/api/events/types#event_types-invoice.upcoming.
 */
function ofAnnouncement(world: World, subscription: Stripe.Subscription, periodEnd: UnixSeconds): Due[] {
  const { id, cancel_at, pause_collection, collection_method, items } = subscription;
  const name = `upcoming ${id} ${periodEnd}`;
  const at = periodEnd - world.billing.upcomingDays * DAY;
  const isShorter = items.data.some((item) => at < item.current_period_start);
  const renews = cancel_at === null && pause_collection === null && collection_method === "charge_automatically";
  if (!renews || isShorter || world.state.hidden.announced.has(name)) return [];
  const tell = (now: UnixSeconds) => {
    hide(world, "announced", name, now);
    emit(world, "invoice.upcoming", announcedInvoice(world, get(world, "subscriptions", id)));
  };
  return [{ at, what: name, act: tell }];
}

/** A phase that begins where a period does is told of together with the renewal. */
function turn(world: World, id: string, schedule: string, now: UnixSeconds): void {
  const before = get(world, "subscriptions", id);
  const renews = before.items.data.some((item) => item.current_period_end <= now);
  enterPhase(world, schedule, now, renews);
  const { status, items } = get(world, "subscriptions", id);
  if (renews && running.has(status) && items.data.some((item) => item.current_period_end <= now))
    renew(world, id, now, before);
}

const FINALIZING = [
  "payment_intent.created",
  "payment_intent.succeeded",
  "charge.succeeded",
  "invoice.updated",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice_payment.paid",
  "charge.failed",
  "payment_intent.payment_failed",
  "invoice.payment_failed",
  "customer.subscription.updated",
] as const;

function ofInvoice(world: World, invoice: Stripe.Invoice): Due[] {
  const { id, status, automatically_finalizes_at, next_payment_attempt, created } = invoice;
  if (status === "draft" && automatically_finalizes_at !== null) {
    return [
      {
        at: automatically_finalizes_at,
        what: `finalize ${id}`,
        act: () => inOrder(world, FINALIZING, () => advance(world, id)),
      },
    ];
  }
  if (status !== "open") return [];
  if (next_payment_attempt !== null)
    return [
      {
        at: next_payment_attempt,
        what: `attempt ${id}`,
        act: () => inOrder(world, FINALIZING, () => collect(world, id)),
      },
    ];
  const isAwaited =
    subscriptionOf(world, invoice)?.status === "incomplete" ||
    ["pending_update", "resumes"].some((what) => world.state.hidden.announced.has(`${what} ${id}`));
  const isUnderWay = all(world, "invoice_payments").some(
    (payment) => payment.invoice === id && isProcessing(world, payment),
  );
  return isAwaited && !isUnderWay
    ? [{ at: created + FIRST_PAYMENT_SECONDS, what: `void ${id}`, act: () => void voidInvoice(world, id) }]
    : [];
}

function isProcessing(world: World, { payment }: Stripe.InvoicePayment): boolean {
  return find(world, "payment_intents", payment.payment_intent)?.status === "processing";
}

/** An hour after the draft: it is closed and charged, or treated as the paused collection says. */
function advance(world: World, id: string): void {
  const draft = get(world, "invoices", id);
  const behavior = subscriptionOf(world, draft)?.pause_collection?.behavior;
  if (behavior === "keep_as_draft") {
    change(world, "invoices", id, { auto_advance: false, automatically_finalizes_at: null });
    return;
  }
  const finalized = finalizeInvoice(world, id);
  if (finalized.status !== "open") return;
  if (behavior === "void") voidInvoice(world, id);
  else if (behavior === "mark_uncollectible") markUncollectible(world, id);
  else if (finalized.collection_method === "charge_automatically") collect(world, id);
}

/** Bank debits that are under way. */
function ofPayments(world: World, clock: string | null): Due[] {
  return world.state.hidden.delayed
    .values()
    .toArray()
    .flatMap((delayed) => {
      const customer = find(world, "customers", find(world, "payment_intents", delayed.paymentIntent)?.customer);
      const isHere = (customer?.test_clock ?? null) === clock;
      const act = () => settleDelayed(world, delayed);
      return isHere ? [{ at: delayed.at, what: `settle ${delayed.paymentIntent}`, act }] : [];
    });
}

function ofSessions(world: World, clock: string | null): Due[] {
  const isHere = (session: Stripe.Checkout.Session) => {
    const customer = session.customer === null ? undefined : world.state.tables.customers.get(idOf(session.customer));
    return (customer?.test_clock ?? null) === clock;
  };
  return all(world, "checkout_sessions")
    .filter(isHere)
    .flatMap((session) => {
      const expire = () =>
        void update(world, "checkout.session.expired", "checkout_sessions", session.id, {
          status: "expired",
          url: null,
        });
      return session.status === "open" ? [{ at: session.expires_at, what: `expire ${session.id}`, act: expire }] : [];
    });
}

/** The next instant at which something happens, not later than `until`, and what happens then. */
export function nextDue(world: World, clock: string | null, until: UnixSeconds): Due | undefined {
  let next: Due | undefined;
  for (const due of ahead(world, clock)) if (due.at <= until && (!next || due.at < next.at)) next = due;
  return next;
}

/** The end of the running period that ends next. */
export function nextRenewal(world: World, clock: string | null): UnixSeconds | undefined {
  const ends = all(world, "subscriptions")
    .filter(
      ({ test_clock, status }) => running.has(status) && (test_clock === null ? null : idOf(test_clock)) === clock,
    )
    .flatMap(({ items }) => items.data.map((item) => item.current_period_end));
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
