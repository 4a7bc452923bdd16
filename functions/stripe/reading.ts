import type { Fact, Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import type { Links, NewLink } from "./links.ts";

/** A fact that Stripe told, for one account. */
export interface Told {
  readonly account: string;
  readonly fact: Fact;
}

/** What an event comes to: facts and links (perhaps none), where a test clock stands, or that it is none of our business. */
export type Translation =
  | { readonly facts: readonly Told[]; readonly links: readonly NewLink[] }
  | { readonly clock: { readonly id: string; readonly instant: Instant } }
  | { readonly ignored: string };

/** What has to be known beside an event to read it. */
export interface Known {
  /** What the price ids stand for: lookup keys, as far as they are ours. */
  readonly prices: PriceNames;
  readonly links: Links;
  /** All lines of an invoice of which the event carries some only. */
  readonly lines: ReadonlyMap<string, readonly Stripe.InvoiceLineItem[]>;
  /** What a Checkout Session has sold that does not say so itself. */
  readonly items: ReadonlyMap<string, readonly Stripe.LineItem[]>;
  /** What a payment intent was paid for, where no event has told of that sale. */
  readonly untold: ReadonlyMap<string, Stripe.Invoice | Stripe.Checkout.Session>;
  /** As Stripe has them now, of a customer that was deleted. */
  readonly subscriptions: readonly Stripe.Subscription[];
}

export const NOTHING_KNOWN: Known = {
  prices: new Map(),
  links: new Map(),
  lines: new Map(),
  items: new Map(),
  untold: new Map(),
  subscriptions: [],
};

export type PriceNames = ReadonlyMap<string, string>;

/** What every reader has: the rules, what is known, and when it was told. */
export interface Reader {
  readonly policy: Policy;
  readonly known: Known;
  readonly now: Instant;
}

export const IGNORED: Translation = { ignored: "tells nothing that we don't know otherwise" };

/** The first instant from another on that Stripe can name: its own have no fractions of a second. */
export function secondFrom(at: Instant): Instant {
  return Math.ceil(at / 1000) * 1000;
}

/** Stripe's seconds as an instant. */
export function instant(seconds: number): Instant {
  return seconds * 1000;
}
