/** Set with `sst secret set <name>`; a deployment without the first two is refused. */
const secretKey = new sst.Secret("StripeSecretKey");
const webhookSecret = new sst.Secret("StripeWebhookSecret");

/** Set only while the webhook's secret is being rolled: until Stripe drops the old one, both verify. */
const webhookSecretNext = new sst.Secret("StripeWebhookSecretNext", "");

export const stripeSecrets = [secretKey, webhookSecret, webhookSecretNext];
