import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { config } from "./config.ts";
import { Refusal } from "./http/problem.ts";
import { rawBody } from "./http/request.ts";
import { deadline, http, json, type PublicEvent } from "./http/stack.ts";
import { lambda, passbook } from "./passbook.ts";
import { priceBook, stripeClient } from "./stripe/client.ts";
import { knowledge } from "./stripe/knowledge.ts";
import { type Intake, take } from "./stripe/take.ts";
import { isThin, mayBeOurs, type ThinEvent } from "./stripe/thin-event.ts";
import { type HandledEvent, isHandled } from "./stripe/translate.ts";
import { Unreadable } from "./stripe/unreadable.ts";
import { verifiedEvent } from "./stripe/verify.ts";

export interface WebhookParts extends Intake {
  readonly secrets: readonly string[];
  readonly livemode: boolean;
}

/**
 * `POST /stripe/webhook`: what Stripe tells becomes entries, before it is answered. What fails is answered 5xx, and Stripe
 * sends it again; what was done before then is found done. What can't be read is kept besides.
 */
export const stripeWebhook = (endpoint: WebhookParts) =>
  http<PublicEvent>(endpoint.logger, async (request, context) => {
    const now = endpoint.clock();
    const event = verifiedEvent(rawBody(request), request.headers["stripe-signature"], endpoint.secrets, now);
    if (!saysSomething(event)) return received;
    if (event.livemode !== endpoint.livemode)
      throw new Refusal("invalid_signature", "The event is of the other mode (test, live).");
    try {
      if (isThin(event)) throw new Unreadable(`${event.id} is a thin event: the endpoint has to be one for snapshots`);
      await take(endpoint, event, now, deadline(context, now));
      return received;
    } catch (cause) {
      if (!(cause instanceof Unreadable)) throw cause;
      await endpoint.table.parkEvent(event.id, createdAt(event), JSON.stringify(event));
      throw new Refusal(
        "unreadable_event",
        "The event is ours and can't be read. It is kept, and can be replayed.",
        {},
        { cause },
      );
    }
  });

type Telling = HandledEvent | ThinEvent;

/** Every other type is none of ours, or told by another. */
function saysSomething(event: Stripe.Event | ThinEvent): event is Telling {
  return isThin(event) ? mayBeOurs(event) : isHandled(event);
}

function createdAt({ created }: Telling): Instant {
  return typeof created === "number" ? created * 1000 : Date.parse(created);
}

const received = json(200, { received: true });

function parts(): WebhookParts {
  const all = passbook();
  const stripe = stripeClient(config.stripeSecretKey, config.stripeApiUrl);
  const priceNames = priceBook(all.policy, all.table, stripe);
  return {
    ...all,
    secrets: config.webhookSecrets,
    livemode: config.livemode,
    stripe,
    knowledge: knowledge({ ...all, stripe, priceNames }),
  };
}

export const handler = lambda(stripeWebhook, parts);
