import { config } from "./config.ts";
import { Refusal } from "./http/problem.ts";
import { rawBody } from "./http/request.ts";
import { deadline, http, json, type PublicEvent } from "./http/stack.ts";
import { lambda } from "./passbook.ts";
import { intake } from "./stripe/intake.ts";
import { type Intake, isForUs, take } from "./stripe/take.ts";
import { Unreadable } from "./stripe/unreadable.ts";
import { verifiedEvent } from "./stripe/verify.ts";

export interface WebhookParts extends Intake {
  /** The endpoint's signing secrets. */
  readonly secrets: readonly string[];
}

/**
 * `POST /stripe/webhook`: what Stripe tells becomes entries, before it is answered. What fails is answered 5xx, and Stripe
 * sends it again; what was done before then is found done. What can't be read is kept besides.
 */
export const stripeWebhook = (endpoint: WebhookParts) =>
  http<PublicEvent>(endpoint.logger, async (request, context) => {
    const now = endpoint.clock();
    const event = verifiedEvent(rawBody(request), request.headers["stripe-signature"], endpoint.secrets, now);
    if (!isForUs(event)) return received;
    if (event.livemode !== endpoint.livemode)
      throw new Refusal("invalid_signature", "The event is of the other mode (test, live).");
    await take(endpoint, event, now, deadline(context, now)).catch(refuseUnreadable);
    return received;
  });

const received = json(200, { received: true });

function refuseUnreadable(cause: unknown): never {
  if (!(cause instanceof Unreadable)) throw cause;
  const detail = "The event is ours and can't be read. It is kept, and can be replayed.";
  throw new Refusal("unreadable_event", detail, {}, { cause });
}

const parts = (): WebhookParts => ({ ...intake(), secrets: config.webhookSecrets });

export const handler = lambda(stripeWebhook, parts);
