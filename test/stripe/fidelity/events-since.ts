import { setTimeout as sleep } from "node:timers/promises";
import type Stripe from "stripe";
import type { Account } from "./account.ts";

/** A place in the account's log of events. */
export async function mark({ stripe }: Account): Promise<string | undefined> {
  return (await stripe.events.list({ limit: 1 })).data[0]?.id;
}

/** What has happened since then, oldest first. */
export async function eventsSince({ stripe, isReal }: Account, marked: string | undefined): Promise<Stripe.Event[]> {
  // Stripe answers before it has written down all that the answer brings about.
  if (isReal) await sleep(10_000);
  const events: Stripe.Event[] = [];
  for await (const event of stripe.events.list({ limit: 100 })) {
    if (event.id === marked) break;
    events.push(event);
  }
  return events.toReversed();
}

/** What kinds of events they are, in their order. */
export const typesOf = (events: readonly Stripe.Event[]): string[] => events.map(({ type }) => type);
