/** What runs in one Lambda environment. A crash ends it between two instructions: whatever it waits for never comes. */
export class Process {
  #isDead = false;
  /** It has its last answer, and will not come to do anything with it. */
  #isDying = false;
  readonly #died: Promise<void>;
  #tell: () => void = () => {};

  constructor() {
    this.#died = new Promise((tell) => {
      this.#tell = tell;
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get died(): Promise<void> {
    return this.#died;
  }

  die(): void {
    this.#isDead = true;
    this.#tell();
  }

  /** It dies before it does the next thing that anybody could see. */
  dieNext(): void {
    this.#isDying = true;
  }

  /** Before it asks or tells anybody anything. @returns whether it still can. */
  act(): boolean {
    if (this.#isDying) this.die();
    return !this.#isDead;
  }
}

/** What a dead process waits for. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => {});
}
