import { createHmac } from "node:crypto";
import type { Told } from "./account-commands.ts";
import { type Connection, type Environment, type Reply, refusal } from "./connection.ts";
import { linked, type Storage } from "./storage.ts";
import { Failure, UsageError } from "./usage.ts";

/** What it takes to deliver an event again. */
export interface Replaying {
  readonly connection: Connection;
  readonly storage: () => Storage;
  readonly env: Environment;
  readonly now: () => number;
}

/**
 * Delivers an event again: the one that was kept because it could not be read, or what Stripe has under that id. What it has
 * done already it does not do twice.
 */
export async function replay(replaying: Replaying, event: string): Promise<Told> {
  if (!/^evt_\w+$/.test(event)) throw new UsageError(`${event} is no id of an event`);
  const kept = await replaying.storage().parkedEvent(event);
  const reply = kept
    ? await deliverKept(replaying, event, kept.event)
    : await deliver(replaying, await fromStripe(replaying, event));
  if (reply.status >= 300) throw new Failure(refusal(reply));
  const from = kept ? "the one that was kept" : "Stripe's";
  return {
    text: `${event} is delivered (${from}), and was answered ${reply.status}.`,
    json: { event, from, ...reply },
  };
}

/** One that is read now waits no more. */
export async function deliverKept(replaying: Replaying, id: string, event: string): Promise<Reply> {
  const reply = await deliver(replaying, event);
  if (reply.status < 300) await replaying.storage().settleParked(id);
  return reply;
}

/** Signed anew: an old signature is refused. */
function deliver({ connection, env, now }: Replaying, body: string): Promise<Reply> {
  const secret =
    connection.local?.stripe.webhookSecret ?? env["STRIPE_WEBHOOK_SECRET"] ?? linked(env, "StripeWebhookSecret")?.value;
  if (!secret) throw new Failure("Set STRIPE_WEBHOOK_SECRET: what is delivered has to be signed.");
  const seconds = Math.floor(now() / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return connection.deliver(body, { "stripe-signature": `t=${seconds},v1=${signature}` });
}

/** Stripe keeps events for thirty days (docs.stripe.com/api/events). */
async function fromStripe({ connection: { local }, env }: Replaying, event: string): Promise<string> {
  const key = local?.stripe.apiKey ?? env["STRIPE_SECRET_KEY"] ?? linked(env, "StripeSecretKey")?.value;
  if (!key) throw new Failure(`${event} was not kept. Set STRIPE_SECRET_KEY to ask Stripe for it.`);
  const url = `${local?.stripe.url ?? "https://api.stripe.com"}/v1/events/${event}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  if (answer.ok) return answer.text();
  throw new Failure(`${event} was not kept, and Stripe answers ${answer.status}.`);
}
