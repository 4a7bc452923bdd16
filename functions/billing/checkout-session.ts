import type { Account, Instant } from "@passbook/core";
import type { CheckoutWanted } from "../contract/billing.ts";
import { lookupKey } from "../stripe/prices.ts";
import { instant } from "../stripe/reading.ts";
import { asked } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { customerFor } from "./customer.ts";
import { FIRST_STEP, type Steps } from "./steps.ts";

/** What is sold through a Checkout Session: a plan with what is beside it, or a pack. */
export type Sale = Exclude<CheckoutWanted, { readonly addOn: string }>;

/**
 * Opens a Checkout Session for the account's customer, who is there and linked before it is. The session, and what comes of it,
 * names the account, so that each event of it is enough by itself, whatever arrives first.
 */
export async function openSession(
  billing: Billing,
  steps: Steps,
  account: Account,
  sale: Sale,
  now: Instant,
): Promise<string> {
  const { stripe, policy, shelf, webUrl } = billing;
  const customer = await customerFor(billing, account);
  const keys = keysOf(policy.name, sale);
  const prices = await shelf(keys, now);
  const params = {
    ...sessionParams(account.id, sale),
    customer,
    client_reference_id: account.id,
    line_items: keys.map((key, i) => ({
      price: prices.get(key)?.id ?? "",
      quantity: i === 0 && "pack" in sale ? sale.quantity : 1,
    })),
    success_url: withOutcome(webUrl, "success"),
    cancel_url: withOutcome(webUrl, "cancelled"),
  };
  const metadata = { ...params.metadata, ...steps.marks };
  const { url } = await steps.take(FIRST_STEP, (options) =>
    stripe.checkout.sessions.create({ ...params, metadata }, options),
  );
  if (!url) throw new RangeError("a hosted Checkout Session has no page");
  return url;
}

/**
 * Whether a request has opened its session already: it is answered as it was then, whatever has been bought since. Not for
 * longer than Stripe remembers its key: after that it would open another.
 */
export async function hasOpened(
  { stripe }: Pick<Billing, "stripe">,
  steps: Steps,
  customer: string,
  now: Instant,
): Promise<boolean> {
  const { data } = await asked(stripe.checkout.sessions.list({ customer, limit: 100 }));
  return data.some(({ metadata, created }) => steps.isMarkOf(metadata) && now < instant(created) + KEPT_MS);
}

/** How long Stripe remembers a key at least (docs.stripe.com/api/idempotent_requests). */
const KEPT_MS = 24 * 3_600_000;

function keysOf(policy: string, sale: Sale): string[] {
  if ("pack" in sale) return [lookupKey(policy, sale.pack)];
  const addOns = sale.addOns.map((addOn) => lookupKey(policy, `addon_${addOn}`, sale.interval));
  return [lookupKey(policy, sale.plan, sale.interval), ...addOns];
}

/** Stripe refuses each of the two `…_data` in the other's mode. */
function sessionParams(account: string, sale: Sale) {
  if ("plan" in sale)
    return { mode: "subscription", metadata: { account }, subscription_data: { metadata: { account } } } as const;
  const metadata = { account, pack: sale.pack, quantity: String(sale.quantity) };
  return { mode: "payment", metadata, payment_intent_data: { metadata: { account } } } as const;
}

function withOutcome(webUrl: string, outcome: string): string {
  const url = new URL(webUrl);
  url.searchParams.set("checkout", outcome);
  return url.href;
}
