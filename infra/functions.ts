import type { routes } from "../functions/routes.ts";
import { receiptKeys, stripeKey, stripeSecrets } from "./secrets.ts";
import { policy, stripeMode, webUrl } from "./stage.ts";
import { table, writing } from "./table.ts";

type Verb = (typeof routes)[number]["function"];

const settings = {
  runtime: "nodejs24.x",
  architecture: "arm64",
  memory: "1024 MB", //     CPU is sold with memory, and a cold start is all CPU
  timeout: "20 seconds", // room for the ledger's retries, well inside the gateway's 30 and Stripe's patience
  logging: { format: "json" },
  environment: { POLICY: policy, STRIPE_MODE: stripeMode },
} satisfies Partial<sst.aws.FunctionArgs>;

/** For the verbs that ask something of Stripe: its answers are linked and priced in the table, and lead people back to the page. */
const asksStripe = {
  link: [table, stripeKey],
  permissions: [writing],
  environment: { ...settings.environment, WEB_URL: webUrl },
} satisfies Partial<sst.aws.FunctionArgs>;

/** What each verb may touch: a new route does not compile until this says so. */
const access: Record<Verb, Pick<sst.aws.FunctionArgs, "link" | "permissions" | "environment">> = {
  "stripe-webhook": { link: [table, ...stripeSecrets], permissions: [writing] },
  catalog: {},
  openapi: {},
  account: { link: [table], permissions: [writing] }, // as the balance
  balance: { link: [table], permissions: [writing] }, // the first call makes an account personal
  quote: { link: [table, ...receiptKeys], permissions: [writing] }, // so may this one be
  statement: { link: [table] },
  health: { link: [table] },
  "receipt-keys": { link: receiptKeys },
  spend: { link: [table, ...receiptKeys], permissions: [writing] },
  "cancel-spend": { link: [table], permissions: [writing] },
  hold: { link: [table], permissions: [writing] },
  capture: { link: [table, ...receiptKeys], permissions: [writing] },
  release: { link: [table], permissions: [writing] },
  checkout: asksStripe,
  portal: asksStripe,
  plan: asksStripe,
  cancel: asksStripe,
  resume: asksStripe,
  adjust: { link: [table], permissions: [writing] },
  "describe-account": { link: [table], permissions: [writing] },
};

export const functionFor = (verb: Verb): sst.aws.FunctionArgs => ({
  ...settings,
  ...access[verb],
  handler: `functions/${verb}.handler`,
});
