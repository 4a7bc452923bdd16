/** A value as it stands on the wire. */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly Value[] }
  | { readonly M: Item };

export interface Item {
  readonly [attribute: string]: Value;
}

/**
 * Below, at or above; `undefined` where two values are not of one kind that has an order.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function compare(a: Value, b: Value): number | undefined {
  if ("N" in a && "N" in b) return Math.sign(Number(a.N) - Number(b.N));
  // Strings are ordered by their UTF-8 bytes.
  if ("S" in a && "S" in b) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  return undefined;
}

export function isEqual(a: Value, b: Value): boolean {
  return compare(a, b) === 0 || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * How large an item is, in bytes: names and values, a number by its significant digits, 3 and 1 for each nested one.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function bytesOf(item: Item): number {
  return Object.entries(item).reduce((total, [name, value]) => total + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: Value): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return Math.ceil(significantDigits(value.N) / 2) + 1 + (value.N.startsWith("-") ? 1 : 0);
  if ("L" in value) return 3 + value.L.reduce((total, element) => total + 1 + valueBytes(element), 0);
  if ("M" in value) return 3 + bytesOf(value.M) + Object.keys(value.M).length;
  return 1;
}

function significantDigits(text: string): number {
  return text
    .replace(/e.*$/i, "")
    .replace(/[-.]/g, "")
    .replace(/^0+|0+$/g, "").length;
}
