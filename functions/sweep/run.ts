import type { Instant } from "@passbook/core";
import type { DueAccount } from "../ledger/due.ts";
import type { Swept } from "../ledger/sweep-account.ts";
import type { Queue } from "./queues.ts";

/** How many accounts are visited at once. */
const AT_ONCE = 20;

/** What a run has come to. */
export interface SweepAnswer extends Swept {
  /** How many accounts were due. */
  readonly accounts: number;
  /** How many of them failed, and are still due. */
  readonly failed: number;
  /** Nothing was left for want of time. */
  readonly isDone: boolean;
  /** For how long the account that was due first and still is has been due, in its own time; 0: none is. For the alarm. */
  readonly oldestUnsweptSeconds: number;
}

interface RunParts {
  readonly queues: readonly Queue[];
  /** The next accounts of a queue, after its last one, the longest due first. */
  readonly page: (queue: Queue, limit: number) => Promise<DueAccount[]>;
  readonly visit: (account: string) => Promise<Swept>;
  readonly failed: (account: string, error: Error) => void;
  /** There is time for another page. */
  readonly isTime: () => boolean;
}

/** One run over the queues: a page of each in turn, so that none waits for another to be empty. */
export class Run {
  readonly #parts: RunParts;
  #accounts = 0;
  #failed = 0;
  #entries = 0;
  #warnings = 0;
  #oldestMs = 0;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async all(): Promise<SweepAnswer> {
    const open = new Set(this.#parts.queues);
    while (open.size > 0 && this.#parts.isTime())
      for (const queue of open) {
        if (!this.#parts.isTime()) break;
        if (await this.#isEmptied(queue)) open.delete(queue);
      }
    for (const queue of open) await this.#lookAt(queue);
    return {
      accounts: this.#accounts,
      entries: this.#entries,
      warnings: this.#warnings,
      failed: this.#failed,
      isDone: open.size === 0,
      oldestUnsweptSeconds: Math.ceil(this.#oldestMs / 1000),
    };
  }

  async #isEmptied(queue: Queue): Promise<boolean> {
    const page = await this.#parts.page(queue, AT_ONCE);
    await Promise.all(page.map((due) => this.#visit(due, queue.until)));
    const last = page.at(-1);
    if (last) queue.last = last;
    return page.length < AT_ONCE;
  }

  async #visit({ account, at }: DueAccount, until: Instant): Promise<void> {
    this.#accounts += 1;
    try {
      const { entries, warnings } = await this.#parts.visit(account);
      this.#entries += entries;
      this.#warnings += warnings;
    } catch (error) {
      this.#failed += 1;
      this.#leave(at, until);
      this.#parts.failed(account, error as Error);
    }
  }

  /** For how long the first that was not reached has been due. */
  async #lookAt(queue: Queue): Promise<void> {
    const [first] = await this.#parts.page(queue, 1);
    if (first) this.#leave(first.at, queue.until);
  }

  #leave(at: Instant, until: Instant): void {
    this.#oldestMs = Math.max(this.#oldestMs, until - at);
  }
}
