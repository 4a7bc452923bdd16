import { asking, stepsOf } from "./billing/asking.ts";
import { type Billing, billing } from "./billing/billing.ts";
import { customerFor } from "./billing/customer.ts";
import { portalConfiguration } from "./billing/portal.ts";
import { FIRST_STEP } from "./billing/steps.ts";
import { portalWanted } from "./contract/billing.ts";
import { replayed } from "./http/change.ts";
import { keyedRequest } from "./http/request.ts";
import { read } from "./http/schema.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda } from "./passbook.ts";

/** `POST /accounts/{account}/portal`: a page of Stripe's with invoices, cards, and a subscription's end. */
export const portal = (parts: Billing) =>
  http<AuthorizedEvent>(parts.logger, async (event, context) => {
    const request = keyedRequest(event);
    const steps = stepsOf(parts, "portal", event, request, context);
    const { wanted, account } = await asking(parts, event, () => read(portalWanted, request.body), steps);
    const params = {
      customer: await customerFor(parts, account),
      configuration: await portalConfiguration(parts, wanted.cancel ?? "period_end"),
      return_url: parts.webUrl,
    };
    const { url } = await steps.take(FIRST_STEP, (options) =>
      parts.stripe.billingPortal.sessions.create(params, options),
    );
    return json(200, { url }, replayed(steps.isReplay));
  });

export const handler = lambda(portal, billing);
