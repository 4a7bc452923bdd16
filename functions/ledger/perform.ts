import {
  type Account,
  type Command,
  type Entry,
  InvariantBroken,
  keyOf,
  needsHistory,
  presentOf,
  settle,
} from "@passbook/core";
import { commandTime } from "./account-time.ts";
import { Busy } from "./busy.ts";
import { type Caller, greeted } from "./first-call.ts";
import { entryId, type Head, isBegun, type WrittenEntry, written } from "./items.ts";
import type { LedgerParts } from "./parts.ts";
import { quotedBy, quoteUse, withQuote } from "./quotes.ts";
import { withSpending } from "./spending.ts";
import { prepare, type Step, type Unwritten } from "./step.ts";
import type { Append } from "./table.ts";

/** How many lost races and failed writes are run again before the caller is told to come back. */
export const MAX_RETRIES = 30;

const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 250;

/** What became of a command. */
export type Performed =
  | { readonly result: "written" | "replayed"; readonly entry: WrittenEntry }
  | Unwritten
  /** Its key has made this entry before, with another content. */
  | { readonly result: "idempotency conflict"; readonly entry: WrittenEntry }
  /** Nobody has written this account, and the caller asked that somebody had. */
  | { readonly result: "no such account" };

export interface PerformOptions extends Caller {
  /** Of the request's content. Facts have none: their first telling counts. */
  readonly digest?: string | undefined;
  readonly mustExist?: boolean | undefined;
  /** Whether the account is still as the caller has seen it, as far as the command rests on that. */
  readonly isStill?: ((account: Account) => boolean) | undefined;
  /** The wall time after which nothing new is tried. */
  readonly until: number;
}

/**
 * Loads the head, lets core decide, appends; again while others are faster.
 *
 * It happens once, whatever fails on the way: the entry's own key is a condition of every write, so to send it again is
 * also to read it back. It is refused only when a fresh head and, after it, a fresh look under the key say so.
 * @throws {Busy} the race was lost too often, or the outcome is unknown.
 * @throws {Overtaken} it is not as the caller has seen it any more.
 */
export async function perform(
  parts: LedgerParts,
  account: string,
  command: Command,
  options: PerformOptions,
): Promise<Performed> {
  return new Performance(parts, account, command, options).run();
}

class Performance {
  readonly #parts: LedgerParts;
  readonly #account: string;
  readonly #command: Command;
  readonly #options: PerformOptions;
  /** A write of ours may have been carried out, or may yet be. */
  #isInDoubt = false;
  /** A request, perhaps this one, has spent the quote that the command pays with. */
  #isQuoteSpent = false;
  /** The version that was written only so that no older try of the command can arrive any more. */
  #fence: number | undefined;
  #retries = 0;

  constructor(parts: LedgerParts, account: string, command: Command, options: PerformOptions) {
    this.#parts = parts;
    this.#account = account;
    this.#command = command;
    this.#options = options;
  }

