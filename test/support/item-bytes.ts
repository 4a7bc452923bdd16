import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";

/**
 * The size of an item as DynamoDB counts it: names and values in UTF-8; a number two digits a byte and one more; a list or
 * map three bytes and one for each element (docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html).
 */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  return mapBytes(marshall(item, { removeUndefinedValues: true }));
}

function mapBytes(map: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(map).reduce((total, [name, value]) => total + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/^-?0*|\D|0*$/g, "").length / 2) + 1;
  if (value.L) return 3 + value.L.reduce((total, element) => total + 1 + valueBytes(element), 0);
  if (value.M) return 3 + Object.keys(value.M).length + mapBytes(value.M);
  return 1;
}
