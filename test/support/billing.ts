import type Stripe from "stripe";
import { expect } from "vitest";
import { at } from "./instants.ts";
import { changed } from "./stripe-objects.ts";
import { balanceOf, deliver, passbookBeside } from "./webhook.ts";

// Invoices as Stripe bills what was changed, and an account that lives them.

/** Ada's invoice, with these lines in the place of the one that it has. */
export function billing(event: Stripe.InvoicePaidEvent, ...lines: object[]): Stripe.InvoicePaidEvent {
  const [line] = event.data.object.lines.data;
  const data = lines.map((change, index) => ({ ...line, id: `il_${event.id}_${index}`, ...change }));
  return changed(event, { lines: { ...event.data.object.lines, data } });
}

export const pricing = (price: { readonly id: string } | undefined) => ({
  price_details: { price: price?.id, product: "prod_1" },
});

/** The parent of the invoice's line, as a proration has it. */
export const proration = (event: Stripe.InvoicePaidEvent) => {
  const item = event.data.object.lines.data[0]?.parent?.subscription_item_details;
  return { type: "subscription_item_details", subscription_item_details: { ...item, proration: true } };
};

/** Each of the events as it comes, twice; and what is left on a day after. */
export async function months(...events: Stripe.InvoicePaidEvent[]) {
  const { passbook, stripe } = await passbookBeside();
  for (const event of events) {
    passbook.time.now = event.created * 1000;
    expect(await deliver(passbook, event, event)).toEqual([200, 200]);
  }
  const on = (date: string) => {
    passbook.time.now = at(date);
    return balanceOf(passbook);
  };
  return { passbook, stripe, on };
}
