import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { END_OF_TIME, emptyAccount, type Instant } from "@passbook/core";
import { appendFailure, isNew, transaction } from "./append.ts";
import { Busy } from "./busy.ts";
import { CLOCKS } from "./due.ts";
import {
  accountOfHead,
  entryFromItem,
  entryItemKey,
  headFromItem,
  headKey,
  isEntryId,
  type WrittenEntry,
} from "./items.ts";
import { quoteKey } from "./quotes.ts";
import { unavailable } from "./refusals.ts";
import { spendingFromItem, spendingKey } from "./spending.ts";
import type { Item, Progress, Table } from "./table.ts";

/**
 * How we talk to DynamoDB: give up on a silent connection long before the Lambda must, and let the SDK resend what it may.
 * `requestTimeout` alone only warns; `throwOnRequestTimeout` makes it one.
 */
export const clientSettings = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
} as const satisfies DynamoDBClientConfig;

/** A client that talks so. */
export function dynamoClient(settings: DynamoDBClientConfig = {}): DynamoDBClient {
  const client = new DynamoDBClient({ ...clientSettings, ...settings });
  // It copies by their schemas all that is asked and answered, for a logger that says nothing: a tenth of a call's work.
  client.middlewareStack.remove("loggerMiddleware");
  return client;
}

