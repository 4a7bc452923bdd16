import type { ChangePlan, GrantAddOn, GrantAllowance } from "@passbook/core";
import type Stripe from "stripe";
import { accountOf, mustHave } from "./account-of.ts";
import { isCreditedBy, isProration, priceOf, subscriptionOf } from "./invoice-line.ts";
import { idOf, type NewLink } from "./links.ts";
import { type Sold, sold } from "./prices.ts";
import { IGNORED, instant, type Reader, type Translation } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * Money for plans and add-ons, line by line: a full period of something of ours (`subscription_update` invoices have such lines
 * too), or what a larger plan, or something new, costs for the rest of one. Amounts are not compared with the catalogue: coupons,
 * tax, old prices.
 */
export function paidInvoice({ policy, known, now }: Reader, invoice: Stripe.Invoice): Translation {
  const lines = known.lines.get(invoice.id) ?? invoice.lines.data;
  const nameOf = (line: Stripe.InvoiceLineItem) => known.prices.get(priceOf(line) ?? "") ?? "";
  // Another API version keeps it elsewhere: to read on would turn a renewal into silence, whosever it is (unkey#6988).
  const isOfSubscription = invoice.billing_reason?.startsWith("subscription") ?? false;
  if (isOfSubscription && !invoice.parent?.subscription_details?.subscription)
    throw new Unreadable(`${invoice.id} is of a subscription, and names none`);
  const account = invoiceAccount({ known }, invoice);
  if (account === undefined && !lines.some(nameOf)) return { ignored: "names no account and no price of ours" };
  if (isOfSubscription && lines.length === 0)
    throw new Unreadable(`${invoice.id} is of a subscription, and sells nothing`);
  if (invoice.lines.has_more && !known.lines.has(invoice.id))
    throw new Unreadable(`${invoice.id} has more lines than the event carries`);

  const catalogue = sold(policy);
  const isExchanged = (line: Stripe.InvoiceLineItem, sale: Sold) =>
    lines.some((other) => isCreditedBy(line, other) && isOfOneKind(catalogue.get(nameOf(other)), sale));
  const facts = lines.flatMap((line) => {
    const sale = saleOf(catalogue, nameOf(line), line);
    // A pack on an invoice was bought in a Checkout Session, which tells of it; quantity 0 is an item that was emptied.
    if (!sale || "pack" in sale || line.quantity === 0) return [];
    if (line.amount < 0 || (isProration(line) && line.amount === 0)) return [];
    const isNew = isProration(line) && !isExchanged(line, sale);
    // More of an add-on than there was begins with the renewal.
    if ("addOn" in sale && isProration(line) && !isNew) return [];
    return [{ account: mustHave(account, invoice.id), fact: factOf(invoice, line, sale, { now, isNew }) }];
  });
  if (facts.length === 0) return { ignored: "has no full period of a plan of ours" };
  return { facts, links: linksOf(invoice, mustHave(account, invoice.id)) };
}

/** A renewal that nobody will pay: voided, or marked uncollectible. Whether it was ours is known by its subscription. */
export function givenUpInvoice({ known, now }: Reader, invoice: Stripe.Invoice, toldAt: number): Translation {
  const subscription = idOf(invoice.parent?.subscription_details?.subscription);
  const account = invoiceAccount({ known }, invoice);
  if (account === undefined || subscription === undefined || invoice.billing_reason !== "subscription_cycle")
    return { ignored: "is no renewal of ours" };
  const { voided_at, marked_uncollectible_at } = invoice.status_transitions;
  const at = [marked_uncollectible_at, voided_at].filter((seconds) => seconds !== null);
  const happenedAt = at.length > 0 ? instant(Math.min(...at)) : toldAt;
  const fact = { type: "GiveUpInvoice", now, subscription, invoice: invoice.id, happenedAt } as const;
  return { facts: [{ account, fact }], links: [] };
}

/**
 * Which invoice a payment intent pays (docs.stripe.com/api/invoice-payment), where that is one of ours. What is told before its
 * invoice is not kept, as nothing is of other people's payments: a refund asks Stripe.
 */
