import type Stripe from "stripe";
import * as z from "zod";
import { change, emit, update } from "./event.ts";
import { listPage } from "./list.ts";
import { count, expand, ignored, metadata, page, text } from "./params.ts";
import { behaviourOf } from "./payment-method.ts";
import { missing, refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { all, customerNow, get, idOf, newId, put, type World } from "./world.ts";

type Status = "pending" | "succeeded" | "failed" | "canceled";

interface RefundOrder {
  readonly charge: string;
  readonly amount?: number | undefined;
  readonly reason?: Stripe.Refund.Reason | undefined;
  readonly metadata?: Stripe.Metadata | undefined;
  readonly status?: Status;
}

/** Gives money back, all that is left or a part of it. */
export function createRefund(world: World, order: RefundOrder): Stripe.Refund {
  const charge = get(world, "charges", order.charge, "charge");
  const left = charge.amount - charge.amount_refunded;
  const amount = order.amount ?? left;
  if (charge.status !== "succeeded")
    throw refused(`Charge ${charge.id} has not succeeded and cannot be refunded.`, { code: "charge_not_refundable" });
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, { code: "charge_already_refunded" });
  if (charge.disputed && isOpenlyDisputed(world, charge.id)) {
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: "charge_disputed" });
  }
  if (amount < 1 || amount > left)
    throw refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
      param: "amount",
    });
  const pends = behaviourOf(world, charge.payment_method ?? "") === "refund_pends";
  const refund = put(world, "refunds", newRefund(world, charge, amount, order, pends ? "pending" : "succeeded"));
  const { after, previous } = change(world, "charges", charge.id, refundedBy(charge, amount));
  emit(world, "charge.refunded", after, { previous });
  emit(world, "refund.created", refund);
  if (behaviourOf(world, charge.payment_method ?? "") === "refund_fails")
    return concludeRefund(world, refund.id, "failed");
  return refund;
}

function isOpenlyDisputed(world: World, charge: string): boolean {
  return all(world, "disputes").some((dispute) => dispute.charge === charge && !dispute.is_charge_refundable);
}

function refundedBy(charge: Stripe.Charge, amount: number): Partial<Stripe.Charge> {
  const amount_refunded = charge.amount_refunded + amount;
  return { amount_refunded, refunded: amount_refunded === charge.amount };
}

function newRefund(
  world: World,
  charge: Stripe.Charge,
  amount: number,
  { reason, metadata: data }: RefundOrder,
  status: Status,
): Stripe.Refund {
  return {
    id: newId(world, "re"),
    object: "refund",
    amount,
    balance_transaction: newId(world, "txn"),
    charge: charge.id,
    created: customerNow(world, charge.customer),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
      type: "card",
    },
    metadata: data ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}

/** What a bank says later: a pending refund is through, or one has failed and the money is back with the seller. */
export function concludeRefund(world: World, id: string, status: "succeeded" | "failed" | "canceled"): Stripe.Refund {
  const before = get(world, "refunds", id);
  if (before.status === status || before.status === "failed" || before.status === "canceled")
    throw refused(`The refund is ${before.status}.`);
  const hasFailed = status !== "succeeded";
  const refund = update(world, "refund.updated", "refunds", id, {
    status,
    ...(status === "failed" && {
      failure_reason: "lost_or_stolen_card",
      failure_balance_transaction: newId(world, "txn"),
    }),
  });
  emit(world, "charge.refund.updated", refund);
  if (!hasFailed) return refund;
  if (status === "failed") emit(world, "refund.failed", refund);
  const charge = get(world, "charges", idOf(refund.charge as string));
  update(world, "charge.updated", "charges", charge.id, refundedBy(charge, -refund.amount));
  return refund;
}

const create = z.strictObject({
  amount: count.optional(),
  charge: text.optional(),
  expand,
  instructions_email: ignored,
  metadata: metadata.optional(),
  payment_intent: text.optional(),
  reason: z.enum(["duplicate", "fraudulent", "requested_by_customer"]).optional(),
});
const list = z.strictObject({ ...page, charge: text.optional(), payment_intent: text.optional() });

export const refundRoutes: Routes = {
  "POST /v1/refunds": ({ world, read }) => {
    const order = read(create);
    const intent = order.payment_intent
      ? get(world, "payment_intents", order.payment_intent, "payment_intent")
      : undefined;
    const charge = order.charge ?? intent?.latest_charge;
    if (!charge)
      throw intent
        ? missing("charge", intent.id, "payment_intent")
        : refused("One of the following params should be provided for this request: payment_intent or charge.", {
            code: "parameter_missing",
          });
    return createRefund(world, { ...order, charge: idOf(charge), metadata: order.metadata ?? undefined });
  },
  "GET /v1/refunds": ({ world, read }) => {
    const { charge, payment_intent, ...wanted } = read(list);
    const refunds = all(world, "refunds").filter(
      (each) => (!charge || each.charge === charge) && (!payment_intent || each.payment_intent === payment_intent),
    );
    return listPage(world, "/v1/refunds", refunds, wanted);
  },
  "GET /v1/refunds/:id": ({ world, id }) => get(world, "refunds", id),
  "POST /v1/refunds/:id": ({ world, id, read }) => {
    const { metadata: data } = read(z.strictObject({ expand, metadata }));
    return update(world, "refund.updated", "refunds", id, {
      metadata: { ...get(world, "refunds", id).metadata, ...data },
    });
  },
  "POST /v1/refunds/:id/cancel": ({ world, id }) => {
    if (get(world, "refunds", id).status !== "pending") throw refused("Only a pending refund can be canceled.");
    return concludeRefund(world, id, "canceled");
  },
};
