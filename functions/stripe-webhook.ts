import type Stripe from "stripe";
import { expireSessions } from "./billing/expire-sessions.ts";
import type { StripeApi } from "./billing/steps.ts";
import { config } from "./config.ts";
import { Refusal } from "./http/problem.ts";
import { rawBody } from "./http/request.ts";
import { deadline, http, json, type PublicEvent } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";
import { priceBook, stripeClient } from "./stripe/client.ts";
import { type Knowledge, knowledge } from "./stripe/knowledge.ts";
import { needs, pricesOf } from "./stripe/needs.ts";
import { mayBeOnClock, seeCustomer } from "./stripe/read-customer.ts";
import { subscriptionState } from "./stripe/read-subscription.ts";
import { NOTHING_KNOWN, type Told } from "./stripe/reading.ts";
import { isSameState } from "./stripe/same-state.ts";
import { type HandledEvent, isHandled, translate } from "./stripe/translate.ts";
import { Unreadable } from "./stripe/unreadable.ts";
import { API_VERSION, verifiedEvent } from "./stripe/verify.ts";

export interface WebhookParts extends Passbook {
  readonly secrets: readonly string[];
  readonly livemode: boolean;
  readonly knowledge: Knowledge;
  readonly stripe: StripeApi;
}

/**
 * `POST /stripe/webhook`: what Stripe tells becomes entries, before it is answered. What fails is answered 5xx, and Stripe
 * sends it again; what was done before then is found done. What can't be read is kept besides.
 */
export const stripeWebhook = (endpoint: WebhookParts) =>
  http<PublicEvent>(endpoint.logger, async (request, context) => {
    const now = endpoint.clock();
    const event = verifiedEvent(rawBody(request), request.headers["stripe-signature"], endpoint.secrets, now);
    if (!isHandled(event)) return received;
    if (event.livemode !== endpoint.livemode)
      throw new Refusal("invalid_signature", "The event is of the other mode (test, live).");
    try {
      await take(endpoint, event, now, deadline(context, now));
      return received;
    } catch (cause) {
      if (!(cause instanceof Unreadable)) throw cause;
      await endpoint.table.parkEvent(event.id, event.created * 1000, JSON.stringify(event));
      throw new Refusal(
        "unreadable_event",
        "The event is ours and can't be read. It is kept, and can be replayed.",
        {},
        { cause },
      );
    }
  });

const received = json(200, { received: true });

async function take(endpoint: WebhookParts, event: HandledEvent, now: number, until: number): Promise<void> {
  const { policy, ledger, table, logger, knowledge: knows } = endpoint;
  if (event.api_version !== API_VERSION)
    throw new Unreadable(`${event.id} is rendered in ${event.api_version}, not ${API_VERSION}`);
  const known = await knows.of(needs(policy, event));
  const translation = translate(policy, known, event, now);
  if ("ignored" in translation) {
    logger.info("ignored", { event: event.id, type: event.type, because: translation.ignored });
    return;
  }
  if ("clock" in translation) return table.moveClock(translation.clock.id, translation.clock.instant);
  // By whose time an account lives comes before what happened in it, and before the link after which nobody asks for it again.
  const customers = mayBeOnClock(event) ? await knows.customersOnClocks(translation.links, known.links) : [];
  for (const { account, customer } of customers) await ledger.perform(account, seeCustomer(now, customer), { until });
  await knows.learn(translation.links, known.links);
  for (const told of translation.facts) {
    const { account, fact } = await untied(endpoint, told, now);
    await ledger.perform(account, fact, { until });
    if (fact.type === "ChangeSubscription" && fact.endedAt !== null) await expireSessions(endpoint, account, fact);
  }
}

/**
 * Stripe's seconds can't order the states of one second: what it says now is the later one, however many there were. An end is
 * final, and needs no one.
 */
async function untied({ policy, ledger, knowledge: knows }: WebhookParts, told: Told, now: number): Promise<Told> {
  const { account, fact } = told;
  if (fact.type !== "ChangeSubscription" || fact.endedAt !== null) return told;
  const { subscriptions } = (await ledger.read(account, 0)).account;
  const known = subscriptions.find(({ id }) => id === fact.subscription);
  const isTied = known && known.endedAt === null && fact.toldAt <= known.toldAt && known.toldAt < fact.toldAt + SECOND;
  if (!isTied || isSameState(known, fact)) return told;
  const stands: Stripe.Subscription = await knows.subscription(fact.subscription);
  const links = new Map([[fact.subscription, { account }]]);
  const { prices } = await knows.of({ prices: pricesOf(stands), links: [] });
  const state = subscriptionState(
    { policy, known: { ...NOTHING_KNOWN, links, prices }, now },
    stands,
    known.toldAt + 1,
  );
  const [standing] = "facts" in state ? state.facts : [];
  if (standing?.fact.type !== "ChangeSubscription") return told;
  return known.toldAt > fact.toldAt && isSameState(known, standing.fact) ? told : standing;
}

const SECOND = 1000;

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
