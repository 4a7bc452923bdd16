/** One place where two objects say different things. */
export interface Difference {
  /** Dotted; `*` is any element of an array. */
  readonly path: string;
  readonly there: string;
  readonly here: string;
}

/**
 * Where what Stripe recorded and what is made here differ: fields that only one has, kinds, and values, of which ids say
 * only what they are of, invoice numbers which one of a customer's, instants how long they lie from the object's making, and addresses that they are one. What is
 * named on one side and shown whole on the other is the same, and so is what is empty here and newer than the recording.
 */
export function differences(there: unknown, here: unknown): Difference[] {
  return compare(there, here, "", { there: madeAt(there), here: madeAt(here) });
}

interface Origins {
  readonly there: number;
  readonly here: number;
}

type Fields = Readonly<Record<string, unknown>>;

function compare(there: unknown, here: unknown, path: string, origins: Origins): Difference[] {
  if (isFields(there) && isFields(here)) {
    const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
    return names.flatMap((name) => compare(there[name], here[name], joined(path, there, name), origins));
  }
  const [said, saidHere] = [spoken(there, origins.there), spoken(here, origins.here)];
  const isNewer = there === undefined && (here === null || saidHere === "[0]");
  return said === saidHere || isNewer ? [] : [{ path, there: said, here: saidHere }];
}

/** A value as far as two accounts can agree on it. */
function spoken(value: unknown, origin: number): string {
  if (value === undefined) return "absent";
  if (isFields(value)) return typeof value["id"] === "string" ? spoken(value["id"], origin) : container(value);
  if (isInstant(value)) return `${Math.round((value - origin) / SECONDS_PER_HOUR)} h later`;
  if (typeof value !== "string") return JSON.stringify(value);
  if (/^https?:/.test(value)) return "an address";
  const id = /^([a-z]+)(?:_test)?_[A-Za-z0-9_]{8,}$/.exec(value);
  const named = value.replaceAll(/_[A-Za-z0-9]{14,}/g, "_…").replace(/^[A-Z0-9]{8}(?=-\d{4})/, "…");
  return id ? `${id[1]}_…` : JSON.stringify(named);
}

const SECONDS_PER_HOUR = 3600;

const isInstant = (value: unknown): value is number => typeof value === "number" && value > 1_000_000_000;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

const container = (value: Fields): string => (Array.isArray(value) ? `[${value.length}]` : "an object");

const joined = (path: string, parent: Fields, name: string): string =>
  [path, Array.isArray(parent) ? "*" : name].filter(Boolean).join(".");

/** When an object was made, or the first of a list. */
export function madeAt(object: unknown): number {
  const { created, current_period_start, data } = object as Fields;
  if (Array.isArray(data)) return madeAt(data[0]);
  const instant = created ?? current_period_start;
  return isInstant(instant) ? instant : 0;
}
