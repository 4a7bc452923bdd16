import { policies } from "@passbook/core/policies";
import { Resource } from "sst/resource";

/**
 * What differs between deployments, from one place: the environment and SST's links. Read at first use, so that a function
 * asks for nothing that it is not linked to. What is missing or makes no sense refuses to start.
 */
export const config = {
  /** `POLICY`: which product's rules apply. */
  get policy() {
    const name = process.env["POLICY"] ?? "omnia";
    const policy = Object.hasOwn(policies, name) ? policies[name] : undefined;
    if (!policy) throw new Error(`POLICY is ${name}; there are ${Object.keys(policies).join(", ")}`);
    return policy;
  },

  get tableName() {
    return Resource.Table.name;
  },

  get busName() {
    return Resource.Bus.name;
  },

  /** `STRIPE_MODE`: whether real money is meant. An event of the other mode is refused. */
  get livemode() {
    const mode = process.env["STRIPE_MODE"];
    if (mode !== "test" && mode !== "live") throw new Error(`STRIPE_MODE is ${mode}; it must be test or live`);
    return mode === "live";
  },

  get stripeSecretKey() {
    return filled("StripeSecretKey", Resource.StripeSecretKey.value);
  },

  /** The current secret and, while it is being rolled, the next one. */
  get webhookSecrets() {
    const next = Resource.StripeWebhookSecretNext.value.trim();
    return [filled("StripeWebhookSecret", Resource.StripeWebhookSecret.value), ...(next ? [next] : [])];
  },

  /** What signs receipts and quotes, and, while that is being rotated, the key before it or after it. */
  get receiptKeys(): [string, ...string[]] {
    const other = Resource.ReceiptKeyOther.value.trim();
    return [filled("ReceiptKey", Resource.ReceiptKey.value), ...(other ? [other] : [])];
  },

  /** `TEST_CLOCK`: the Stripe test clock of accounts that have no customer yet; a stage for trying things out has one. */
  get defaultClock() {
    return process.env["TEST_CLOCK"]?.trim() || undefined;
  },

  /** `WEB_URL`: the page that Stripe's Checkout and portal send people back to. */
  get webUrl() {
    const url = process.env["WEB_URL"] ?? "";
    if (!/^https?:/.test(url) || !URL.canParse(url)) throw new Error(`WEB_URL is ${url}; it must be the URL of a page`);
    return url;
  },

  /** `STRIPE_API_URL`: another Stripe than Stripe's own; the local one. */
  get stripeApiUrl() {
    const url = process.env["STRIPE_API_URL"];
    return url ? new URL(url) : undefined;
  },
};

/** A blank secret would let everybody sign. What is read from a file ends with a line break, and is not part of it. */
function filled(name: string, value: string): string {
  const secret = value.trim();
  if (!secret) throw new Error(`the secret ${name} is blank`);
  return secret;
}