  async run(): Promise<Performed> {
    try {
      const remembered = this.#parts.recentHeads.get(this.#account);
      const done = remembered && (await this.#accept(remembered));
      return done ?? (await this.#settleFor(await this.#readHead()));
    } catch (cause) {
      if (!this.#isInDoubt) throw cause;
      throw new Busy("the outcome is unknown", { cause });
    }
  }

  /** A remembered head may accept, never refuse: it may be old. */
  async #accept(remembered: Head): Promise<Performed | undefined> {
    const { isOwn, mustExist, isStill = always } = this.#options;
    if ((isOwn && !remembered.account.isPersonal) || !isStill(remembered.account)) return undefined;
    if (mustExist && !isBegun(remembered)) return undefined;
    const step = await this.#prepare(remembered);
    if (!step || !("write" in step)) return undefined;
    const outcome = await this.#write(step.write);
    return "result" in outcome ? outcome : this.#settleFor(outcome.head ?? (await this.#readHead()));
  }

  /** Decides on fresh heads until it is done. */
  async #settleFor(fresh: Head): Promise<Performed> {
    const mark = (id: string, command: Command, options: PerformOptions) => perform(this.#parts, id, command, options);
    for (let head = fresh; ; ) {
      const { mustExist, isStill = always } = this.#options;
      if (mustExist && !isBegun(head)) return { result: "no such account" };
      if (!isStill(head.account)) throw new Overtaken();
      head = await greeted(this.#parts, mark, head, this.#options, this.#command.now);
      const step = await this.#prepare(head);
      const outcome = step ? await this.#take(step) : await this.#again();
      if ("result" in outcome) return outcome;
      head = outcome.head ?? (await this.#readHead());
    }
  }

  /** `undefined`: the head is older than what its member has spent. */
  async #prepare(head: Head): Promise<Step | undefined> {
    const { policy, table } = this.#parts;
    const read = (account: string, member: string) => table.readSpending(account, member);
    const now = await commandTime(this.#parts, head.account, this.#command);
    const command = await withSpending(read, head, withQuote({ ...this.#command, now }, this.#isQuoteSpent));
    if (!command) return undefined;
    const settled = settle(policy, head.account, presentOf(head.account, command));
    const history = needsHistory(settled.account, command) ? await this.#readJournal(head) : undefined;
    const quote = quoteUse(this.#parts, settled.account, command);
    try {
      const isFenced = head.version === this.#fence;
      return prepare(this.#parts, { head, settled, command, history, digest: this.#options.digest, quote, isFenced });
    } catch (defect) {
      // What was done under this key already may be more than can be done twice: a payment that is taken back again.
      if (defect instanceof InvariantBroken) return { defect };
      throw defect;
    }
  }

  /** Nothing of a head that was never written is in the index. */
  #readJournal({ account: { id, seq } }: Head): Promise<readonly Entry[]> {
    return seq === 0 ? Promise.resolve([]) : this.#parts.table.readJournal(id, seq);
  }

  #take(step: Step): Promise<Performed | Again> {
    return "write" in step ? this.#write(step.write) : this.#refuse(step);
  }

  async #write(write: Omit<Append, "token">): Promise<Performed | Again> {
    const { table, recentHeads, newToken } = this.#parts;
    const appended = await table.append({ ...write, token: newToken() });
    if (appended.result === "committed") {
      recentHeads.remember(write.head);
      if (!write.own && write.due.length === 0) this.#fence = write.head.version;
      return write.own ? { result: "written", entry: written(write.own) } : { head: write.head };
    }
    recentHeads.forget(this.#account);
    if (appended.entry) return this.#existing(appended.entry);
    if (appended.isQuoteSpent) this.#isQuoteSpent = true;
    if (appended.inDoubt) this.#isInDoubt = true;
    else if (!appended.mayRetry) throw appended.cause;
    return this.#again(appended.head);
  }

  async #again(head?: Head): Promise<Again> {
    await this.#pause();
    return { head };
  }

  /**
   * The head was read before; now the key: in the other order a commit between the two would look refused. No write of ours
   * can arrive after this: one in doubt was accepted on an older head, since on this one it is not, and its condition on
   * that head's version fails.
   */
  async #refuse(step: Exclude<Step, { write: unknown }>): Promise<Performed | Again> {
    if ("answer" in step && step.answer.result === "rejected" && (await this.#learnsThatQuoteIsSpent()))
      return { head: undefined };
    const entry = await this.#parts.table.readEntry(this.#account, entryId(keyOf(this.#command)));
    if (entry) return this.#existing(entry);
    if ("defect" in step) throw step.defect;
    return step.answer;
  }

  /** The rules weigh it before what is missing in credits, so that it is looked for before anything is refused. */
  async #learnsThatQuoteIsSpent(): Promise<boolean> {
    const quoted = quotedBy(this.#command);
    if (!quoted || this.#isQuoteSpent) return false;
    this.#isQuoteSpent = await this.#parts.table.isQuoteSpent(this.#account, quoted.id);
    return this.#isQuoteSpent;
  }

  #existing(entry: WrittenEntry): Performed {
    if (entry.digest !== this.#options.digest) return { result: "idempotency conflict", entry };
    return { result: this.#isInDoubt ? "written" : "replayed", entry };
  }

  async #pause(): Promise<void> {
    const { clock, random, sleep } = this.#parts;
    this.#retries += 1;
    if (this.#retries > MAX_RETRIES || clock() >= this.#options.until)
      throw new Busy(`not done after ${this.#retries} tries`);
    await sleep(random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#retries));
  }

  #readHead(): Promise<Head> {
    return this.#parts.table.readHead(this.#account);
  }
}

const always = () => true;

/** The account is not as the caller had seen it when the command was made; nothing was written. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

/** Not done: decide again, from this head where the failed write told what it is. */
interface Again {
  readonly head: Head | undefined;
}
