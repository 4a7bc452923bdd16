import type Stripe from "stripe";
import * as z from "zod";
import { change, emit, update } from "./event.ts";
import { listPage } from "./list.ts";
import { expand, flag, metadata, page, text } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { all, customerNow, get, idOf, newId, put, type World } from "./world.ts";

interface DisputeOrder {
  readonly charge: string;
  readonly amount?: number | undefined;
  readonly reason?: string | undefined;
  /** A question, not yet a chargeback: no money moves. */
  readonly isInquiry?: boolean | undefined;
}

const DAYS_TO_ANSWER = 7;

/** A customer's bank takes the money back, or asks. */
export function openDispute(
  world: World,
  { charge: id, amount, reason = "fraudulent", isInquiry = false }: DisputeOrder,
): Stripe.Dispute {
  const charge = get(world, "charges", id, "charge");
  if (charge.status !== "succeeded") throw refused(`Charge ${id} has not succeeded and cannot be disputed.`);
  const now = customerNow(world, charge.customer);
  const dispute = put(world, "disputes", {
    id: newId(world, "du"),
    object: "dispute",
    amount: amount ?? charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: now + DAYS_TO_ANSWER * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "manual",
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: isInquiry ? "warning_needs_response" : "needs_response",
  });
  update(world, "charge.updated", "charges", id, { disputed: true });
  if (isInquiry) {
    emit(world, "charge.dispute.created", dispute);
    return dispute;
  }
  const withdrawn = moveFunds(world, dispute, -dispute.amount);
  emit(world, "charge.dispute.created", withdrawn);
  emit(world, "charge.dispute.funds_withdrawn", withdrawn);
  return withdrawn;
}

function moveFunds(
  world: World,
  { id, balance_transactions, currency, charge }: Stripe.Dispute,
  amount: number,
): Stripe.Dispute {
  const now = customerNow(world, get(world, "charges", idOf(charge)).customer);
  const moved: Stripe.BalanceTransaction = {
    id: newId(world, "txn"),
    object: "balance_transaction",
    amount,
    available_on: now,
    balance_type: "payments",
    created: now,
    currency,
    description: null,
    exchange_rate: null,
    fee: 0,
    fee_details: [],
    net: amount,
    reporting_category: amount < 0 ? "dispute" : "dispute_reversal",
    source: id,
    status: "available",
    type: "adjustment",
  };
  return change(world, "disputes", id, { balance_transactions: [...balance_transactions, moved] }).after;
}

/** The bank has decided; only what was won brings the money back. */
export function closeDispute(world: World, id: string, outcome: "won" | "lost" | "warning_closed"): Stripe.Dispute {
  const before = get(world, "disputes", id);
  if (["won", "lost", "warning_closed", "prevented"].includes(before.status))
    throw refused(`This dispute is already closed: it is ${before.status}.`, { code: "dispute_closed" });
  const isInquiry = before.status.startsWith("warning");
  if (isInquiry !== (outcome === "warning_closed"))
    throw refused(`A dispute that is ${before.status} cannot become ${outcome}.`);
  const { after } = change(world, "disputes", id, { status: outcome });
  emit(world, "charge.dispute.closed", after);
  if (outcome === "won") emit(world, "charge.dispute.funds_reinstated", moveFunds(world, after, after.amount));
  return get(world, "disputes", id);
}

/** Every field that evidence may be given in, and none of them given. */
const evidenceFields =
  "access_activity_log billing_address cancellation_policy cancellation_policy_disclosure cancellation_rebuttal customer_communication customer_email_address customer_name customer_purchase_ip customer_signature duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id product_description receipt refund_policy refund_policy_disclosure refund_refusal_explanation service_date service_documentation shipping_address shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file uncategorized_text";

const noEvidence = {
  ...Object.fromEntries(evidenceFields.split(" ").map((name) => [name, null])),
  enhanced_evidence: {},
} as unknown as Stripe.Dispute.Evidence;

const list = z.strictObject({ ...page, charge: text.optional(), payment_intent: text.optional() });
const evidence = z.strictObject({
  evidence: z.record(z.string(), z.string()).optional(),
  expand,
  metadata: metadata.optional(),
  submit: flag.optional(),
});

/** In test mode the text of the evidence decides. Source: docs.stripe.com/testing#evidence. */
function answerDispute(world: World, id: string, given: z.infer<typeof evidence>): Stripe.Dispute {
  const before = get(world, "disputes", id);
  const said = given.evidence ?? {};
  const isSubmitted = given.submit !== false && Object.keys(said).length > 0;
  const updated = update(world, "charge.dispute.updated", "disputes", id, {
    evidence: { ...before.evidence, ...said },
    evidence_details: {
      ...before.evidence_details,
      has_evidence: Object.keys(said).length > 0,
      submission_count: isSubmitted ? 1 : 0,
    },
    ...(given.metadata !== undefined && { metadata: { ...before.metadata, ...given.metadata } }),
    ...(isSubmitted && { status: before.status.startsWith("warning") ? "warning_under_review" : "under_review" }),
  });
  const statement = said["uncategorized_text"];
  if (!isSubmitted || (statement !== "winning_evidence" && statement !== "losing_evidence")) return updated;
  if (updated.status === "warning_under_review") return closeDispute(world, id, "warning_closed");
  return closeDispute(world, id, statement === "winning_evidence" ? "won" : "lost");
}

export const disputeRoutes: Routes = {
  "GET /v1/disputes": ({ world, read }) => {
    const { charge, payment_intent, ...wanted } = read(list);
    const disputes = all(world, "disputes").filter(
      (each) => (!charge || each.charge === charge) && (!payment_intent || each.payment_intent === payment_intent),
    );
    return listPage(world, "/v1/disputes", disputes, wanted);
  },
  "GET /v1/disputes/:id": ({ world, id }) => get(world, "disputes", id),
  "POST /v1/disputes/:id": ({ world, id, read }) => answerDispute(world, id, read(evidence)),
  // The seller accepts it.
  "POST /v1/disputes/:id/close": ({ world, id }) => closeDispute(world, id, "lost"),
};
