import type { routes } from "../routes.ts";
import type { VerbContract } from "./verb-contract.ts";
import { account } from "./verbs/account.ts";
import { adjust } from "./verbs/adjust.ts";
import { balance } from "./verbs/balance.ts";
import { cancel } from "./verbs/cancel.ts";
import { cancelSpend } from "./verbs/cancel-spend.ts";
import { capture } from "./verbs/capture.ts";
import { catalog } from "./verbs/catalog.ts";
import { checkout } from "./verbs/checkout.ts";
import { describeAccount } from "./verbs/describe-account.ts";
import { health } from "./verbs/health.ts";
import { hold } from "./verbs/hold.ts";
import { openapi } from "./verbs/openapi.ts";
import { plan } from "./verbs/plan.ts";
import { portal } from "./verbs/portal.ts";
import { quote } from "./verbs/quote.ts";
import { receiptKeys } from "./verbs/receipt-keys.ts";
import { release } from "./verbs/release.ts";
import { resume } from "./verbs/resume.ts";
import { spend } from "./verbs/spend.ts";
import { statement } from "./verbs/statement.ts";
import { stripeWebhook } from "./verbs/stripe-webhook.ts";

export type Verb = (typeof routes)[number]["function"];

/** What each verb promises. A new route does not compile until its contract is here. */
export const contracts: Readonly<Record<Verb, VerbContract>> = {
  "stripe-webhook": stripeWebhook,
  catalog,
  openapi,
  health,
  "receipt-keys": receiptKeys,
  account,
  balance,
  statement,
  quote,
  spend,
  "cancel-spend": cancelSpend,
  hold,
  capture,
  release,
  checkout,
  portal,
  plan,
  cancel,
  resume,
  adjust,
  "describe-account": describeAccount,
};