export function invoicePayment({ known }: Reader, { invoice, payment, status }: Stripe.InvoicePayment): Translation {
  const [intent, paid] = [idOf(payment.payment_intent), idOf(invoice)];
  const sale = known.links.get(paid ?? "");
  if (intent === undefined || paid === undefined || sale === undefined || status !== "paid") return IGNORED;
  return { facts: [], links: [{ id: intent, link: "pays" in sale ? sale : { pays: { invoice: paid } } }] };
}

/** Where an invoice tells whose it is; an event that names an account by itself needs nothing else. */
export function invoiceOwners(invoice: Stripe.Invoice): (string | undefined)[] {
  return [idOf(invoice.customer), idOf(invoice.parent?.subscription_details?.subscription)];
}

function invoiceAccount({ known }: Pick<Reader, "known">, invoice: Stripe.Invoice): string | undefined {
  const named = [invoice.parent?.subscription_details?.metadata?.["account"], invoice.metadata?.["account"]];
  return accountOf(known.links, { id: invoice.id, named, belongsTo: invoiceOwners(invoice) });
}

/** What refunds will be counted against: the total, what the customer's balance paid included (X5). */
function linksOf(invoice: Stripe.Invoice, account: string): NewLink[] {
  const [customer, subscription] = invoiceOwners(invoice);
  return [
    { id: invoice.id, link: { account, total: invoice.total } },
    ...(customer === undefined ? [] : [{ id: customer, link: { account } }]),
    ...(subscription === undefined ? [] : [{ id: subscription, link: { account } }]),
  ];
}

/**
 * What a line sells, if it is ours.
 * @throws {Unreadable} a price with a name like ours that the catalogue does not have, or a subscription's line with no price.
 */
function saleOf(catalogue: ReadonlyMap<string, Sold>, name: string, line: Stripe.InvoiceLineItem): Sold | undefined {
  const sale = catalogue.get(name);
  if (!sale && name) throw new Unreadable(`line ${line.id} sells ${name}, which is not in the catalogue`);
  if (line.parent?.subscription_item_details && priceOf(line) === undefined) {
    throw new Unreadable(`line ${line.id} is of a subscription and has no price`);
  }
  return sale;
}

/** A plan comes in the place of a plan, and an add-on of an add-on. */
function isOfOneKind(a: Sold | undefined, b: Sold): boolean {
  return a !== undefined && "plan" in a === "plan" in b;
}

function factOf(
  invoice: Stripe.Invoice,
  line: Stripe.InvoiceLineItem,
  sale: Exclude<Sold, { pack: string }>,
  { now, isNew }: { readonly now: number; readonly isNew: boolean },
): GrantAllowance | GrantAddOn | ChangePlan {
  const missing = (what: string) => new Unreadable(`${invoice.id}, line ${line.id}: ${what}`);
  const item = line.parent?.subscription_item_details;
  const subscription = subscriptionOf(line);
  if (!subscription) throw missing("sells a plan without a subscription");
  const paidAt = invoice.status_transitions.paid_at;
  if (paidAt === null) throw missing("is paid, and does not say when");
  const quantity = line.quantity ?? 1;
  if (!Number.isInteger(quantity) || quantity < 1) throw missing(`has the quantity ${quantity}`);
  const paid = {
    now,
    paidAt: instant(paidAt),
    quantity,
    from: instant(line.period.start),
    until: instant(line.period.end),
    subscription,
    item: item?.subscription_item ?? subscription,
    price: priceOf(line) ?? "",
    invoice: invoice.id,
    line: line.id,
  };
  if ("addOn" in sale)
    return {
      type: "GrantAddOn",
      ...paid,
      addOn: sale.addOn,
      amount: line.amount,
      ...(isNew && { restOf: sale.interval }),
    };
  const plan = { plan: sale.plan, interval: sale.interval };
  return isProration(line)
    ? { type: "ChangePlan", ...paid, ...plan, ...(isNew && { isNew }) }
    : { type: "GrantAllowance", ...paid, ...plan, amount: line.amount };
}
