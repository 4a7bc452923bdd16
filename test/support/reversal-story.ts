import type {
  ChangePlan,
  DisputePayment,
  GrantAddOn,
  GrantAllowance,
  GrantPack,
  Money,
  Payment,
  RefundPayment,
} from "@passbook/core";
import { at } from "./instants.ts";

// What becomes of Ada's payments, told in ISO dates.

type Paid = GrantAllowance | GrantAddOn | ChangePlan | GrantPack;

interface Back {
  /** What goes back, in cents; all of it where it is not said. */
  readonly amount?: Money;
  /** What had been paid in all; the plan line's amount, of anything else 10.00. */
  readonly paid?: Money;
  readonly toldAt?: string;
}

/** Money for a payment goes back, or, `failed`, it does not after all. */
export function refunds(
  paid: Paid,
  happenedAt: string,
  { outcome = "live", refund = "re_1", ...back }: Back & Partial<Pick<RefundPayment, "outcome" | "refund">> = {},
): RefundPayment {
  return { type: "RefundPayment", refund, outcome, ...reversal(paid, happenedAt, back) };
}

/** Ada's bank disputes a payment, and decides: the dispute is `won` by the product, or `lost`. */
export function disputes(
  paid: Paid,
  happenedAt: string,
  { outcome = "opened", dispute = "dp_1", ...back }: Back & Partial<Pick<DisputePayment, "outcome" | "dispute">> = {},
): DisputePayment {
  return { type: "DisputePayment", dispute, outcome, ...reversal(paid, happenedAt, back) };
}

function reversal(fact: Paid, happenedAt: string, { paid = priceOf(fact), amount = paid, toldAt = happenedAt }: Back) {
  return { now: at(toldAt), happenedAt: at(happenedAt), payment: paymentOf(fact), amount, paid };
}

const priceOf = (fact: Paid): Money => ("amount" in fact ? fact.amount : 10_00);

function paymentOf(fact: Paid): Payment {
  return "invoice" in fact ? { invoice: fact.invoice } : { session: fact.session };
}

interface Change {
  readonly quantity?: number;
  readonly paidAt?: string;
  readonly toldAt?: string;
}

/** Ada has paid for the rest of a period of a larger plan: from that instant on. */
export function changesPlan(running: GrantAllowance, plan: string, from: string, change: Change = {}): ChangePlan {
  const { quantity = 1, paidAt = from, toldAt = paidAt } = change;
  const { amount: _, ...line } = running;
  return {
    ...line,
    type: "ChangePlan",
    now: at(toldAt),
    paidAt: at(paidAt),
    plan,
    quantity,
    from: at(from),
    price: `price_${plan}_${running.interval}`,
    invoice: `in_change_${from}`,
    line: `il_change_${from}`,
  };
}
