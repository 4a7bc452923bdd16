import type Stripe from "stripe";
import type { configuration } from "../../functions/billing/portal.ts";
import type { SellablePrice } from "../../functions/stripe/catalogue.ts";

/** One thing that the policy wants of Stripe, and what has to be done for it. */
export type Step = {
  /** As a person knows it: `omnia/creator`, `omnia_creator_year`, the URL of the webhook. */
  readonly name: string;
  /** What differs; absent: nothing does, or there is nothing yet. */
  readonly because?: string;
} & (
  | { readonly of: "product"; readonly do: "create" }
  | { readonly of: "product"; readonly do: "update"; readonly id: string; readonly fields: { active: true } }
  | { readonly of: "price"; readonly do: "create"; readonly price: SellablePrice }
  | { readonly of: "price"; readonly do: "transfer"; readonly price: SellablePrice; readonly from: string }
  | { readonly of: "price"; readonly do: "update"; readonly id: string; readonly fields: Stripe.PriceUpdateParams }
  | { readonly of: "portal"; readonly do: "create"; readonly fields: PortalWanted }
  | { readonly of: "portal"; readonly do: "update"; readonly id: string; readonly fields: PortalWanted }
  | { readonly of: "webhook"; readonly do: "create"; readonly fields: WebhookWanted; readonly replaces?: string }
  | { readonly of: "webhook"; readonly do: "update"; readonly id: string; readonly fields: WebhookChange }
  | { readonly of: "product" | "price" | "portal" | "webhook"; readonly do: "keep"; readonly id: string }
);

export type PortalWanted = ReturnType<typeof configuration>;

export type WebhookWanted = Stripe.WebhookEndpointCreateParams & { readonly metadata: { readonly passbook: string } };

export type WebhookChange = Pick<
  Stripe.WebhookEndpointUpdateParams,
  "enabled_events" | "url" | "disabled" | "metadata"
>;
