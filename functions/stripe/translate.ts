import type { GrantAddOn, GrantAllowance, GrantPack, Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { isAccountId } from "../http/request.ts";
import { type Sold, sold } from "./prices.ts";

/** The events that mean something to us; every other type is answered 200 and left alone. */
export const HANDLED = [
  "invoice.paid",
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
] as const;

type HandledEvent = Extract<Stripe.Event, { type: (typeof HANDLED)[number] }>;

export function isHandled(event: Stripe.Event): event is HandledEvent {
  return HANDLED.some((type) => type === event.type);
}

/** A fact that Stripe told, for one account. */
export interface Fact {
  readonly account: string;
  readonly command: GrantAllowance | GrantAddOn | GrantPack;
}

/** What an event comes to: facts (perhaps none), or that it is none of our business. */
export type Translation = { readonly facts: readonly Fact[] } | { readonly ignored: string };

/** An event that is ours and that we can't read: it must fail loudly, so that Stripe sends it again and somebody looks. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

/** What the price ids of an event stand for: lookup keys, as far as they are ours. */
export type PriceNames = ReadonlyMap<string, string>;

/** The price ids that must be known before the event can be read. */
export function pricesOf(event: HandledEvent): string[] {
  // What is missing here is missed, and told, by `translate`.
  return event.type === "invoice.paid"
    ? [...new Set((event.data.object?.lines?.data ?? []).flatMap((line) => priceOf(line) ?? []))]
    : [];
}

/**
 * Stripe's words into ours. Pure: the same event, prices and policy give the same facts, so that a redelivery says the same
 * thing again.
 * @throws {Unreadable} ours, but not to be read.
 */
export function translate(policy: Policy, prices: PriceNames, event: HandledEvent, now: Instant): Translation {
  try {
    return translated(policy, prices, event, now);
  } catch (cause) {
    // Signed by Stripe, and not in the shape that its types promise.
    throw cause instanceof TypeError
      ? new Unreadable(`${event.id} is not in the shape of ${event.type}`, { cause })
      : cause;
  }
}

function translated(policy: Policy, prices: PriceNames, event: HandledEvent, now: Instant): Translation {
  switch (event.type) {
    case "invoice.paid":
      return paidInvoice(policy, prices, event.data.object, now);
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded":
      return completedSession(policy, event.data.object, event.created * 1000, now);
  }
}

/** Money for plans, line by line: a full period of a plan that is ours (`subscription_update` invoices have such lines too). */
function paidInvoice(policy: Policy, prices: PriceNames, invoice: Stripe.Invoice, now: Instant): Translation {
  const lines = invoice.lines.data;
  const nameOf = (line: Stripe.InvoiceLineItem) => prices.get(priceOf(line) ?? "") ?? "";
  const account = accountOf(invoice);
  if (account === undefined && !lines.some(nameOf)) return { ignored: "names no account and no price of ours" };
  // Another API version keeps it elsewhere: to read on would turn a renewal into silence.
  const isOfSubscription = invoice.billing_reason?.startsWith("subscription") ?? false;
  if (isOfSubscription && (!invoice.parent?.subscription_details?.subscription || lines.length === 0)) {
    throw new Unreadable(`${invoice.id} is of a subscription, and names none or sells nothing`);
  }
  if (invoice.lines.has_more) throw new Unreadable(`${invoice.id} has more lines than the event carries`);

  const catalogue = sold(policy);
  const facts = lines.flatMap((line): Fact[] => {
    const sale = saleOf(catalogue, nameOf(line), line);
    // A pack on an invoice was bought in a Checkout Session, which tells of it; quantity 0 is an item that was emptied.
    if (!sale || "pack" in sale || isProration(line) || line.quantity === 0) return [];
    return [{ account: accountNamed(account, invoice.id), command: grantOf(invoice, line, sale, now) }];
  });
  return facts.length > 0 ? { facts } : { ignored: "has no full period of a plan of ours" };
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

/** The subscription's metadata is on every invoice of its own; an invoice may name the account itself. */
function accountOf(invoice: Stripe.Invoice): string | undefined {
  const ofSubscription = invoice.parent?.subscription_details?.metadata?.["account"];
  const ofInvoice = invoice.metadata?.["account"];
  if (ofSubscription !== undefined && ofInvoice !== undefined && ofSubscription !== ofInvoice) {
    throw new Unreadable(`${invoice.id} names two accounts`);
  }
  return ofSubscription ?? ofInvoice;
}

function grantOf(
  invoice: Stripe.Invoice,
  line: Stripe.InvoiceLineItem,
  sale: Exclude<Sold, { pack: string }>,
  now: Instant,
): GrantAllowance | GrantAddOn {
  const item = line.parent?.subscription_item_details;
  const missing = (what: string) => new Unreadable(`${invoice.id}, line ${line.id}: ${what}`);
  if (!item?.subscription) throw missing("sells a plan without a subscription");
  const paidAt = invoice.status_transitions.paid_at;
  if (paidAt === null) throw missing("is paid, and does not say when");
  const quantity = line.quantity ?? 1;
  if (!Number.isInteger(quantity) || quantity < 1) throw missing(`has the quantity ${quantity}`);
  const paid = {
    now,
    paidAt: paidAt * 1000,
    quantity,
    from: line.period.start * 1000,
    until: line.period.end * 1000,
    subscription: item.subscription,
    item: item.subscription_item,
    price: priceOf(line) ?? "",
    invoice: invoice.id,
    line: line.id,
  };
  return "addOn" in sale
    ? { type: "GrantAddOn", ...paid, addOn: sale.addOn }
    : { type: "GrantAllowance", ...paid, plan: sale.plan, interval: sale.interval, amount: line.amount };
}

/** Money for a pack. A session in subscription mode brings its credits by its invoice: granting both would be twice. */
function completedSession(policy: Policy, session: Stripe.Checkout.Session, at: Instant, now: Instant): Translation {
  const { id, metadata, mode, payment_status, client_reference_id } = session;
  const account = metadata?.["account"];
  if (mode !== "payment") return { ignored: `a session in ${mode} mode` };
  if (account === undefined && !Object.hasOwn(policy.packs, metadata?.["pack"] ?? ""))
    return { ignored: "names no account and no pack of ours" };
  if (payment_status === "unpaid") return { ignored: "not paid yet" };
  if (account !== undefined && client_reference_id !== null && account !== client_reference_id) {
    throw new Unreadable(`${id} names two accounts`);
  }
  const command: GrantPack = { type: "GrantPack", now, paidAt: at, session: id, ...packOf(policy, session) };
  return { facts: [{ account: accountNamed(account ?? client_reference_id ?? undefined, id), command }] };
}

/** What the metadata names must be what was charged: metadata is never an amount. */
function packOf(policy: Policy, { id, metadata, currency, amount_subtotal }: Stripe.Checkout.Session) {
  const name = metadata?.["pack"] ?? "";
  const pack = Object.hasOwn(policy.packs, name) ? policy.packs[name] : undefined;
  if (!pack) throw new Unreadable(`${id} sells no pack of ${policy.name}: ${name}`);
  const quantity = Number(metadata?.["quantity"] ?? "1");
  if (!Number.isInteger(quantity) || quantity < 1)
    throw new Unreadable(`${id} has the quantity ${metadata?.["quantity"]}`);
  if (amount_subtotal !== pack.price * quantity || currency?.toUpperCase() !== policy.currency) {
    throw new Unreadable(`${id} was charged ${amount_subtotal} ${currency} for ${quantity} × ${name}`);
  }
  return { pack: name, quantity };
}

function accountNamed(account: string | undefined, where: string): string {
  if (account === undefined) throw new Unreadable(`${where} sells something of ours to nobody`);
  if (!isAccountId(account)) throw new Unreadable(`${where} names an account that can't be one`);
  return account;
}

function priceOf(line: Stripe.InvoiceLineItem): string | undefined {
  const price = line.pricing?.price_details?.price;
  return typeof price === "string" ? price : price?.id;
}

/** A proration is a plan change's difference, never an allowance: full credits for prorated money is how others minted. */
function isProration({ parent }: Stripe.InvoiceLineItem): boolean {
  return parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? false;
}
