import { createHmac } from "node:crypto";
import type { Told } from "./account-commands.ts";
import { type Connection, type Environment, refusal } from "./connection.ts";
import type { Storage } from "./storage.ts";
import { Failure, UsageError } from "./usage.ts";

/**
 * Delivers an event again, signed anew: the one that was kept because it could not be read, or what Stripe has under that id.
 * What it has done already it does not do twice.
 */
export async function replay(
  connection: Connection,
  storage: () => Storage,
  event: string,
  env: Environment,
  now: number,
): Promise<Told> {
  if (!/^evt_\w+$/.test(event)) throw new UsageError(`${event} is no id of an event`);
  const parked = await storage().parkedEvent(event);
  const body = parked ?? (await fromStripe(connection, event, env));
  const secret = connection.local?.stripe.webhookSecret ?? env["STRIPE_WEBHOOK_SECRET"];
  if (!secret) throw new Failure("Set STRIPE_WEBHOOK_SECRET: what is delivered has to be signed.");
  const seconds = Math.floor(now / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  const reply = await connection.deliver(body, { "stripe-signature": `t=${seconds},v1=${signature}` });
  if (reply.status >= 300) throw new Failure(refusal(reply));
  const from = parked === undefined ? "Stripe's" : "the one that was kept";
  return {
    text: `${event} is delivered (${from}), and was answered ${reply.status}.`,
    json: { event, from, ...reply },
  };
}

/** Stripe keeps events for thirty days (docs.stripe.com/api/events). */
async function fromStripe({ local }: Connection, event: string, env: Environment): Promise<string> {
  const key = local?.stripe.apiKey ?? env["STRIPE_SECRET_KEY"];
  if (!key) throw new Failure(`${event} was not kept. Set STRIPE_SECRET_KEY to ask Stripe for it.`);
  const url = `${local?.stripe.url ?? "https://api.stripe.com"}/v1/events/${event}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  if (answer.ok) return answer.text();
  throw new Failure(`${event} was not kept, and Stripe answers ${answer.status}.`);
}
