import type { Payment } from "@passbook/core";

/**
 * What one of Stripe's objects belongs to, written once and never changed: a customer and a subscription to an account, a
 * payment intent to the invoice or the session that it pays, these to an account and what they came to. The invoice that a
 * session makes of a purchase only stands for that session (docs.stripe.com/receipts?payment-ui=checkout). And an account to its
 * first customer, the one that it pays as.
 */
export type Link =
  | { readonly account: string }
  | { readonly account: string; readonly total: number }
  | { readonly customer: string }
  | { readonly pays: Payment };

/** A link that an event tells. */
export interface NewLink {
  /** The id of Stripe's object: `cus_…`, `sub_…`, `in_…`, `cs_…`, `pi_…`. */
  readonly id: string;
  readonly link: Link;
}

/** Under which name an account's own customer is linked; neither an account nor anything of Stripe's can have it. */
export function customerLinkId(account: string): string {
  return `account/${account}`;
}

/** What else has to be linked where a link is written: the first customer of an account is the one that it pays as. */
export function customerLink({ id, link }: NewLink): NewLink | undefined {
  const isCustomer = id.startsWith("cus_") && "account" in link;
  return isCustomer ? { id: customerLinkId(link.account), link: { customer: id } } : undefined;
}

export type Links = ReadonlyMap<string, Link>;

/** The account that an object belongs to, if that is known. */
export function accountLinked(links: Links, id: string | undefined): string | undefined {
  const link = id === undefined ? undefined : links.get(id);
  return link && "account" in link ? link.account : undefined;
}

/** What was sold for a payment, as it will be given back. */
interface Sale {
  readonly account: string;
  readonly payment: Payment;
  readonly total: number;
}

/** For what a payment intent was paid, if that is known and ours. */
export function saleOf(links: Links, paymentIntent: string | undefined): Sale | undefined {
  let payment: Payment | undefined;
  for (let link = links.get(paymentIntent ?? ""); link; link = links.get(idOfSale(payment))) {
    if ("customer" in link) return undefined;
    if (!("pays" in link)) return payment && "total" in link ? { ...link, payment } : undefined;
    payment = link.pays;
  }
  return undefined;
}

export function idOfSale(payment: Payment): string {
  return "invoice" in payment ? payment.invoice : payment.session;
}

/** An object of Stripe's is told by its id, or whole where it was expanded. */
export function idOf(object: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof object === "string" ? object : (object?.id ?? undefined);
}
