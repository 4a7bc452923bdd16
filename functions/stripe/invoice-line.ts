import type Stripe from "stripe";
import { idOf } from "./links.ts";

type Line = Stripe.InvoiceLineItem;

export function priceOf(line: Line): string | undefined {
  return idOf(line.pricing?.price_details?.price);
}

export function subscriptionOf({ parent }: Line): string | undefined {
  return idOf(parent?.subscription_item_details?.subscription) ?? idOf(parent?.invoice_item_details?.subscription);
}

/** A proration is a plan change's difference, never an allowance: full credits for prorated money is how others minted. */
export function isProration({ parent }: Line): boolean {
  return parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? false;
}

/** One change of a subscription credits what it ends and charges what it begins, both from the same second on. */
export function isCreditedBy(line: Line, credit: Line): boolean {
  const isOfOneChange = credit.period.start === line.period.start && subscriptionOf(credit) === subscriptionOf(line);
  return isOfOneChange && isProration(credit) && credit.amount < 0;
}
