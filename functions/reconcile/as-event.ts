import type Stripe from "stripe";
import type { HandledEvent } from "../stripe/translate.ts";
import { API_VERSION } from "../stripe/verify.ts";

/** What is compared with the journal. */
export type Reconcilable =
  | Stripe.Checkout.Session
  | Stripe.Customer
  | Stripe.Dispute
  | Stripe.Invoice
  | Stripe.Refund
  | Stripe.Subscription
  | Stripe.TestHelpers.TestClock;

type Telling = readonly [type: HandledEvent["type"], created: number];

/**
 * The event that would have told how an object stands, so that the same reader makes the same facts of it. `undefined`: it
 * tells us nothing.
 * @param asOf seconds; when what has no instant of its own is taken to have happened: at the latest now.
 */
export function asEvent(object: Reconcilable, asOf: number = object.created): HandledEvent | undefined {
  const telling = tellingOf(object, asOf);
  if (!telling) return undefined;
  const [type, created] = telling;
  return {
    id: `reconciled_${object.id}`,
    object: "event",
    api_version: API_VERSION,
    created,
    data: { object },
    livemode: "livemode" in object && object.livemode,
    pending_webhooks: 0,
    request: null,
    type,
  } as HandledEvent;
}

function tellingOf(object: Reconcilable, asOf: number): Telling | undefined {
  switch (object.object) {
    case "checkout.session":
      return object.status === "complete" ? ["checkout.session.completed", paidAt(object)] : undefined;
    case "customer":
      return object.metadata["account"] === undefined ? undefined : ["customer.updated", object.created];
    case "dispute":
      return isClosed(object) ? ["charge.dispute.closed", asOf] : ["charge.dispute.created", object.created];
    case "invoice":
      return tellingOfInvoice(object);
    case "refund":
      return object.status === "failed" || object.status === "canceled"
        ? ["refund.failed", asOf]
        : ["refund.created", object.created];
    case "subscription":
      return object.ended_at === null
        ? ["customer.subscription.updated", asOf]
        : ["customer.subscription.deleted", object.ended_at];
    case "test_helpers.test_clock":
      // One that was made to stand at the time of day, and has not moved since, has said nothing yet.
      return object.frozen_time === object.created ? undefined : ["test_helpers.test_clock.ready", object.frozen_time];
  }
}

function tellingOfInvoice({ status, created, status_transitions: at }: Stripe.Invoice): Telling | undefined {
  if (status === "paid") return ["invoice.paid", at.paid_at ?? created];
  if (status === "void") return ["invoice.voided", at.voided_at ?? created];
  if (status === "uncollectible") return ["invoice.marked_uncollectible", at.marked_uncollectible_at ?? created];
  return undefined;
}

function isClosed({ status }: Stripe.Dispute): boolean {
  return status === "won" || status === "lost";
}

/** A session does not say when it was paid; the charge that paid it does, where it is shown (`expand`). */
function paidAt({ payment_intent: intent, created }: Stripe.Checkout.Session): number {
  const charge = typeof intent === "object" ? intent?.latest_charge : undefined;
  return typeof charge === "object" && charge ? charge.created : created;
}
