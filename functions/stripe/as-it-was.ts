import type Stripe from "stripe";
import type { HandledEvent } from "./translate.ts";

/**
 * A subscription before an event changed it. `null`: the event has begun it; `undefined`: the event doesn't say.
 * Source: `Event.data.previous_attributes` in the `stripe` package: of a hash what has changed, of a list, if anything in it
 * has, all of it.
 */
export function asItWas(event: HandledEvent): Stripe.Subscription | null | undefined {
  if (event.type === "customer.subscription.created") return null;
  if (event.type !== "customer.subscription.updated" || !event.data.previous_attributes) return undefined;
  const { object, previous_attributes: previous } = event.data;
  const was = Object.entries(previous).map(([name, value]) => [name, before(Reflect.get(object, name), value)]);
  return { ...object, ...Object.fromEntries(was) };
}

function before(is: unknown, was: unknown): unknown {
  if (!isHash(is) || !isHash(was)) return was;
  return { ...is, ...Object.fromEntries(Object.entries(was).map(([name, value]) => [name, before(is[name], value)])) };
}

/** What has an id of its own is told whole. */
function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !("id" in value);
}
