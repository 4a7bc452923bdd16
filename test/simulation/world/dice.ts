import { seeded } from "../../support/seeded.ts";

/** Where all chance of a simulated world comes from: the same seed throws the same. */
export class Dice {
  readonly random: () => number;

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  /** Dice of their own for one purpose: what is thrown there changes nothing elsewhere. */
  fork(): Dice {
    return new Dice(Math.floor(this.random() * 2 ** 32));
  }

  /** A whole number from 0 up to, and not with, the bound. */
  below(bound: number): number {
    return Math.floor(this.random() * bound);
  }

  /** A whole number from the first to the last. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  oneOf<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** One of a list that may be empty. */
  any<T>(choices: readonly T[]): T | undefined {
    return choices[this.below(choices.length)];
  }

  /** A name in hexadecimal, that nothing else has. */
  name(): string {
    const eight = () =>
      this.below(2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return eight() + eight() + eight();
  }
}
