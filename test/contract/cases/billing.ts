import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { type BillingStory, billingStory } from "../../support/billing-story.ts";
import { nameOf } from "../../support/local-stripe.ts";
import { asking, type Case, type Cases } from "./case.ts";
import { everything } from "./every-verb.ts";

const CREATOR = { plan: "creator", interval: "month" };
const BASIC = { plan: "basic", interval: "month" };
const STUDIO = { plan: "studio-5", interval: "month" };

/** Ada, a product and the local Stripe; what has happened so far; and what she asks. */
const story = (policy: Policy, verb: string, body: object, given?: (story: BillingStory) => Promise<unknown>): Case =>
  asking(async () => {
    const told = await billingStory(policy);
    await given?.(told);
    const request = { token: { ...everything, sub: "ada" }, key: "asked", body };
    return { line: `POST /accounts/ada/${verb}`, request, passbook: told.passbook };
  });

const buys = (plan: object) => (told: BillingStory) => told.buys(plan);

/** The same key has asked for something else before. */
const used = (verb: string, before: object) => async (told: BillingStory) => {
  await told.buys(CREATOR);
  await told.done(verb, before, "asked");
};

export const checkout: Cases = {
  "200 plan": story(omnia, "checkout", CREATOR),
  "200 pack": story(omnia, "checkout", { pack: "pack_1000", quantity: 2 }),
  "200 add-on": story(musiversal, "checkout", { addOn: "extra" }, buys(STUDIO)),
  idempotency_conflict: story(omnia, "checkout", { pack: "pack_5000" }, used("checkout", { pack: "pack_1000" })),
  "invalid_request for what is not sold": story(omnia, "checkout", { plan: "gold", interval: "month" }),
  not_for_you: story(musiversal, "checkout", { pack: "pack_5" }),
  already_subscribed: story(omnia, "checkout", CREATOR, buys(CREATOR)),
};

export const portal: Cases = {
  200: story(omnia, "portal", {}),
  "200 to end now": story(omnia, "portal", { cancel: "now" }, buys(CREATOR)),
  idempotency_conflict: story(omnia, "portal", { cancel: "now" }, used("portal", {})),
};

const declined = async (told: BillingStory) => {
  await told.buys(BASIC);
  const { customer } = await told.subscription();
  await told.stripe.control("decline", { customer: nameOf(customer) });
};

export const plan: Cases = {
  200: story(omnia, "plan", { plan: "pro", interval: "month" }, buys(CREATOR)),
  "200 at once": story(neume, "plan", { plan: "pro", interval: "month" }, buys(BASIC)),
  "200 previewed": story(musiversal, "plan", { plan: "studio-50", interval: "month", preview: true }, buys(STUDIO)),
  "200 as it is": story(omnia, "plan", CREATOR, buys(CREATOR)),
  idempotency_conflict: story(
    omnia,
    "plan",
    { plan: "team", interval: "month" },
    used("plan", { plan: "pro", interval: "month" }),
  ),
  "invalid_request without a subscription": story(omnia, "plan", CREATOR),
  payment_failed: story(neume, "plan", { plan: "pro", interval: "month" }, declined),
};

export const cancel: Cases = {
  200: story(omnia, "cancel", { when: "period_end" }, buys(CREATOR)),
  "200 now": story(neume, "cancel", { when: "now" }, buys(BASIC)),
  "200 previewed": story(musiversal, "cancel", { when: "now", preview: true }, buys(STUDIO)),
  idempotency_conflict: story(omnia, "cancel", { when: "now" }, used("cancel", { when: "period_end" })),
};

export const resume: Cases = {
  200: story(omnia, "resume", {}, async (told) => {
    await told.buys(CREATOR);
    await told.done("cancel", { when: "period_end" });
  }),
  idempotency_conflict: story(omnia, "resume", {}, used("cancel", { when: "period_end" })),
  "invalid_request for what does not end": story(omnia, "resume", {}, buys(CREATOR)),
};
