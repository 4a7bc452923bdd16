import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Instant, Policy } from "@passbook/core";
import { entryFromItem, headFromItem } from "../../../functions/ledger/items.ts";
import type { Item } from "../dynamodb/value.ts";
import { UNKNOWN_YET } from "../world/release.ts";
import { AccountBook } from "./account-book.ts";
import type { Violation } from "./violation.ts";

/** Sees every write as it is done, and keeps the books of every account beside it. */
export class JournalWatch {
  readonly #books = new Map<string, AccountBook>();
  readonly #written = new Set<string>();
  /** Heads that the next generation has written something into. */
  readonly #furthered = new Set<unknown>();
  readonly #policy: Policy;
  readonly #report: (violation: Violation) => void;

  constructor(policy: Policy, report: (violation: Violation) => void) {
    this.#policy = policy;
    this.#report = report;
  }

  committed(items: readonly Item[], now: Instant): void {
    const plain = items.map((item) => this.#known(unmarshall(item as Parameters<typeof unmarshall>[0])));
    const head = plain.find(({ pk }) => String(pk).startsWith("A#"));
    const entries = plain.filter(({ pk }) => String(pk).startsWith("E#"));
    for (const { pk } of entries) {
      if (this.#written.has(String(pk))) this.#report({ oracle: "I7", what: `${String(pk)} is written over` });
      this.#written.add(String(pk));
    }
    if (!head) {
      if (entries.length > 0) this.#report({ oracle: "I7", what: "entries are written without their head" });
      return;
    }
    const written = entries.map(entryFromItem).toSorted((a, b) => a.seq - b.seq);
    const { account, version } = headFromItem(head);
    for (const violation of this.book(account.id).write(written, { account, version }, now)) this.#report(violation);
  }

  /** What this generation reads of an item; what the next one has written into a head stays there (F16). */
  #known(item: Record<string, unknown>): Record<string, unknown> {
    const { pk } = item;
    const { [UNKNOWN_YET]: more, ...known } = item;
    if (more !== undefined && String(pk).startsWith("A#")) this.#furthered.add(pk);
    else if (this.#furthered.has(pk))
      this.#report({ oracle: "I11", what: `${String(pk)} has lost what a later generation wrote into it` });
    return known;
  }

  book(account: string): AccountBook {
    const book = this.#books.get(account) ?? new AccountBook(account, this.#policy);
    this.#books.set(account, book);
    return book;
  }

  get books(): ReadonlyMap<string, AccountBook> {
    return this.#books;
  }
}
