import type { GrantPack, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { accountOf, mustHave } from "./account-of.ts";
import { idOf, type NewLink } from "./links.ts";
import type { Reader, Translation } from "./reading.ts";
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
  const sells = Object.hasOwn(policy.packs, metadata?.["pack"] ?? "");
  // A reference alone may be anybody's: other shops use it for names of their own.
  const isOurs = sells || metadata?.["account"] !== undefined;
  const named = isOurs ? [metadata?.["account"], client_reference_id] : [];
  const account = accountOf(known.links, { id, named, belongsTo: [idOf(session.customer)] });
  if (mode === "subscription" && account !== undefined) return { facts: [], links: ownersOf(session, account) };
  if (mode !== "payment") return { ignored: `a session in ${mode} mode` };
  if (!isOurs) return { ignored: "names no account and no pack of ours" };
  const owner = mustHave(account, id);
  const links = [...ownersOf(session, owner), ...paymentOf(session, owner)];
  if (payment_status === "unpaid") return { facts: [], links };
  const fact: GrantPack = { type: "GrantPack", now, paidAt, session: id, ...packOf(policy, session) };
  return { facts: [{ account: owner, fact }], links };
}

/** Where a session tells whose it is. */
export function sessionOwners({ customer }: Stripe.Checkout.Session): (string | undefined)[] {
  return [idOf(customer)];
}

function ownersOf({ customer, subscription }: Stripe.Checkout.Session, account: string): NewLink[] {
  return [idOf(customer), idOf(subscription)].flatMap((id) => (id === undefined ? [] : [{ id, link: { account } }]));
}

function paymentOf({ id, payment_intent, amount_total }: Stripe.Checkout.Session, account: string): NewLink[] {
  const intent = idOf(payment_intent);
  return [
    { id, link: { account, total: amount_total ?? 0 } },
    ...(intent === undefined ? [] : [{ id: intent, link: { pays: { session: id } } }]),
  ];
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
