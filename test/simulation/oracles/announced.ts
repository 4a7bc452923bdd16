import type { DynamoDBRecord } from "aws-lambda";
import { eventsOf } from "../../../functions/events/from-entry.ts";
import { newEntryFromImage } from "../../../functions/ledger/new-entry.ts";
import { eventOf } from "../background/bus.ts";
import type { Item } from "../dynamodb/value.ts";
import type { Violation } from "./violation.ts";

/**
 * Once all of the stream is read: each thing that an entry did is on the bus, under one name and in the same words however often,
 * and nothing else is.
 */
export function* announced(told: readonly string[], items: Iterable<readonly [string, Item]>): Generator<Violation> {
  const words = new Map<string, string>();
  const names = new Map<string, string>();
  for (const text of told) {
    const { id, account, type, entry } = eventOf(text);
    if (!entry) continue;
    if ((words.get(id) ?? text) !== text) yield { oracle: "E", what: `${id} is told in other words` };
    words.set(id, text);
    const thing = `${account}, entry ${entry.seq}: ${type}`;
    if ((names.get(thing) ?? id) !== id)
      yield { oracle: "E", what: `${thing} is told as ${names.get(thing)} and ${id}` };
    names.set(thing, id);
  }
  for (const [key, item] of items) {
    if (!key.startsWith("E#")) continue;
    const image = item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];
    for (const { account, type, ...event } of eventsOf(newEntryFromImage(image ?? {}))) {
      const thing = `${account}, entry ${"entry" in event ? event.entry.seq : 0}: ${type}`;
      if (!names.delete(thing)) yield { oracle: "E", what: `${thing} is not announced` };
    }
  }
  for (const thing of names.keys()) yield { oracle: "E", what: `${thing} is announced, and no entry says so` };
}
