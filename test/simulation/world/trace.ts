import { createHash } from "node:crypto";

/** All that happened in a world, as one hash: two worlds of one seed have the same. */
export class Trace {
  readonly #hash = createHash("sha256");
  /** The last lines, for who looks for what went wrong. */
  readonly recent: string[] = [];

  note(...words: readonly unknown[]): void {
    const line = words.map(String).join(" ");
    this.#hash.update(`${line}\n`);
    this.recent.push(line);
    if (this.recent.length > MOST_RECENT) this.recent.shift();
  }

  get hash(): string {
    return this.#hash.copy().digest("hex").slice(0, 16);
  }
}

const MOST_RECENT = 400;
