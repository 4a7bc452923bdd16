import { answer, errorBody, type WireAnswer, type WireRequest } from "../dynamodb/connection.ts";
import type { Dice } from "../world/dice.ts";

/** What of an event counts here. */
export interface ToldEvent {
  readonly type: string;
  readonly id: string;
  readonly account: string;
  /** Absent where it tells of time, not of an entry. */
  readonly entry?: { readonly seq: number };
}

const MOST_ENTRIES = 10;

interface Putting {
  readonly Entries: readonly { readonly Detail: string }[];
}

/** An EventBridge that remembers everything, and now and then does not take some of what it is given. */
export class WorldBus {
  readonly #dice: Dice;
  readonly #refuses: () => number;
  /** In the order in which they were put, in their words. */
  readonly told: string[] = [];

  /** @param refuses how many of the events are not taken, at this moment. */
  constructor(dice: Dice, refuses: () => number) {
    this.#dice = dice;
    this.#refuses = refuses;
  }

  async handle({ body }: WireRequest): Promise<WireAnswer> {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body as Uint8Array);
    const { Entries } = JSON.parse(text) as Putting;
    if (Entries.length === 0 || Entries.length > MOST_ENTRIES)
      return answer(400, errorBody("ValidationException", `${Entries.length} entries`));
    const results = Entries.map(({ Detail }) => {
      if (this.#dice.chance(this.#refuses())) return { ErrorCode: "InternalFailure", ErrorMessage: "later" };
      this.told.push(Detail);
      return { EventId: `told ${this.told.length}` };
    });
    const failed = results.filter((result) => "ErrorCode" in result).length;
    return answer(200, { FailedEntryCount: failed, Entries: results });
  }

  get ids(): ReadonlySet<string> {
    return new Set(this.told.map((text) => eventOf(text).id));
  }
}

export function eventOf(text: string): ToldEvent {
  return JSON.parse(text) as ToldEvent;
}
