import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

/** What Lambda would call with the records of a table's stream. */
export type StreamConsumer = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

interface Shard {
  /** `undefined`: it is closed, and read to its end. */
  iterator: string | undefined;
  /** What the consumer has not taken yet. */
  pending: readonly DynamoDBRecord[];
}

const MOST_RECORDS = 100;

/**
 * Lambda's event source mapping on one machine: reads the stream of a table shard by shard, and hands a batch out again from
 * the record on that was reported as failed. It speaks to the engine in the plain words of the wire, for the embedded ones
 * check no signature, and Amazon's client for streams is one more package for three requests.
 */
export class StreamPoller {
  readonly #endpoint: string;
  readonly #consumer: StreamConsumer;
  readonly #arn: string;
  readonly #shards = new Map<string, Shard>();
  #from: "LATEST" | "TRIM_HORIZON";

  private constructor(endpoint: string, arn: string, from: "LATEST" | "TRIM_HORIZON", consumer: StreamConsumer) {
    this.#endpoint = endpoint;
    this.#arn = arn;
    this.#from = from;
    this.#consumer = consumer;
  }

  /** @param from where to begin: with what is written from now on, or with all that the stream remembers. */
  static async open(
    endpoint: string,
    table: string,
    from: "LATEST" | "TRIM_HORIZON",
    consumer: StreamConsumer,
  ): Promise<StreamPoller> {
    const { Table } = await ask<{ Table: { LatestStreamArn: string } }>(endpoint, "DynamoDB_20120810.DescribeTable", {
      TableName: table,
    });
    const poller = new StreamPoller(endpoint, Table.LatestStreamArn, from, consumer);
    await poller.#findShards();
    // Whatever shard comes later began after this one was opened.
    poller.#from = "TRIM_HORIZON";
    return poller;
  }

  /** Hands out what is there. @returns what the consumer has taken. */
  async poll(): Promise<readonly DynamoDBRecord[]> {
    await this.#findShards();
    const taken: DynamoDBRecord[] = [];
    for (const shard of this.#shards.values()) taken.push(...(await this.#pass(shard)));
    return taken;
  }

  async #pass(shard: Shard): Promise<readonly DynamoDBRecord[]> {
    if (shard.pending.length === 0) await this.#read(shard);
    if (shard.pending.length === 0) return [];
    const batch = shard.pending;
    const { batchItemFailures } = await this.#consumer({ Records: [...batch] });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const first = batch.findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ""));
    shard.pending = first === -1 ? [] : batch.slice(first);
    return first === -1 ? batch : batch.slice(0, first);
  }

  async #read(shard: Shard): Promise<void> {
    if (shard.iterator === undefined) return;
    const { Records, NextShardIterator } = await this.#ask<{ Records: DynamoDBRecord[]; NextShardIterator?: string }>(
      "GetRecords",
      { ShardIterator: shard.iterator, Limit: MOST_RECORDS },
    );
    shard.pending = Records.map(repaired);
    shard.iterator = NextShardIterator;
  }

  async #findShards(): Promise<void> {
    const { StreamDescription } = await this.#ask<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      "DescribeStream",
      { StreamArn: this.#arn },
    );
    for (const { ShardId } of StreamDescription.Shards.filter((shard) => !this.#shards.has(shard.ShardId))) {
      const { ShardIterator } = await this.#ask<{ ShardIterator: string }>("GetShardIterator", {
        StreamArn: this.#arn,
        ShardId,
        ShardIteratorType: this.#from,
      });
      this.#shards.set(ShardId, { iterator: ShardIterator, pending: [] });
    }
  }

  #ask<Answer>(operation: string, body: object): Promise<Answer> {
    return ask(this.#endpoint, `DynamoDBStreams_20120810.${operation}`, body);
  }
}

/** DynamoDB Local's stream leaves the type of an empty map or list out, which AWS does not: `{}` for `{"M": {}}`. */
function repaired(record: DynamoDBRecord): DynamoDBRecord {
  const text = JSON.stringify(record, (name, value: unknown) => (isUntyped(name, value) ? emptied(name) : value));
  return JSON.parse(text) as DynamoDBRecord;
}

function isUntyped(name: string, value: unknown): boolean {
  return (
    name !== "M" &&
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 0 &&
    !Array.isArray(value)
  );
}

const emptied = (name: string) => (name === "moves" ? { L: [] } : { M: {} });

/** @throws {Error} the engine says no, or has no streams. */
async function ask<Answer>(endpoint: string, target: string, body: object): Promise<Answer> {
  const [service] = target.split("_");
  const key = process.env["AWS_ACCESS_KEY_ID"] ?? "local";
  const region = process.env["AWS_REGION"] ?? "local";
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": target,
      "x-amz-date": "20260101T000000Z",
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=unsigned`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${service} answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}
