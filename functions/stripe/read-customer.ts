import type { SeeCustomer } from "@passbook/core";
import type Stripe from "stripe";
import { accountOf } from "./account-of.ts";
import { idOf } from "./links.ts";
import { subscriptionState } from "./read-subscription.ts";
import { instant, type Reader, type Translation } from "./reading.ts";
import type { HandledEvent } from "./translate.ts";

/** A customer that says whose it is, wherever it was made; one that says nothing is somebody else's until something is bought. */
export function seenCustomer({ known, now }: Reader, customer: Stripe.Customer): Translation {
  const { id, metadata } = customer;
  const account = accountOf(known.links, { id, named: [metadata["account"]], belongsTo: [id] });
  if (account === undefined) return { ignored: "is nobody's customer" };
  return { facts: [{ account, fact: seeCustomer(now, customer) }], links: [{ id, link: { account } }] };
}

/**
 * Whether the customer of an object may live by a test clock: invoices and subscriptions say so, a session says nothing of it.
 * There are none where money is real.
 */
export function mayBeOnClock({ livemode, data: { object } }: HandledEvent): boolean {
  if (livemode) return false;
  if (object.object === "invoice" || object.object === "subscription") return Boolean(object.test_clock);
  return object.object === "checkout.session";
}

/** What a customer tells of themselves, whoever has told whose they are. */
export function seeCustomer(now: number, { id, created, test_clock }: Stripe.Customer): SeeCustomer {
  return { type: "SeeCustomer", now, customer: id, createdAt: instant(created), clock: idOf(test_clock) ?? null };
}

/**
 * A customer was deleted, which ends its subscriptions (docs.stripe.com/api/customers/delete): each of them tells so too, or
 * does not.
 */
export function deletedCustomer(
  reader: Reader,
  customer: Stripe.Customer | Stripe.DeletedCustomer,
  toldAt: number,
): Translation {
  const ended = reader.known.subscriptions.filter((one) => idOf(one.customer) === customer.id && one.ended_at !== null);
  const states = ended.map((subscription) => subscriptionState(reader, subscription, toldAt));
  return { facts: states.flatMap((state) => ("facts" in state ? state.facts : [])), links: [] };
}

/** Where a test clock stands (docs.stripe.com/billing/testing/test-clocks). */
export function clockMoved({ id, frozen_time }: Stripe.TestHelpers.TestClock): Translation {
  return { clock: { id, instant: instant(frozen_time) } };
}
