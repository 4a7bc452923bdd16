import { isDeepStrictEqual } from "node:util";
import {
  type Account,
  type Entry,
  emptyAccount,
  evolve,
  type Instant,
  openBookings,
  type Policy,
} from "@passbook/core";
import { type Head, headItem } from "../../../functions/ledger/items.ts";
import { LotBooks } from "./lot-books.ts";
import type { Violation } from "./violation.ts";

/** What a head was, and from when on. */
export interface Version {
  readonly from: Instant;
  readonly account: Account;
}

/** One account, kept a second time: from what was written, entry by entry. */
export class AccountBook {
  readonly #lots = new LotBooks();
  readonly entries: Entry[] = [];
  readonly #policy: Policy;
  /** Paid lines and sessions. */
  readonly #granted = new Set<string>();
  /** What they were paid with: invoices and sessions. */
  readonly #paid = new Set<string>();
  readonly versions: Version[];
  #account: Account;
  #version = 0;

  constructor(id: string, policy: Policy) {
    this.#policy = policy;
    this.#account = emptyAccount(id);
    this.versions = [{ from: 0, account: this.#account }];
  }

  get account(): Account {
    return this.#account;
  }

  /** One write: entries, oldest first, and the head that they lead to. */
  *write(entries: readonly Entry[], head: Head, at: Instant): Generator<Violation> {
    for (const entry of entries) yield* this.#enter(entry);
    if (head.version !== this.#version + 1)
      yield { oracle: "I7", what: `version ${head.version} follows version ${this.#version}` };
    this.#version = head.version;
    yield* this.#compare(head);
    this.versions.push({ from: at, account: head.account });
  }

  *#enter(entry: Entry): Generator<Violation> {
    const where = `entry ${entry.seq} (${entry.key.kind} ${entry.key.id})`;
    if (entry.seq !== this.#account.seq + 1)
      yield { oracle: "I7", what: `${where} follows entry ${this.#account.seq}` };
    for (const movement of entry.movements) {
      if (movement.type !== "spent" && movement.type !== "held") continue;
      const end = this.#lots.of(movement)?.end ?? Number.POSITIVE_INFINITY;
      // What a late fact makes a lot pay of a debt it paid then.
      if (end <= (entry.corrected ? entry.occurredAt : entry.at))
        yield { oracle: "I6", what: `${where} takes of lot ${movement.lot}, which has ended` };
    }
    const isPayment = entry.type === "spent" || entry.type === "held";
    if (isPayment && this.#account.blocked) yield { oracle: "I5", what: `${where} pays from a blocked account` };
    yield* this.#countGrant(entry, where);
    this.#lots.book(entry);
    this.entries.push(entry);
    try {
      this.#account = evolve(this.#account, entry);
    } catch (cause) {
      yield { oracle: "I2", what: `${where}: ${String(cause)}` };
    }
    const negative = this.#lots.negative();
    if (negative !== undefined) yield { oracle: "I2", what: `${where}: lot ${negative}` };
    const left = this.#lots.left(this.#account.suspended);
    if (left !== entry.balance) yield { oracle: "I1", what: `${where} says ${entry.balance}, its lots ${left}` };
    if (entry.balance < 0) yield { oracle: "I5", what: `${where} leaves ${entry.balance}` };
  }

  *#countGrant({ fact, movements, key }: Entry, where: string): Generator<Violation> {
    if (key.kind !== "grant" && key.kind !== "buy") return;
    if (fact?.type !== "GrantAllowance" && fact?.type !== "GrantPack") return;
    const paid = "invoice" in fact ? fact.invoice : fact.session;
    const thing = "line" in fact ? `${paid} ${fact.line}` : paid;
    const credits = movements.reduce((sum, { type, credits: each }) => (type === "granted" ? sum + each : sum), 0);
    if (this.#granted.has(thing)) yield { oracle: "I3", what: `${where} grants ${credits} for ${thing} again` };
    this.#granted.add(thing);
    this.#paid.add(paid);
  }

  /** @returns whether something has been granted for an invoice or a session. */
  hasGranted(thing: string): boolean {
    return this.#paid.has(thing);
  }

  *#compare(head: Head): Generator<Violation> {
    const { account } = head;
    for (const { number, source, left, held, frozen } of account.lots) {
      const book = this.#lots.of({ lot: number, source });
      if (book?.left !== left || book.held !== held || book.frozen !== frozen)
        yield { oracle: "I2", what: `lot ${number}/${source} has ${left}, ${held} held, ${frozen} frozen in the head` };
    }
    const stored = { ...head, account: this.#account };
    if (!isDeepStrictEqual(plain(headItem(stored)), plain(headItem(head))))
      yield { oracle: "I11", what: `version ${head.version} is not the fold of ${this.entries.length} entries` };
    const open = openBookings(account, account.at).length;
    const most = this.#policy.bookings?.openAtOnce ?? 0;
    if (open > most) yield { oracle: "I5", what: `${open} bookings are open, ${most} may be` };
  }
}

function plain(item: unknown): unknown {
  return JSON.parse(JSON.stringify(item));
}
