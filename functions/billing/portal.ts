import type { Policy } from "@passbook/core";
import type Stripe from "stripe";
import { asked } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { type StripeApi, stripeKey } from "./steps.ts";

/** When a subscription that is cancelled in the portal ends. */
export type PortalCancel = "period_end" | "now";

/**
 * The portal's configuration, one for each way to cancel; plans are changed by our own verb only, because Stripe's portal does
 * not know the policy's words. It is made where it is not there yet, once, whoever comes first.
 */
export async function portalConfiguration(
  { stripe, policy }: Pick<Billing, "stripe" | "policy">,
  cancel: PortalCancel,
): Promise<string> {
  const found = await foundConfiguration(stripe, policy, cancel);
  if (found) return found.id;
  const idempotencyKey = stripeKey("portal configuration", configurationName(policy, cancel));
  const made = await asked(
    stripe.billingPortal.configurations.create(configuration(policy, cancel), { idempotencyKey }),
  );
  return made.id;
}

/** By the name in its metadata, whoever has made it: a request or `npm run stripe:push`. */
export async function foundConfiguration(
  stripe: StripeApi,
  policy: Pick<Policy, "name">,
  cancel: PortalCancel,
): Promise<Stripe.BillingPortal.Configuration | undefined> {
  const all = stripe.billingPortal.configurations.list({ active: true, limit: 100 });
  const configurations = await asked(all.autoPagingToArray({ limit: 1_000 }));
  return configurations.find(({ metadata }) => metadata?.["passbook"] === configurationName(policy, cancel));
}

function configurationName({ name }: Pick<Policy, "name">, cancel: PortalCancel): string {
  return `${name}/cancel_${cancel}`;
}

/** What a configuration says. */
export function configuration(policy: Pick<Policy, "name">, cancel: PortalCancel) {
  const mode = cancel === "now" ? "immediately" : "at_period_end";
  return {
    name: `${policy.name}: cancel ${cancel === "now" ? "now" : "at the period's end"}`,
    metadata: { passbook: configurationName(policy, cancel) },
    features: {
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      // What is left is not paid back by itself (O10).
      subscription_cancel: { enabled: true, mode, proration_behavior: "none" },
      subscription_update: { enabled: false },
    },
  } satisfies Stripe.BillingPortal.ConfigurationCreateParams;
}
