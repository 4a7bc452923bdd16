import type { Head } from "./items.ts";

const MOST = 500;

/**
 * The heads that this environment wrote last. One of them may be old: it saves the read of an accepted command, because
 * the write finds out; it never decides a refusal.
 */
export class RecentHeads {
  readonly #heads = new Map<string, Head>();

  get(account: string): Head | undefined {
    return this.#heads.get(account);
  }

  remember(head: Head): void {
    const { id } = head.account;
    this.#heads.delete(id);
    this.#heads.set(id, head);
    const oldest = this.#heads.keys().next().value;
    if (this.#heads.size > MOST && oldest !== undefined) this.#heads.delete(oldest);
  }

  forget(account: string): void {
    this.#heads.delete(account);
  }
}
