import Stripe from "stripe";
import { shown } from "./shown.ts";
import type { Row, TableName, UnixSeconds } from "./state.ts";
import { get, idOf, newId, nowOn, put, type World } from "./world.ts";

type EventType = Stripe.Event["type"];
type Fields = Readonly<Record<string, unknown>>;

/** Which clock an object lives on: its own, its customer's, or the one that it is. */
function clockOf(world: World, object: Fields): string | null {
  if (object["object"] === "test_helpers.test_clock") return object["id"] as string;
  if (typeof object["test_clock"] === "string") return object["test_clock"];
  const { customers, charges, invoices } = world.state.tables;
  // A dispute names its charge, a payment of an invoice its invoice.
  const of = charges.get(String(object["charge"])) ?? invoices.get(String(object["invoice"]));
  const named = (object["customer"] ?? of?.customer ?? "") as string | { id: string };
  const customer = customers.get(idOf(named));
  return (customer?.test_clock as string | null | undefined) ?? null;
}

/** Something has happened to an object, in the time in which it lives. What is sent is the object as it is now. */
export function emit(
  world: World,
  type: EventType,
  object: object,
  { previous, at }: { readonly previous?: Fields; readonly at?: UnixSeconds } = {},
): void {
  const clock = clockOf(world, object as Fields);
  // A clock that has been deleted has no time of its own any more.
  const created = at ?? nowOn(world, clock !== null && world.state.tables.test_clocks.has(clock) ? clock : null);
  const event = {
    id: newId(world, "evt"),
    object: "event",
    api_version: Stripe.API_VERSION,
    created,
    data: { object: shown(world, object), ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request: world.cause
      ? { id: world.cause.id, idempotency_key: world.cause.idempotencyKey }
      : { id: null, idempotency_key: null },
    type,
  } as unknown as Stripe.Event;
  put(world, "events", event);
  if (world.pending) world.pending.push(event);
  else world.onEvent(event);
}

/** Replaces fields of an object without telling anybody, and answers the object and what they were before. */
export function change<Name extends TableName>(
  world: World,
  table: Name,
  id: string,
  fields: Partial<Row<Name>>,
): { after: Row<Name>; previous: Fields } {
  const before = get(world, table, id);
  const after = put(world, table, { ...(before as object), ...fields } as Row<Name>);
  return { after, previous: difference(before as Fields, after as Fields) };
}

/** Replaces fields and tells, where one of them is another than before. */
export function update<Name extends TableName>(
  world: World,
  type: EventType,
  table: Name,
  id: string,
  fields: Partial<Row<Name>>,
): Row<Name> {
  const { after, previous } = change(world, table, id, fields);
  if (Object.keys(previous).length > 0) emit(world, type, after as object, { previous });
  return after;
}

/**
 * What `previous_attributes` says: of a hash the fields that have changed, of an array, if anything in it has, all of it.
 * Source: the type of `Event.data.previous_attributes` in the `stripe` package.
 */
export function difference(before: Fields, after: Fields): Fields {
  const changed = Object.keys({ ...before, ...after }).filter((name) => !isSame(before[name], after[name]));
  return Object.fromEntries(
    changed.map((name) => {
      const [was, is] = [before[name], after[name]];
      return [name, isHash(was) && isHash(is) ? difference(was, is) : (was ?? null)];
    }),
  );
}

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** A decimal is text on the wire, and an object with an id of its own, like a plan, is told whole. */
function isHash(value: unknown): value is Fields {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype && !("id" in value)
  );
}

/**
 * Does something and lets its events go in the order in which Stripe was seen to send them: by the place of their type in
 * `order`, those of no place behind them, as they came.
 */
export function inOrder<T>(world: World, order: readonly string[], act: () => T): T {
  const outer = world.pending;
  const events: Stripe.Event[] = [];
  world.pending = events;
  try {
    const result = act();
    const place = ({ type }: Stripe.Event) => (order.includes(type) ? order.indexOf(type) : order.length);
    const sorted = events.toSorted((a, b) => place(a) - place(b));
    for (const event of sorted) world.state.tables.events.delete(event.id);
    for (const event of sorted) put(world, "events", event);
    if (outer) outer.push(...sorted);
    else for (const event of sorted) world.onEvent(event);
    return result;
  } finally {
    world.pending = outer;
  }
}
