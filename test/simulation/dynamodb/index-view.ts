import { compare, type Item, type Value } from "./value.ts";

/** A global index: what it shows of each item, and under which keys. */
export interface IndexSchema {
  readonly hashKey: string;
  readonly rangeKey: string;
  readonly projection: readonly string[] | "keys-only";
}

/** A global index as readers see it: each change of the table reaches it in its own time. */
export class IndexView {
  readonly #schema: IndexSchema;
  readonly #key: string;
  readonly #visible = new Map<string, Item>();
  #coming: { readonly at: number; readonly pk: string; readonly item: Item }[] = [];

  constructor(schema: IndexSchema, key: string) {
    this.#schema = schema;
    this.#key = key;
  }

  /** An item was written, and will be seen from an instant on. */
  write(pk: string, item: Item, at: number): void {
    this.#coming.push({ at, pk, item });
  }

  /** What is seen of a partition at an instant, in the order of the range key. */
  partition(hash: Value, now: number): Item[] {
    const due = this.#coming.filter(({ at }) => at <= now);
    this.#coming = this.#coming.filter(({ at }) => at > now);
    for (const { pk, item } of due) {
      if (this.#isIndexed(item)) this.#visible.set(pk, this.#projected(item));
      else this.#visible.delete(pk);
    }
    const { hashKey, rangeKey } = this.#schema;
    return [...this.#visible.values()]
      .filter((item) => compareKeys(item[hashKey], hash) === 0)
      .toSorted((a, b) => compareKeys(a[rangeKey], b[rangeKey]) || compareKeys(a[this.#key], b[this.#key]));
  }

  /** An item without the index's keys is not in it. */
  #isIndexed(item: Item): boolean {
    return this.#schema.hashKey in item && this.#schema.rangeKey in item;
  }

  #projected(item: Item): Item {
    const { hashKey, rangeKey, projection } = this.#schema;
    const shown = new Set([this.#key, hashKey, rangeKey, ...(projection === "keys-only" ? [] : projection)]);
    return Object.fromEntries(Object.entries(item).filter(([name]) => shown.has(name)));
  }
}

function compareKeys(a: Value | undefined, b: Value | undefined): number {
  return a && b ? (compare(a, b) ?? 0) : 0;
}
