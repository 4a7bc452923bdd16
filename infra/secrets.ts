/** What is asked of Stripe is asked with the first. Set with `sst secret set <name>`; a deployment without the first two is refused. */
export const stripeKey = new sst.Secret("StripeSecretKey");
const webhookSecret = new sst.Secret("StripeWebhookSecret");

/** Set only while the webhook's secret is being rolled: until Stripe drops the old one, both verify. */
const webhookSecretNext = new sst.Secret("StripeWebhookSecretNext", "");

export const stripeSecrets = [stripeKey, webhookSecret, webhookSecretNext];
