import type { Instant } from "@passbook/core";
import type { Request } from "../../support/gateway-event.ts";
import type { Answered } from "../../support/test-passbook.ts";
import type { Dice } from "./dice.ts";
import type { Fleet } from "./fleet.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What a client wants to ask. */
export type Question = Omit<Asked, "tries">;

/** Something that a client asks for, as often as it takes: what counts is the verb, the account and the key. */
export interface Asked {
  readonly verb: string;
  readonly account: string;
  readonly line: string;
  readonly request: Request;
  /** The one status that may be told to who may not. */
  readonly expects?: number | undefined;
  /** What is to be paid for it, whole. */
  readonly costs?: number | undefined;
  /** From the first try's begin to the end of what followed; each try of a client is after the one before. */
  readonly tries: Try[];
}

export interface Try {
  readonly begin: Instant;
  readonly end: Instant;
  readonly answered: Answered;
}

export interface AnswerListener {
  readonly begins?: (asked: Asked) => void;
  readonly answered: (asked: Asked, one: Try) => void;
}

const MOST_TRIES = 5;

/** A client that sends the same request again, with the same key, while it is not told what became of it. */
export class Caller {
  readonly #fleet: Pick<Fleet, "invoke">;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #listener: AnswerListener;
  #afterwards: (asked: Asked) => void = () => {};
  /** All that was ever asked. */
  readonly asked: Asked[] = [];

  constructor(fleet: Pick<Fleet, "invoke">, time: VirtualTime, dice: Dice, listener: AnswerListener) {
    this.#fleet = fleet;
    this.#time = time;
    this.#dice = dice;
    this.#listener = listener;
  }

  /** Is told of each question that has been answered for good. */
  heard(afterwards: (asked: Asked) => void): void {
    this.#afterwards = afterwards;
  }

  async ask(question: Question): Promise<Asked> {
    const asked: Asked = { ...question, tries: [] };
    this.asked.push(asked);
    this.#listener.begins?.(asked);
    // Some press the button twice.
    const twice = this.#dice.chance(0.1) ? [this.#time.sleep(this.#dice.below(200)).then(() => this.try(asked))] : [];
    await Promise.all([this.#untilTold(asked), ...twice]);
    this.#afterwards(asked);
    return asked;
  }

  async #untilTold(asked: Asked): Promise<void> {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      if (isTold((await this.try(asked)).answered)) return;
      await this.#time.sleep(this.#dice.below(this.#dice.oneOf([3_000, 3_000, 60_000, 60_000, 6 * 3_600_000])));
    }
  }

  async try(asked: Asked): Promise<Try> {
    const begin = this.#time.now();
    const answered = await this.#fleet.invoke(asked.line, asked.request);
    const one: Try = { begin, end: this.#time.now(), answered };
    asked.tries.push(one);
    this.#listener.answered(asked, one);
    return one;
  }
}

/** Whether an answer says what became of the request. */
export function isTold({ status = 0 }: Answered): boolean {
  return status > 0 && status < 500;
}
