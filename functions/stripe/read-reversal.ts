import type { DisputePayment, Payment, RefundPayment } from "@passbook/core";
import type Stripe from "stripe";
import { idOf, type Links } from "./links.ts";
import { instant, type Reader, type Translation } from "./reading.ts";

const NOT_OURS: Translation = { ignored: "gives back what we have not sold" };

/**
 * Money that went back. Only refunds tell of it, each with its own outcome: `charge.refunded` says the same cumulatively, credit
 * notes by their refunds (docs.stripe.com/api/refunds/object#refund_object-status).
 * @param toldAt when Stripe said so; a refund takes effect when it was made, its failure when that was said.
 */
export function refunded({ known, now }: Reader, refund: Stripe.Refund, toldAt: number): Translation {
  const sale = saleOf(known.links, refund.payment_intent);
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

/** A customer's bank wants the money back. Inquiries (`warning_*`) and what Stripe has prevented move none. */
export function disputed({ known, now }: Reader, dispute: Stripe.Dispute, toldAt: number): Translation {
  const sale = saleOf(known.links, dispute.payment_intent);
  const outcome = outcomeOf(dispute);
  if (!sale || !outcome) return NOT_OURS;
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

interface Sale {
  readonly account: string;
  readonly payment: Payment;
  readonly total: number;
}

function saleOf(links: Links, paymentIntent: string | { readonly id: string } | null): Sale | undefined {
  const paid = links.get(idOf(paymentIntent) ?? "");
  if (!paid || !("pays" in paid)) return undefined;
  const sold = links.get("invoice" in paid.pays ? paid.pays.invoice : paid.pays.session);
  return sold && "total" in sold ? { account: sold.account, payment: paid.pays, total: sold.total } : undefined;
}
