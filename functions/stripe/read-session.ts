import { type GrantPack, type Policy, versionsOf } from "@passbook/core";
import type Stripe from "stripe";
import { accountOf, mustHave } from "./account-of.ts";
import { idOf, type NewLink } from "./links.ts";
import { sold } from "./prices.ts";
import type { Known, Reader, Translation } from "./reading.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * Money for a pack. A session in subscription mode brings its credits by its invoice: granting both would be twice
 * (sokosumi#1846); it tells whose its customer and subscription are.
 */
export function completedSession(
  { policy, known, now }: Reader,
  session: Stripe.Checkout.Session,
  paidAt: number,
): Translation {
  const { id, metadata, mode, payment_status, client_reference_id } = session;
  const sells = versionsOf(policy).some(({ packs }) => Object.hasOwn(packs, metadata?.["pack"] ?? ""));
  // A reference alone may be anybody's: other shops use it for names of their own.
  const isOurs = sells || metadata?.["account"] !== undefined || sellsSomethingOfOurs(policy, known, session);
  const named = isOurs ? [metadata?.["account"], client_reference_id] : [];
  const account = accountOf(known.links, { id, named, belongsTo: sessionOwners(session) });
  if (mode === "subscription" && account !== undefined) return { facts: [], links: ownersOf(session, account) };
  if (mode !== "payment") return { ignored: `a session in ${mode} mode` };
  if (!isOurs) return { ignored: "names no account and no pack of ours" };
  const owner = mustHave(account, id);
  if (payment_status === "unpaid") return { facts: [], links: ownersOf(session, owner) };
  const fact: GrantPack = { type: "GrantPack", now, paidAt, session: id, ...packOf(policy, known, session) };
  return { facts: [{ account: owner, fact }], links: [...ownersOf(session, owner), ...paymentOf(session, owner)] };
}

/** Where a session tells whose it is. */
export function sessionOwners({ customer, subscription }: Stripe.Checkout.Session): (string | undefined)[] {
  return [idOf(customer), idOf(subscription)];
}

/** Whether a session for a subscription tells whose it is by its `client_reference_id` alone: what it sells is asked for. */
export function sellsByReference({ mode, metadata, client_reference_id }: Stripe.Checkout.Session): boolean {
  return mode === "subscription" && client_reference_id !== null && metadata?.["account"] === undefined;
}

function sellsSomethingOfOurs(policy: Policy, { items, prices }: Known, { id }: Stripe.Checkout.Session): boolean {
  const catalogue = sold(policy);
  return (items.get(id) ?? []).some(({ price }) => catalogue.has(prices.get(price?.id ?? "") ?? ""));
}

function ownersOf(session: Stripe.Checkout.Session, account: string): NewLink[] {
  return sessionOwners(session).flatMap((id) => (id === undefined ? [] : [{ id, link: { account } }]));
}

/** What refunds will be counted against, by whichever name the money is known: the invoice of a purchase is no other sale. */
function paymentOf(session: Stripe.Checkout.Session, account: string): NewLink[] {
  const { id, payment_intent, invoice, amount_total } = session;
  const names = [idOf(payment_intent), idOf(invoice)].flatMap((name) => name ?? []);
  return [
    { id, link: { account, total: amount_total ?? 0 } },
    ...names.map((name) => ({ id: name, link: { pays: { session: id } } })),
  ];
}

/** Whether the metadata names what was charged, under whichever version the page was opened: it is never an amount. */
export function namesItsPack(
  policy: Policy,
  { metadata, currency, amount_subtotal }: Stripe.Checkout.Session,
): boolean {
  const { pack, quantity } = namedPack(metadata);
  const isCount = Number.isInteger(quantity) && quantity >= 1;
  const isCharged = ({ packs }: Policy) =>
    Object.hasOwn(packs, pack) && amount_subtotal === (packs[pack]?.price ?? 0) * quantity;
  return isCount && currency?.toUpperCase() === policy.currency && versionsOf(policy).some(isCharged);
}

function namedPack(metadata: Stripe.Metadata | null) {
  return { pack: metadata?.["pack"] ?? "", quantity: Number(metadata?.["quantity"] ?? "1") };
}

/**
 * What was bought: what the metadata names, where that is what was charged, and else what the session's items say.
 * @throws {Unreadable} neither does.
 */
function packOf(policy: Policy, known: Known, session: Stripe.Checkout.Session) {
  if (namesItsPack(policy, session)) return namedPack(session.metadata);
  const catalogue = sold(policy);
  const bought = (known.items.get(session.id) ?? []).flatMap(({ price, quantity }) => {
    const sale = catalogue.get(known.prices.get(price?.id ?? "") ?? "");
    return sale && "pack" in sale ? [{ pack: sale.pack, quantity: quantity ?? 1 }] : [];
  });
  const [one, ...others] = bought;
  if (one && others.length === 0 && one.quantity >= 1) return one;
  const { id, metadata, amount_subtotal, currency } = session;
  throw new Unreadable(
    `${id} was charged ${amount_subtotal} ${currency} for ${metadata?.["quantity"] ?? 1} × ${metadata?.["pack"]}, and has ${bought.length} packs among its items`,
  );
}
