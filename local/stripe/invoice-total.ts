import type Stripe from "stripe";
import { amountOff, couponOf } from "./coupon.ts";
import type { LineDraft } from "./invoice-line.ts";
import { idOf, type World } from "./world.ts";

type LineDiscounts = NonNullable<Stripe.InvoiceLineItem["discount_amounts"]>;

/** What the discounts take off each line, one after the other, each of what the one before has left. */
export function discountLines(
  world: World,
  lines: readonly LineDraft[],
  discounts: readonly Stripe.Discount[],
): LineDiscounts[] {
  const left = lines.map(({ amount, discountable }) => (discountable ? Math.max(0, amount) : 0));
  const taken: LineDiscounts[] = lines.map(() => []);
  for (const discount of discounts) {
    const coupon = couponOf(world, discount);
    // A fixed amount is taken once for the whole invoice.
    let fixed = coupon.amount_off ?? 0;
    left.forEach((amount, i) => {
      const off = coupon.percent_off === null ? Math.min(fixed, amount) : amountOff(coupon, amount);
      if (coupon.percent_off === null) fixed -= off;
      if (off > 0) taken[i]?.push({ amount: off, discount: discount.id });
      left[i] = amount - off;
    });
  }
  return taken;
}

/** The sums of an invoice. A negative total, and what the customer has in credit, is settled with the customer's balance. */
export function totals(lines: readonly Stripe.InvoiceLineItem[], startingBalance: number) {
  const subtotal = sum(lines.map(({ amount }) => amount));
  const discounts = lines.flatMap(({ discount_amounts }) => discount_amounts ?? []);
  const byDiscount = Object.entries(Object.groupBy(discounts, ({ discount }) => idOf(discount))).map(
    ([discount, parts = []]) => ({ amount: sum(parts.map(({ amount }) => amount)), discount }),
  );
  const total = subtotal - sum(byDiscount.map(({ amount }) => amount));
  const due = Math.max(0, total + startingBalance);
  return {
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: due,
    amount_shipping: 0,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    starting_balance: startingBalance,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_discount_amounts: byDiscount,
    total_excluding_tax: total,
    total_pretax_credit_amounts: byDiscount.map((each) => ({ ...each, type: "discount" as const })),
    total_taxes: [],
  } satisfies Partial<Stripe.Invoice>;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
