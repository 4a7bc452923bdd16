import { GetItemCommand, paginateQuery, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { Instant } from "@passbook/core";
import { dynamoClient, dynamoTable, PARKED, parkedKey } from "../functions/ledger/dynamo-table.ts";
import { entryIdOfKey, entryItemKey, type NewEntry, newEntryFromItem } from "../functions/ledger/items.ts";
import type { ParkedEvent } from "../functions/ledger/table.ts";
import type { Connection, Environment } from "./connection.ts";
import { Failure, type Options } from "./usage.ts";

/** A line by its name, and when it took effect. */
interface JournalLine {
  readonly id: string;
  readonly at: Instant;
}

/** What only the table can tell. */
export interface Storage {
  readonly table: ReturnType<typeof dynamoTable>;
  /**
   * The lines of a journal up to one, oldest first, whether they can be read or not.
   * @throws {Failure} after the last that is there: the index has not all of them yet.
   */
  lines(account: string, seq: number, page: number): AsyncIterable<JournalLine>;
  /**
   * A line of a journal with all that is told of it.
   * @throws {TypeError} this version can't read it.
   */
  newEntry(account: string, id: string): Promise<NewEntry>;
  /** An event that was kept. */
  parkedEvent(id: string): Promise<ParkedEvent | undefined>;
  /** Those that wait for somebody, oldest first. */
  parkedEvents(): AsyncIterable<ParkedEvent>;
  /** It has been played, and waits no more; it is kept all the same. */
  settleParked(id: string): Promise<void>;
}

/** @throws {Failure} nobody has said which table. */
export function storage(
  { local }: Pick<Connection, "local">,
  options: Pick<Options, "table">,
  env: Environment,
): Storage {
  const name = namedTable(options, env) ?? local?.dynamodb.table;
  if (name === undefined) throw new Failure("Which table? Say --table, or set PASSBOOK_TABLE.");
  const client = dynamoClient(local && { ...HERE, endpoint: local.dynamodb.endpoint });
  const read = async (pk: string) => {
    const key = marshall({ pk });
    const { Item } = await client.send(new GetItemCommand({ TableName: name, Key: key, ConsistentRead: true }));
    return Item && unmarshall(Item);
  };
  const parkedEvent = async (id: string) => {
    const item = await read(parkedKey(id));
    return item && parked(id, item);
  };
  return {
    table: dynamoTable(name, client),
    async *lines(account, seq, pageSize) {
      const query = {
        TableName: name,
        IndexName: "statement",
        KeyConditionExpression: "account = :account AND seq <= :seq",
        ExpressionAttributeValues: marshall({ ":account": account, ":seq": seq }),
        ExpressionAttributeNames: { "#at": "at" },
        ProjectionExpression: "pk, #at",
      };
      let count = 0;
      for await (const { Items = [] } of paginateQuery({ client, pageSize }, query)) {
        count += Items.length;
        for (const item of Items) {
          const { pk, at } = unmarshall(item);
          yield { id: entryIdOfKey(account, String(pk)), at: Number(at) };
        }
      }
      if (count !== seq)
        throw new Failure(`${account}: the index has ${count} of ${seq} lines; once it has all, tell them again.`);
    },
    async newEntry(account, id) {
      const item = await read(entryItemKey(account, id));
      if (!item) throw new Failure(`${account} has no entry ${id}.`);
      return newEntryFromItem(item);
    },
    parkedEvent,
    async *parkedEvents() {
      const query = {
        TableName: name,
        IndexName: "statement",
        KeyConditionExpression: "account = :parked",
        ExpressionAttributeValues: marshall({ ":parked": PARKED }),
      };
      for await (const { Items = [] } of paginateQuery({ client }, query))
        for (const item of Items) {
          const kept = await parkedEvent(String(item["pk"]?.S).slice(parkedKey("").length));
          if (kept) yield kept;
        }
    },
    async settleParked(id) {
      // Out of the index, by which those that wait are found.
      const update = {
        TableName: name,
        Key: marshall({ pk: parkedKey(id) }),
        ConditionExpression: "attribute_exists(pk)",
        UpdateExpression: "REMOVE account",
      };
      await client.send(new UpdateItemCommand(update));
    },
  };
}

function parked(id: string, item: Record<string, unknown>): ParkedEvent {
  const {
    seq,
    because = "nobody has written down why",
    event,
  } = item as { seq: number; because?: string; event: string };
  return { id, createdAt: seq, because, event };
}

/** The table that somebody has said, or `sst shell` sets. */
export function namedTable({ table }: Pick<Options, "table">, env: Environment): string | undefined {
  return table ?? env["PASSBOOK_TABLE"] ?? linked(env, "Table")?.name;
}

/** What `sst shell` sets of one of the stage's resources. */
export function linked(env: Environment, resource: string): Link | undefined {
  const link = env[`SST_RESOURCE_${resource}`];
  return link === undefined ? undefined : (JSON.parse(link) as Link);
}

interface Link {
  readonly name?: string;
  readonly value?: string;
  /** Of the app itself. */
  readonly stage?: string;
}

/** What is local takes any region and anybody. */
export const HERE = { region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } } as const;
