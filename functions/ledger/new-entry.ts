import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue } from "aws-lambda";
import type { NewEntry } from "./items.ts";
import { newEntryFromItem } from "./items.ts";

/** What a record of the table's stream shows of an entry. @throws it is none that can be read. */
export function newEntryFromImage(image: Readonly<Record<string, AttributeValue>>): NewEntry {
  return newEntryFromItem(unmarshall(image as Parameters<typeof unmarshall>[0]));
}
