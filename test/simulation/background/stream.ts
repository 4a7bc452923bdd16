import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import type { Item } from "../dynamodb/value.ts";
import type { Dice } from "../world/dice.ts";
import type { VirtualTime } from "../world/virtual-time.ts";

const MOST_RECORDS = 20;
const LATE_MS = 2_000;
const AGAIN_MS = 20_000;

/** What a consumer answers; `undefined`: it has died, or failed. */
export type Consumer = (records: DynamoDBRecord[]) => Promise<DynamoDBBatchResponse | undefined>;

/** The table's stream and Lambda's way with it: batches in order, again from the record on that failed, or whole. */
export class WorldStream {
  readonly #consumer: Consumer;
  readonly #time: VirtualTime;
  readonly #dice: Dice;
  readonly #written = new Set<string>();
  #pending: DynamoDBRecord[] = [];
  #count = 0;
  #reading: Promise<void> | undefined;

  constructor(consumer: Consumer, time: VirtualTime, dice: Dice) {
    this.#consumer = consumer;
    this.#time = time;
    this.#dice = dice;
  }

  committed(items: readonly Item[]): void {
    for (const item of items) this.#pending.push(this.#recordOf(item));
    this.#reading ??= this.#read();
  }

  /** Once the consumer has taken all of it. */
  async isRead(): Promise<void> {
    await this.#reading;
  }

  #recordOf(item: Item): DynamoDBRecord {
    const key = JSON.stringify(item["pk"]);
    const eventName = this.#written.has(key) ? "MODIFY" : "INSERT";
    this.#written.add(key);
    this.#count += 1;
    const image = item as NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];
    return {
      eventName,
      dynamodb: { Keys: { pk: item["pk"] } as never, NewImage: image as never, SequenceNumber: `${this.#count}` },
    };
  }

  async #read(): Promise<void> {
    while (this.#pending.length > 0) {
      await this.#time.sleep(this.#dice.below(LATE_MS));
      const batch = this.#pending.slice(0, this.#dice.between(1, MOST_RECORDS));
      const answered = await this.#consumer(batch);
      const failed = answered?.batchItemFailures[0]?.itemIdentifier;
      const taken = failed === undefined ? batch.length : batch.findIndex((one) => sequenceOf(one) === failed);
      if (answered) this.#pending.splice(0, Math.max(taken, 0));
      if (!answered || failed !== undefined) await this.#time.sleep(this.#dice.below(AGAIN_MS));
    }
    this.#reading = undefined;
  }
}

function sequenceOf({ dynamodb }: DynamoDBRecord): string {
  return dynamodb?.SequenceNumber ?? "";
}
