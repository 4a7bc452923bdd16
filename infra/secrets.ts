/** What is asked of Stripe is asked with the first. Set with `sst secret set <name> --stage <stage>`; a deployment without the first two is refused. */
export const stripeKey = new sst.Secret("StripeSecretKey");
const webhookSecret = new sst.Secret("StripeWebhookSecret");

/** Set only while the webhook's secret is being rolled: until Stripe drops the old one, both verify. */
const webhookSecretNext = new sst.Secret("StripeWebhookSecretNext", "");

/** What receipts and quotes are signed with: an Ed25519 private key, `openssl genpkey -algorithm ed25519`. */
const receiptKey = new sst.Secret("ReceiptKey");

/** Set only while that is being rotated: the next one before, the last one after. It is published too, and verifies quotes. */
const receiptKeyOther = new sst.Secret("ReceiptKeyOther", "");

export const receiptKeys = [receiptKey, receiptKeyOther];

export const stripeSecrets = [stripeKey, webhookSecret, webhookSecretNext];
