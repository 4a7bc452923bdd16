import { config } from "./config.ts";
import { Refusal } from "./http/problem.ts";
import { rawBody } from "./http/request.ts";
import { deadline, http, json, type PublicEvent } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";
import { priceBook, stripeClient } from "./stripe/client.ts";
import { isHandled, type PriceNames, pricesOf, translate, Unreadable } from "./stripe/translate.ts";
import { API_VERSION, verifiedEvent } from "./stripe/verify.ts";

export interface WebhookParts extends Passbook {
  readonly secrets: readonly string[];
  readonly livemode: boolean;
  /** What the price ids stand for. */
  readonly priceNames: (prices: readonly string[]) => Promise<PriceNames>;
}

/**
 * `POST /stripe/webhook`: what Stripe tells becomes entries, before it is answered. What fails is answered 5xx, and Stripe
 * sends it again; what was done before then is found done.
 */
export const stripeWebhook = ({ policy, ledger, clock, logger, secrets, livemode, priceNames }: WebhookParts) =>
  http<PublicEvent>(logger, async (request, context) => {
    const now = clock();
    const event = verifiedEvent(rawBody(request), request.headers["stripe-signature"], secrets, now);
    if (!isHandled(event)) return received;
    if (event.livemode !== livemode)
      throw new Refusal("invalid_signature", "The event is of the other mode (test, live).");
    try {
      if (event.api_version !== API_VERSION)
        throw new Unreadable(`${event.id} is rendered in ${event.api_version}, not ${API_VERSION}`);
      const translation = translate(policy, await priceNames(pricesOf(event)), event, now);
      if ("ignored" in translation) {
        logger.info("ignored", { event: event.id, type: event.type, because: translation.ignored });
        return received;
      }
      for (const { account, command } of translation.facts) {
        await ledger.perform(account, command, { until: deadline(context, now) });
      }
      return received;
    } catch (cause) {
      if (!(cause instanceof Unreadable)) throw cause;
      throw new Refusal(
        "unreadable_event",
        "The event is ours and can't be read. It is kept by Stripe and sent again.",
        {},
        { cause },
      );
    }
  });

const received = json(200, { received: true });

function parts(): WebhookParts {
  const all = passbook();
  const stripe = stripeClient(config.stripeSecretKey, config.stripeApiUrl);
  return {
    ...all,
    secrets: config.webhookSecrets,
    livemode: config.livemode,
    priceNames: priceBook(all.policy, all.table, stripe),
  };
}

export const handler = lambda(stripeWebhook, parts);
