import { HANDLED } from "./translate.ts";

/**
 * A notification that something has happened, without the object that it happened to: what an endpoint is sent that was set
 * up for thin events. Those of the objects that we read are called `v1.` and Stripe's own name.
 * @see https://docs.stripe.com/event-destinations#thin-events
 */
export interface ThinEvent {
  readonly object: "v2.core.event";
  readonly id: string;
  readonly type: string;
  /** ISO 8601, where events have seconds. */
  readonly created: string;
  readonly livemode: boolean;
}

export function isThin(value: unknown): value is ThinEvent {
  const { object, id, type, created, livemode } = Object(value) as Partial<ThinEvent>;
  const isNamed = typeof id === "string" && /^evt_\w{1,200}$/.test(id) && typeof type === "string";
  return object === "v2.core.event" && isNamed && Date.parse(created ?? "") > 0 && typeof livemode === "boolean";
}

/** Whether it is about a kind of object of which some event means something to us; which of them is ours only Stripe knows. */
export function mayBeOurs({ type }: ThinEvent): boolean {
  return type.startsWith("v1.") && KINDS.has(kindOf(type.slice("v1.".length)));
}

const kindOf = (type: string): string => type.slice(0, type.lastIndexOf("."));
const KINDS: ReadonlySet<string> = new Set(HANDLED.map(kindOf));
