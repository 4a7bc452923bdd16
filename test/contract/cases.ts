import type { Verb } from "../../functions/contract/verbs.ts";
import { cancel, checkout, plan, portal, resume } from "./cases/billing.ts";
import type { Cases } from "./cases/case.ts";
import { casesOfEveryVerb } from "./cases/every-verb.ts";
import { adjust, describeAccount } from "./cases/operating.ts";
import { account, balance, catalog, health, openapi, receiptKeys, statement } from "./cases/reading.ts";
import { cancelSpend, capture, hold, quote, release, spend } from "./cases/spending.ts";
import { stripeWebhook } from "./cases/stripe.ts";

const OWN: Readonly<Record<Verb, Cases>> = {
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

/** Every way in which a verb can answer, those that it shares with others first. */
export function casesOf(verb: Verb): Cases {
  return verb === "stripe-webhook" ? OWN[verb] : { ...casesOfEveryVerb(verb), ...OWN[verb] };
}
