import type { Policy } from "@passbook/core";
import type Stripe from "stripe";
import { configuration, type PortalCancel } from "../../functions/billing/portal.ts";
import type { SellablePrice } from "../../functions/stripe/catalogue.ts";
import { priceName } from "../../functions/stripe/prices.ts";
import { HANDLED } from "../../functions/stripe/translate.ts";
import { API_VERSION } from "../../functions/stripe/verify.ts";
import type { Found } from "./found.ts";
import type { PortalWanted, Step, WebhookWanted } from "./step.ts";

/**
 * What has to be done so that Stripe has what the policy sells. Nothing is ever deleted, and nothing that somebody may have
 * chosen, like a product's name or picture, is touched.
 * @param prices what has to be on the shelf.
 * @param webhook absent: it is not looked at.
 */
export function planned(
  policy: Policy,
  prices: readonly SellablePrice[],
  found: Found,
  webhook: WebhookPlace | undefined,
): Step[] {
  const products = [...new Set(prices.map(({ passbook }) => passbook))];
  return [
    ...products.map((name) => productStep(name, found)),
    ...prices.flatMap((price) => priceSteps(price, found)),
    ...(["period_end", "now"] as const).map((cancel) => portalStep(policy, cancel, found)),
    ...(webhook === undefined ? [] : webhookStep(policy, webhook, found)),
  ];
}

/** A price that is kept keeps its product, however that is called. */
function productStep(name: string, { products }: Found): Step {
  const product = products.get(name);
  if (!product) return { of: "product", do: "create", name };
  const { id, active } = product;
  if (active) return { of: "product", do: "keep", name, id };
  return { of: "product", do: "update", name, id, fields: { active: true }, because: "it is archived" };
}

function priceSteps(price: SellablePrice, { prices }: Found): Step[] {
  const { lookupKey: name, passbook, waitedUnder = "" } = price;
  const standing = prices.get(name);
  const waiting = prices.get(waitedUnder);
  const isDue = waiting !== undefined && difference(price, waiting) === undefined;
  if (isDue && (!standing || difference(price, standing) !== undefined)) {
    const fields = { lookup_key: name, transfer_lookup_key: true, active: true, metadata: { passbook } };
    const begun = { of: "price", do: "update", name, id: waiting.id, fields, because: "its day has come" } as const;
    return [...unnamedStep(price, standing), begun];
  }
  if (!standing) return [{ of: "price", do: "create", name, price }];
  const { id, active, metadata } = standing;
  // Without its lookup key, or before its first sale, a price is known by what its metadata says.
  const isNamed = metadata["passbook"] === passbook;
  const named = isNamed ? {} : { metadata: { passbook } };
  const because = difference(price, standing);
  if (because !== undefined)
    return [...unnamedStep(price, standing), { of: "price", do: "transfer", name, price, from: id, because }];
  if (isNamed && active) return [{ of: "price", do: "keep", name, id }];
  const fields = { ...named, ...(!active && { active: true }) };
  return [
    { of: "price", do: "update", name, id, fields, because: active ? "it does not say what it is" : "it is archived" },
  ];
}

/** Before its lookup key moves on. */
function unnamedStep({ lookupKey: name, passbook }: SellablePrice, standing: Stripe.Price | undefined): Step[] {
  if (!standing || standing.metadata["passbook"] === passbook) return [];
  const fields = { metadata: { passbook } };
  return [{ of: "price", do: "update", name, id: standing.id, fields, because: "it does not say what it is" }];
}

/** What can't be changed of a price. */
function difference(wanted: SellablePrice, standing: Stripe.Price): string | undefined {
  const { unit_amount, currency, recurring } = standing;
  const every =
    recurring && `${recurring.interval_count > 1 ? `${recurring.interval_count} ` : ""}${recurring.interval}`;
  const is = [unit_amount, currency, every].filter(Boolean).join(" ");
  const shall = [wanted.unitAmount, wanted.currency, wanted.interval].filter(Boolean).join(" ");
  return is === shall ? undefined : `${is} → ${shall}`;
}

function portalStep(policy: Policy, cancel: PortalCancel, { portals }: Found): Step {
  const fields = configuration(policy, cancel);
  const standing = portals[cancel];
  const name = fields.metadata.passbook;
  if (!standing) return { of: "portal", do: "create", name, fields };
  const differing = portalDifference(fields, standing);
  const { id } = standing;
  if (differing.length === 0) return { of: "portal", do: "keep", name, id };
  return { of: "portal", do: "update", name, id, fields, because: differing.join(", ") };
}

function portalDifference(
  { features: wanted }: PortalWanted,
  { features }: Stripe.BillingPortal.Configuration,
): string[] {
  const { subscription_cancel: cancel } = features;
  const same = {
    invoice_history: features.invoice_history.enabled === wanted.invoice_history.enabled,
    payment_method_update: features.payment_method_update.enabled === wanted.payment_method_update.enabled,
    subscription_cancel:
      cancel.enabled &&
      cancel.mode === wanted.subscription_cancel.mode &&
      cancel.proration_behavior === wanted.subscription_cancel.proration_behavior,
    subscription_update: features.subscription_update.enabled === wanted.subscription_update.enabled,
  };
  return Object.entries(same).flatMap(([feature, is]) => (is ? [] : [feature]));
}

/** Where a stage's webhook is. */
export interface WebhookPlace {
  readonly url: string;
  /** The stage's name: several stages of a policy may share a Stripe account. Absent: only the URL says which one is ours. */
  readonly stage: string | undefined;
}

function webhookStep({ name: policy }: Policy, { url, stage }: WebhookPlace, { webhooks }: Found): Step[] {
  const name = stage === undefined ? policy : `${policy}/${stage}`;
  const fields: WebhookWanted = {
    url,
    enabled_events: [...HANDLED],
    api_version: API_VERSION,
    description: `Passbook, ${name}`,
    metadata: { passbook: name },
  };
  const isNamed = ({ metadata }: Stripe.WebhookEndpoint) => stage !== undefined && metadata["passbook"] === name;
  const ours = webhooks.filter((endpoint) => endpoint.url === url || isNamed(endpoint));
  const standing = ours.find(({ api_version }) => api_version === API_VERSION);
  const step = { of: "webhook", name: url } as const;
  if (!standing) {
    const [old] = ours;
    if (!old) return [{ ...step, do: "create", fields }];
    // An endpoint keeps its version for ever.
    return [{ ...step, do: "create", fields, replaces: old.id, because: `${old.id} speaks ${old.api_version}` }];
  }
  const changes = {
    ...(standing.url !== url && { url }),
    ...(!isSameSet(standing.enabled_events, fields.enabled_events) && { enabled_events: fields.enabled_events }),
    ...(standing.status !== "enabled" && { disabled: false }),
    ...(standing.metadata["passbook"] !== name && { metadata: fields.metadata }),
  };
  const because = Object.keys(changes).join(", ");
  const { id } = standing;
  return [because === "" ? { ...step, do: "keep", id } : { ...step, do: "update", id, fields: changes, because }];
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** The prices that stand for what is sold, or stood for it: the table remembers what they were called. */
export function standingPrices({ prices }: Found): readonly (readonly [id: string, name: string])[] {
  return [...prices].map(([key, { id }]) => [id, priceName(key)] as const);
}