/** The table in DynamoDB. */
export function dynamoTable(tableName: string, client: DynamoDBClient = dynamoClient()): Table {
  const read = async (pk: string) => {
    const get = new GetItemCommand({ TableName: tableName, Key: marshall({ pk }), ConsistentRead: true });
    const { Item } = await client.send(get).catch(unavailable);
    return Item && unmarshall(Item);
  };
  const putNew = async (item: Record<string, unknown>) => {
    const put = new PutItemCommand({
      TableName: tableName,
      Item: marshall(item),
      ConditionExpression: isNew,
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    return client.send(put).then(() => undefined, unlessStanding);
  };
  /** @returns whether the condition held. Its values are named as the attributes that they are compared with, or `now`. */
  const putWhere = (
    item: Record<string, unknown>,
    ConditionExpression: string,
    values: Readonly<Record<string, unknown>> = {},
  ) => {
    const attributes = [...new Set(ConditionExpression.match(/#\w+/g))];
    const put = new PutItemCommand({
      TableName: tableName,
      Item: marshall(item),
      ConditionExpression,
      ...(attributes.length > 0 && {
        ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [name, name.slice(1)])),
        ExpressionAttributeValues: marshall(
          Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
        ),
      }),
    });
    return client.send(put).then(
      () => true,
      (error: unknown) => {
        unlessStanding(error);
        return false;
      },
    );
  };
  /** One page of it: a megabyte of keys are ten thousand. */
  const due = async (
    shard: string,
    until: Instant,
    page: Pick<QueryCommandInput, "Limit" | "ExclusiveStartKey"> = {},
  ) => {
    const query = new QueryCommand({
      TableName: tableName,
      IndexName: "due",
      KeyConditionExpression: "#shard = :shard AND dueAt <= :until",
      ExpressionAttributeNames: { "#shard": "shard" },
      ExpressionAttributeValues: marshall({ ":shard": shard, ":until": until }),
      ...page,
    });
    const { Items = [] } = await client.send(query).catch(unavailable);
    return Items.map((item) => unmarshall(item));
  };
  const journal = async function* (account: string, seq: number, page?: number): AsyncGenerator<WrittenEntry> {
    let count = 0;
    for (let from: QueryCommandInput["ExclusiveStartKey"], isFirst = true; isFirst || from; isFirst = false) {
      const query = new QueryCommand({
        TableName: tableName,
        IndexName: "statement",
        KeyConditionExpression: "account = :account AND seq <= :seq",
        ExpressionAttributeValues: marshall({ ":account": account, ":seq": seq }),
        ExclusiveStartKey: from,
        Limit: page,
      });
      const { Items = [], LastEvaluatedKey } = await client.send(query).catch(unavailable);
      count += Items.length;
      for (const item of Items) yield entryFromItem(unmarshall(item));
      from = LastEvaluatedKey;
    }
    if (count !== seq) throw new Busy(`${count} of ${seq} entries are in the index`);
  };
  return {
    async readHead(account) {
      const item = await read(headKey(account));
      return item ? headFromItem(item) : { account: emptyAccount(account), version: 0 };
    },
    async readEntry(account, id) {
      const item = isEntryId(id) ? await read(entryItemKey(account, id)) : undefined;
      return item && entryFromItem(item);
    },
    async readSpending(account, member) {
      const item = await read(spendingKey(account, member));
      return item && spendingFromItem(item);
    },
    async isQuoteSpent(account, quote) {
      return (await read(quoteKey(account, quote))) !== undefined;
    },
    async append(write) {
      try {
        await client.send(new TransactWriteItemsCommand(transaction(tableName, write)));
        return { result: "committed" };
      } catch (cause) {
        return appendFailure(cause, write);
      }
    },
    async readEntries(account, { limit, before = Number.MAX_SAFE_INTEGER }) {
      const query = new QueryCommand({
        TableName: tableName,
        IndexName: "statement",
        KeyConditionExpression: "account = :account AND seq < :before",
        ExpressionAttributeValues: marshall({ ":account": account, ":before": before }),
        ScanIndexForward: false,
        Limit: limit,
      });
      const { Items = [] } = await client.send(query).catch(unavailable);
      return Items.map((item) => entryFromItem(unmarshall(item)));
    },
    async readJournal(account, seq) {
      const entries: WrittenEntry[] = [];
      for await (const entry of journal(account, seq)) entries.push(entry);
      return entries;
    },
    journal,
    async readPriceName(price) {
      return (await read(priceKey(price)))?.["name"] as string | undefined;
    },
    async writePriceName(price, name) {
      await putNew({ pk: priceKey(price), name });
    },
    async readLink(id) {
      return (await read(linkKey(id)))?.["link"] as Item | undefined;
    },
    async writeLink(id, link) {
      const standing = await putNew({ pk: linkKey(id), link });
      return (standing?.["link"] as Item | undefined) ?? link;
    },
    async readClock(clock) {
      return ((await read(clockKey(clock)))?.["instant"] as Instant | undefined) ?? 0;
    },
    async moveClock(clock, instant) {
      const reading = { pk: clockKey(clock), instant, shard: CLOCKS, dueAt: instant };
      await putWhere(reading, `${isNew} OR #instant < :instant`, { instant });
    },
    async readForetold(account, request, seconds) {
      const item = await read(foretoldKey(account, request));
      return item && (item["ttl"] as number) > seconds ? (item["credits"] as string) : undefined;
    },
    async writeForetold(account, request, credits, { seconds, ttl }) {
      const put = new PutItemCommand({
        TableName: tableName,
        Item: marshall({ pk: foretoldKey(account, request), credits, ttl }),
        ConditionExpression: `${isNew} OR #ttl <= :seconds`,
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: marshall({ ":seconds": seconds }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      const standing = await client.send(put).then(() => undefined, unlessStanding);
      return (standing?.["credits"] as string | undefined) ?? credits;
    },
    takeTurn(account, request, { now, until }) {
      const turn = { pk: turnKey(account), request, until, ttl: Math.ceil(until / 1000) };
      return putWhere(turn, `${isNew} OR #request = :request OR #until <= :now`, { request, now });
    },
    async endTurn(account, request, now) {
      const ended = { pk: turnKey(account), request, until: now, ttl: Math.ceil(now / 1000) };
      await putWhere(ended, "#request = :request", { request });
    },
    async readDue(shard, until, { limit, after }) {
      const from = after && marshall({ pk: headKey(after.account), shard, dueAt: after.at });
      const items = await due(shard, until, { Limit: limit, ExclusiveStartKey: from });
      return items.map(({ pk, dueAt }) => ({ account: accountOfHead(String(pk)), at: Number(dueAt) }));
    },
    async readClocks() {
      const items = await due(CLOCKS, END_OF_TIME);
      return items.map(({ pk, dueAt }) => ({ clock: clockOfKey(String(pk)), instant: Number(dueAt) }));
    },
    async readProgress(work) {
      const { version = 0, rest } = ((await read(progressKey(work))) ?? {}) as Partial<Progress>;
      return { version, ...(rest && { rest }) };
    },
    writeProgress(work, { version }, rest) {
      const progress = { pk: progressKey(work), version: version + 1, ...(rest && { rest }) };
      return version === 0 ? putWhere(progress, isNew) : putWhere(progress, "#version = :version", { version });
    },
    async parkEvent({ id, createdAt, because, event }) {
      await putNew({ pk: parkedKey(id), account: PARKED, seq: createdAt, because, event });
    },
  };
}

const priceKey = (price: string): string => `P#${price}`;
const linkKey = (id: string): string => `L#${id}`;
export const parkedKey = (event: string): string => `K#${event}`;
const foretoldKey = (account: string, request: string): string => `R#${account}#${request}`;
const turnKey = (account: string): string => `T#${account}`;
const progressKey = (work: string): string => `N#${work}`;
const clockKey = (clock: string): string => `C#${clock}`;
const clockOfKey = (pk: string): string => pk.slice("C#".length);

/** Parked events are in the statement index under a name that no account can have. */
export const PARKED = "#parked";

/** @returns what stands in the way of an item that had to be new. */
function unlessStanding(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof ConditionalCheckFailedException)) return unavailable(error);
  return error.Item && unmarshall(error.Item);
}
