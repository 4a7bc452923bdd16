import type { LocalStripe } from "./stripe/server.ts";

interface Surroundings {
  readonly policy: string;
  readonly stripe: LocalStripe;
  /** A private key as JWK. */
  readonly receiptKey: string;
  readonly dynamodb: { readonly endpoint: string; readonly table: string };
  /** Where Checkout leads back to, unless somebody has a page of their own. */
  readonly webUrl: string;
  readonly quiet: boolean;
}

/** What a function finds on AWS in its environment and in SST's links, pointing at what runs here. */
export function setEnvironment({ policy, stripe, receiptKey, dynamodb, webUrl, quiet }: Surroundings): void {
  Object.assign(process.env, {
    POLICY: policy,
    STRIPE_MODE: "test",
    TEST_CLOCK: stripe.testClock,
    STRIPE_API_URL: stripe.url,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
    SST_RESOURCE_App: JSON.stringify({ name: "passbook", stage: "local" }),
    SST_RESOURCE_Table: JSON.stringify({ name: dynamodb.table }),
    SST_RESOURCE_Bus: JSON.stringify({ name: "passbook", arn: "arn:aws:events:local:000000000000:event-bus/passbook" }),
    SST_RESOURCE_ReceiptKey: JSON.stringify({ value: receiptKey }),
    SST_RESOURCE_ReceiptKeyOther: JSON.stringify({ value: "" }),
    SST_RESOURCE_StripeSecretKey: JSON.stringify({ value: stripe.apiKey }),
    SST_RESOURCE_StripeWebhookSecret: JSON.stringify({ value: stripe.webhookSecret }),
    SST_RESOURCE_StripeWebhookSecretNext: JSON.stringify({ value: "" }),
  });
  process.env["WEB_URL"] ??= webUrl;
  // The SDK wants a region and credentials of somebody; an engine of your own may mind whose.
  process.env["AWS_REGION"] ??= "local";
  process.env["AWS_ACCESS_KEY_ID"] ??= "local";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "local";
  // A profile would outrank them.
  delete process.env["AWS_PROFILE"];
  process.env["POWERTOOLS_LOG_LEVEL"] ??= quiet ? "SILENT" : "WARN";
}
