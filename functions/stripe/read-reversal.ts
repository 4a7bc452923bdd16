import type { DisputePayment, RefundPayment } from "@passbook/core";
import type Stripe from "stripe";
import { idOf, saleOf } from "./links.ts";
import { paidInvoice } from "./read-invoice.ts";
import { completedSession } from "./read-session.ts";
import { instant, type Reader, type Translation } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

const NOT_OURS: Translation = { ignored: "gives back what we have not sold" };

/**
 * Money that went back. Only refunds tell of it, each with its own outcome: `charge.refunded` says the same cumulatively, credit
 * notes by their refunds (docs.stripe.com/api/refunds/object#refund_object-status).
 * @param toldAt when Stripe said so; a refund takes effect when it was made, its failure when that was said.
 */
export function refunded(reader: Reader, refund: Stripe.Refund, toldAt: number): Translation {
  const { now } = reader;
  const sale = saleOfPayment(reader, refund);
  if (!sale) return NOT_OURS;
  const isLive = refund.status !== "failed" && refund.status !== "canceled";
  const fact: RefundPayment = {
    type: "RefundPayment",
    now,
    refund: refund.id,
    payment: sale.payment,
    amount: refund.amount,
    paid: sale.total,
    outcome: isLive ? "live" : "failed",
    happenedAt: isLive ? instant(refund.created) : toldAt,
  };
  return { facts: [{ account: sale.account, fact }], links: [] };
}

/**
 * A customer's bank wants the money back. Inquiries (`warning_*`) and what Stripe has prevented move none; an appeal against a
 * lost one changes nothing until it is won (docs.stripe.com/api/disputes/object#dispute_object-status).
 */
export function disputed(reader: Reader, dispute: Stripe.Dispute, toldAt: number): Translation {
  const { now } = reader;
  const outcome = outcomeOf(dispute);
  if (!outcome) return { ignored: "a dispute that moves no money" };
  const sale = saleOfPayment(reader, dispute);
  if (!sale) return NOT_OURS;
  const fact: DisputePayment = {
    type: "DisputePayment",
    now,
    dispute: dispute.id,
    payment: sale.payment,
    amount: dispute.amount,
    paid: sale.total,
    outcome,
    happenedAt: outcome === "opened" ? instant(dispute.created) : toldAt,
  };
  return { facts: [{ account: sale.account, fact }], links: [] };
}

function outcomeOf({ status }: Stripe.Dispute): DisputePayment["outcome"] | undefined {
  switch (status) {
    case "won":
      return "won";
    case "lost":
      return "lost";
    case "needs_response":
    case "under_review":
      return "opened";
    default:
      return undefined;
  }
}

/**
 * The sale whose money goes back.
 * @throws {Unreadable} it is ours, and has not been told yet: what goes back can't be taken before it was given.
 */
function saleOfPayment(reader: Reader, { id, payment_intent }: Stripe.Refund | Stripe.Dispute) {
  const intent = idOf(payment_intent);
  const sale = saleOf(reader.known.links, intent);
  const untold = reader.known.untold.get(intent ?? "");
  if (!sale && untold && isOurs(reader, untold))
    throw new Unreadable(`${id} gives back ${untold.id}, which has not been told as paid yet`);
  return sale;
}

function isOurs(reader: Reader, sale: Stripe.Invoice | Stripe.Checkout.Session): boolean {
  const read = sale.object === "invoice" ? paidInvoice(reader, sale) : completedSession(reader, sale, sale.created);
  return "facts" in read && read.facts.length > 0;
}
