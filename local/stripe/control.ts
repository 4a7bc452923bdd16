import * as z from "zod";
import { calm } from "./chaos.ts";
import { delayedOf, settleDelayed } from "./checkout-settle.ts";
import type { Deliveries } from "./deliveries.ts";
import { closeDispute, openDispute } from "./dispute.ts";
import { nextRenewal } from "./due.ts";
import { openPortal } from "./portal.ts";
import { refused } from "./problem.ts";
import { concludeRefund, createRefund } from "./refund.ts";
import { openState, type StoredState, storedState, type UnixSeconds } from "./state.ts";
import { finishAdvance, startAdvance } from "./test-clock.ts";
import { cycleBoundary, get, hide, idOf, nowOn, type World } from "./world.ts";

// What Stripe's Dashboard, its customers' banks and the passing of time do. The real Stripe has no such verbs.

const share = z.coerce.number().min(0).max(1);
const amount = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.coerce.number().int().positive().optional(),
);
const text = z.string().min(1);

const chaos = z.strictObject({
  seed: text.optional(),
  duplicate: share.optional(),
  shuffle: z.coerce.number().int().min(1).max(1_000).optional(),
  delay: share.optional(),
  delayMs: z.coerce.number().int().min(0).max(60_000).optional(),
  drop: share.optional(),
  unanswered: share.optional(),
  twin: share.optional(),
  oldVersion: share.optional(),
});

const billing = z.strictObject({
  finalizeAfterHours: z.coerce.number().int().min(0).max(72).optional(),
  retryAfterDays: z.array(z.coerce.number().int().positive()).max(10).optional(),
  afterLastAttempt: z.enum(["cancel", "unpaid", "past_due", "pause"]).optional(),
  shownLines: z.coerce.number().int().min(1).max(100).optional(),
  upcomingDays: z.coerce.number().int().min(1).max(45).optional(),
  settleAfterSeconds: z.coerce.number().int().min(0).optional(),
});

const advance = z.strictObject({
  clock: text,
  by: z.enum(["day", "month", "next_renewal"]).optional(),
  to: z.coerce.number().int().optional(),
});

/** How long after a renewal its invoice has been charged, too. */
const AFTER_PAYMENT_SECONDS = 2 * 3600;

function targetOf(world: World, { clock, by, to }: z.infer<typeof advance>): UnixSeconds {
  const now = nowOn(world, clock);
  if (to !== undefined) return to;
  // With what is billed at the end of that month paid for, too.
  if (by === "month") return cycleBoundary(now, { interval: "month", interval_count: 1 }, 1) + AFTER_PAYMENT_SECONDS;
  if (by !== "next_renewal") return cycleBoundary(now, { interval: "day", interval_count: 1 }, 1);
  const next = nextRenewal(world, clock);
  if (next === undefined) throw refused("Nothing renews on this clock.");
  return Math.max(next, now) + AFTER_PAYMENT_SECONDS;
}

/** Moves a clock as far as it is asked to, however far that is; it has arrived when this returns. */
export function moveClock(world: World, clock: string, to: UnixSeconds): void {
  const { frozen_time, status } = get(world, "test_clocks", clock);
  if (status === "advancing") throw refused("The test clock is already advancing.");
  if (to <= frozen_time) throw refused("A clock only moves forward.");
  startAdvance(world, clock, to);
  finishAdvance(world, clock, to);
}

/** The charge that paid an invoice, or that a payment intent made. */
function chargeOf(
  world: World,
  { charge, invoice }: { charge?: string | undefined; invoice?: string | undefined },
): string {
  if (charge !== undefined) return charge;
  const payment = [...world.state.tables.invoice_payments.values()].find(
    (each) => each.invoice === invoice && each.status === "paid",
  );
  const intent = payment && get(world, "payment_intents", idOf(payment.payment.payment_intent as string));
  if (!intent?.latest_charge) throw refused("This invoice has no payment.");
  return idOf(intent.latest_charge);
}

const ofCharge = { charge: text.optional(), invoice: text.optional(), amount };

interface Verb<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly act: (world: World, order: z.infer<Schema>, deliveries: Deliveries) => object;
}

const verb = <Schema extends z.ZodType>(schema: Schema, act: Verb<Schema>["act"]): Verb<z.ZodType> =>
  ({ schema, act }) as Verb<z.ZodType>;

/** By the last part of their path: `POST /test/advance`. Those of money and time answer the object that they are about. */
export const controlVerbs: Readonly<Record<string, Verb<z.ZodType>>> = {
  advance: verb(advance, (world, order) => {
    moveClock(world, order.clock, targetOf(world, order));
    return get(world, "test_clocks", order.clock);
  }),
  decline: verb(
    z.strictObject({ customer: text, times: z.coerce.number().int().min(0).max(100).optional() }),
    (world, { customer, times = 1 }) => {
      hide(world, "declines", get(world, "customers", customer).id, times);
      return { customer, declines: times };
    },
  ),
  refund: verb(z.strictObject(ofCharge), (world, order) =>
    createRefund(world, { charge: chargeOf(world, order), amount: order.amount }),
  ),
  conclude_refund: verb(
    z.strictObject({ refund: text, status: z.enum(["succeeded", "failed", "canceled"]) }),
    (world, { refund, status }) => concludeRefund(world, refund, status),
  ),
  dispute: verb(
    z.strictObject({ ...ofCharge, reason: text.optional(), inquiry: z.coerce.boolean().optional() }),
    (world, order) =>
      openDispute(world, {
        charge: chargeOf(world, order),
        amount: order.amount,
        reason: order.reason,
        isInquiry: order.inquiry,
      }),
  ),
  close_dispute: verb(
    z.strictObject({ dispute: text, outcome: z.enum(["won", "lost", "warning_closed"]) }),
    (world, { dispute, outcome }) => closeDispute(world, dispute, outcome),
  ),
  settle: verb(z.strictObject({ session: text }), (world, { session }) => {
    const delayed = delayedOf(world, get(world, "checkout_sessions", session));
    if (!delayed) throw refused("No payment of this session is under way.");
    settleDelayed(world, delayed);
    return get(world, "checkout_sessions", session);
  }),
  replay: verb(z.strictObject({ event: text }), (world, { event }, deliveries) => {
    deliveries.resend(get(world, "events", event));
    return get(world, "events", event);
  }),
  chaos: verb(chaos, (_world, order, deliveries) => {
    deliveries.chaos =
      Object.keys(order).length === 0 ? calm : { ...deliveries.chaos, ...(order as Partial<typeof calm>) };
    return deliveries.chaos;
  }),
  billing: verb(billing, (world, order) => {
    world.billing = { ...world.billing, ...(order as Partial<World["billing"]>) };
    return world.billing;
  }),
  usage: verb(z.strictObject({ item: text, quantity: z.coerce.number().int().min(0) }), (world, { item, quantity }) => {
    hide(world, "usage", item, (world.state.hidden.usage.get(item) ?? 0) + quantity);
    return { item, used: world.state.hidden.usage.get(item) };
  }),
  portal: verb(z.strictObject({ customer: text }), openPortal),
  snapshot: verb(z.strictObject({}), (world) => storedState(world.state)),
  restore: verb(
    z.looseObject({
      ids: z.number(),
      tables: z.record(z.string(), z.unknown()),
      hidden: z.record(z.string(), z.unknown()),
    }),
    (world, stored) => {
      world.state = openState(stored as unknown as StoredState);
      return { restored: true };
    },
  ),
};
