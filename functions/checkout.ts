import { isLive, mayBuy, policyAt } from "@passbook/core";
import { type AddOnWanted, changeAddOn, refuseYearly } from "./billing/add-on.ts";
import { type Asking, asking, stepsOf } from "./billing/asking.ts";
import { type Billing, billing } from "./billing/billing.ts";
import { hasOpened, openSession, type Sale } from "./billing/checkout-session.ts";
import { customerOf } from "./billing/customer.ts";
import { isLiveAtStripe, type Standing } from "./billing/standing.ts";
import type { Steps } from "./billing/steps.ts";
import { alreadySubscribed, begin, refuseEnding, refuseUnpaid, standingsOf } from "./billing/subscription.ts";
import { inTurn } from "./billing/turn.ts";
import { readCheckout } from "./contract/billing.ts";
import { replayed } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { Refusal } from "./http/problem.ts";
import { keyedRequest } from "./http/request.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda } from "./passbook.ts";

/**
 * `POST /accounts/{account}/checkout`: a page of Stripe's where a plan or a pack is bought; an add-on goes beside the plan that
 * runs, without a page.
 */
export const checkout = (parts: Billing) =>
  http<AuthorizedEvent>(parts.logger, async (event, context) => {
    const request = keyedRequest(event);
    const steps = stepsOf(parts, "checkout", event, request, context);
    const { wanted, ...asked } = await asking(parts, event, (policy) => readCheckout(policy, request.body), steps);
    if (!("addOn" in wanted)) {
      await refuseSale(parts, steps, { wanted, ...asked });
      const url = await openSession(parts, steps, asked.account, wanted, asked.now);
      return json(200, { url }, replayed(steps.isReplay));
    }
    const check = (standing: Standing) => refuseAddOn(standing, wanted);
    const effectiveAt = await inTurn(parts, steps, asked.account.id, async () => {
      const standing = await begin(parts, steps, asked.account, { now: asked.now, check, metadata: {} });
      return changeAddOn(parts, steps, standing, wanted, asked.now);
    });
    return json(200, { effectiveAt: iso(effectiveAt) }, replayed(steps.isReplay));
  });

/** @throws {Refusal} 422 (M2) */
function refuseAddOn(standing: Standing, wanted: AddOnWanted): void {
  refuseUnpaid(standing);
  refuseEnding(standing);
  refuseYearly(standing, wanted);
}

/**
 * What a request has opened it is answered again, whatever would be refused by now; and a key that was used for something else
 * is told before that: Stripe compares them.
 * @throws {Refusal} 403: it is not sold to this account (M7, N3); 409: there is a subscription already (O14).
 */
async function refuseSale(parts: Billing, steps: Steps, { wanted, account, now }: Asking<Sale>): Promise<void> {
  const refusal = await whyNotSold(parts, { wanted, account, now });
  if (!refusal) return;
  const customer = await customerOf(parts.table, account.id);
  const isOpen = customer !== undefined && (await hasOpened(parts, steps, customer, now));
  if (!isOpen && !(await steps.isKnown(parts.stripe))) throw refusal;
}

async function whyNotSold(parts: Billing, { wanted, account, now }: Asking<Sale>): Promise<Refusal | undefined> {
  if ("pack" in wanted) {
    if (mayBuy(policyAt(parts.policy, now), account, wanted.pack).may === "yes") return undefined;
    return new Refusal("not_for_you", `${wanted.pack} is not sold to this account.`);
  }
  const isKnown = account.subscriptions.some(isLive);
  const isSubscribed =
    isKnown || (await standingsOf(parts, account)).some(({ subscription }) => isLiveAtStripe(subscription));
  return isSubscribed ? alreadySubscribed() : undefined;
}

export const handler = lambda(checkout, billing);
