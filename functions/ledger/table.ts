import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Entry, type EntryKey, emptyAccount, type Instant, type MemberSpending } from "@passbook/core";
import { Busy } from "./busy.ts";
import {
  entryFromItem,
  entryItem,
  entryItemKey,
  type Head,
  headFromItem,
  headItem,
  headKey,
  type WrittenEntry,
} from "./items.ts";
import { type SpendingChange, spendingFromItem, spendingItem, spendingKey } from "./spending.ts";

/**
 * How we talk to DynamoDB: give up on a silent connection long before the Lambda must, and let the SDK resend what it may.
 * `requestTimeout` alone only warns; `throwOnRequestTimeout` makes it one.
 */
export const clientSettings = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
} as const satisfies DynamoDBClientConfig;

/** What one atomic write puts down: entries that must be new, and the head that they lead to. */
export interface Append {
  /** The head after the entries, with the version that this write moves it to. */
  readonly head: Head;
  /** What time had made due, oldest first. */
  readonly due: readonly Entry[];
  /** The command's own entry, the last one; absent where there is so much due that it takes a write of its own. */
  readonly own?: { readonly entry: Entry; readonly digest: string | undefined } | undefined;
  /** What that entry leaves of its member's budget, where it takes of one or gives back to it. */
  readonly spending?: SpendingChange | undefined;
  /** At most 36 characters; the same for resends of this one write and for nothing else. */
  readonly token: string;
}

/** What became of a write. */
export type Appended =
  | { readonly result: "committed" }
  | {
      readonly result: "failed";
      readonly cause: unknown;
      /** What stood in the way, where DynamoDB told: the command's entry that exists, the head that has moved. */
      readonly entry?: WrittenEntry | undefined;
      readonly head?: Head | undefined;
      /** It may have been written all the same, or may yet be. */
      readonly inDoubt: boolean;
      /** The same write, or one on a newer head, may succeed. */
      readonly mayRetry: boolean;
    };

/** What is written beside the accounts. */
type Item = Readonly<Record<string, unknown>>;

export interface StatementPage {
  readonly limit: number;
  /** Only entries before this `seq`. */
  readonly before?: number | undefined;
}

/** The ledger's only way to the table, and the only file that knows DynamoDB. */
export interface Table {
  /** Strongly consistent; of an account that nobody has written, the empty one with version 0. */
  readHead(account: string): Promise<Head>;
  /** Strongly consistent. */
  readEntry(account: string, key: EntryKey): Promise<WrittenEntry | undefined>;
  /** What a member with a budget has spent, if anything. Strongly consistent. */
  readSpending(account: string, member: string): Promise<MemberSpending | undefined>;
  append(write: Append): Promise<Appended>;
  /** Newest first. Eventually consistent: the newest entries may not be there yet. */
  readEntries(account: string, page: StatementPage): Promise<WrittenEntry[]>;
  /**
   * The whole journal up to an entry, oldest first.
   * @throws {Busy} the index has not all of it yet.
   */
  readJournal(account: string, seq: number): Promise<WrittenEntry[]>;
  /** What a Stripe price stands for, if it has been seen before. */
  readPriceName(price: string): Promise<string | undefined>;
  /** The first name given to a price stays, whatever its lookup key is moved to. */
  writePriceName(price: string, name: string): Promise<void>;
  /** What an object of Stripe's belongs to, as it was written first. */
  readLink(id: string): Promise<Item | undefined>;
  /** Written once: what stands already stays, and is the answer. */
  writeLink(id: string, link: Item): Promise<Item>;
  /** Where a test clock stands; 0: it is not known. */
  readClock(clock: string): Promise<Instant>;
  /** Clocks only go forward. */
  moveClock(clock: string, instant: Instant): Promise<void>;
  /** Keeps an event that could not be read, so that it can be played again after Stripe has stopped. */
  parkEvent(id: string, createdAt: Instant, event: string): Promise<void>;
}

export function dynamoTable(tableName: string, client: DynamoDBClient = new DynamoDBClient(clientSettings)): Table {
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
  return {
    async readHead(account) {
      const item = await read(headKey(account));
      return item ? headFromItem(item) : { account: emptyAccount(account), version: 0 };
    },
    async readEntry(account, key) {
      const item = await read(entryItemKey(account, key));
      return item && entryFromItem(item);
    },
    async readSpending(account, member) {
      const item = await read(spendingKey(account, member));
      return item && spendingFromItem(item);
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
      for (let from: QueryCommandInput["ExclusiveStartKey"], isFirst = true; isFirst || from; isFirst = false) {
        const query = new QueryCommand({
          TableName: tableName,
          IndexName: "statement",
          KeyConditionExpression: "account = :account AND seq <= :seq",
          ExpressionAttributeValues: marshall({ ":account": account, ":seq": seq }),
          ExclusiveStartKey: from,
        });
        const { Items = [], LastEvaluatedKey } = await client.send(query).catch(unavailable);
        entries.push(...Items.map((item) => entryFromItem(unmarshall(item))));
        from = LastEvaluatedKey;
      }
      if (entries.length !== seq) throw new Busy(`${entries.length} of ${seq} entries are in the index`);
      return entries;
    },
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
      const put = new PutItemCommand({
        TableName: tableName,
        Item: marshall({ pk: clockKey(clock), instant }),
        ConditionExpression: `${isNew} OR #instant < :instant`,
        ExpressionAttributeNames: { "#instant": "instant" },
        ExpressionAttributeValues: marshall({ ":instant": instant }),
      });
      await client.send(put).catch(unlessStanding);
    },
    async parkEvent(id, createdAt, event) {
      await putNew({ pk: `K#${id}`, account: PARKED, seq: createdAt, event });
    },
  };
}

const priceKey = (price: string): string => `P#${price}`;
const linkKey = (id: string): string => `L#${id}`;
const clockKey = (clock: string): string => `C#${clock}`;

/** Parked events are in the statement index under a name that no account can have. */
const PARKED = "#parked";

/** @returns what stands in the way of an item that had to be new. */
function unlessStanding(error: unknown): Record<string, unknown> | undefined {
  if (!(error instanceof ConditionalCheckFailedException)) return unavailable(error);
  return error.Item && unmarshall(error.Item);
}

// The two conditions that everything rests on, by name.
const isNew = "attribute_not_exists(pk)";
const isUnchanged = (counter: "version" | "seq", read: number) => ({
  ConditionExpression: "#counter = :read",
  ExpressionAttributeNames: { "#counter": counter },
  ExpressionAttributeValues: marshall({ ":read": read }),
});

/** Head first, the command's own entry last: the order in which the reasons of a cancellation are read. */
function transaction(tableName: string, { head, due, own, spending, token }: Append) {
  const put = (item: Record<string, unknown>) => ({
    TableName: tableName,
    Item: marshall(item, { removeUndefinedValues: true }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  });
  const read = head.version - 1;
  const headCondition = read === 0 ? { ConditionExpression: isNew } : isUnchanged("version", read);
  const newEntry = (entry: Entry, digest?: string) => ({
    Put: { ...put(entryItem(head.account.id, entry, digest)), ConditionExpression: isNew },
  });
  const putSpending = (change: SpendingChange) => ({
    Put: {
      ...put(spendingItem(head.account.id, change)),
      ...(change.before ? isUnchanged("seq", change.before.seq) : { ConditionExpression: isNew }),
    },
  });
  return {
    ClientRequestToken: token,
    TransactItems: [
      { Put: { ...put(headItem(head)), ...headCondition } },
      ...due.map((entry) => newEntry(entry)),
      ...(spending ? [putSpending(spending)] : []),
      ...(own ? [newEntry(own.entry, own.digest)] : []),
    ],
  };
}

function appendFailure(cause: unknown, write: Append): Appended {
  const resent = attemptsOf(cause) > 1;
  if (!(cause instanceof TransactionCanceledException)) {
    const name = cause instanceof Error ? cause.name : "";
    const isRefused = REFUSALS.has(name) || THROTTLES.has(name);
    return { result: "failed", cause, inDoubt: resent || !isRefused, mayRetry: !REFUSALS.has(name) };
  }
  const reasons = cause.CancellationReasons ?? [];
  const found = write.own && collidedWith(reasons.at(-1));
  const moved = collidedWith(reasons[0]);
  return {
    result: "failed",
    cause,
    entry: found && entryFromItem(found),
    head: moved && headFromItem(moved),
    // A condition that failed was evaluated: an earlier try of this write has lost as well, or is what it collided with.
    inDoubt: resent && !found && !moved,
    mayRetry: reasons.every(({ Code }) => Code !== "ValidationError"),
  };
}

/** The item that failed a condition, as it stands in the table. */
function collidedWith(reason: CancellationReason | undefined): Record<string, unknown> | undefined {
  return reason?.Code === "ConditionalCheckFailed" && reason.Item ? unmarshall(reason.Item) : undefined;
}

/**
 * A read that failed, as often as the SDK tries: it decided nothing, and may succeed later.
 * @throws {Busy} or, where DynamoDB refuses us for good, the refusal itself.
 */
function unavailable(cause: unknown): never {
  throw cause instanceof Error && REFUSALS.has(cause.name) ? cause : new Busy("the table does not answer", { cause });
}

/** DynamoDB said no before it did anything, and would say it again. Whatever else went wrong may have gone wrong after the write. */
const REFUSALS = new Set(["AccessDeniedException", "ResourceNotFoundException", "ValidationException"]);

/** DynamoDB said no before it did anything, and might not say it again. */
const THROTTLES = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TransactionConflictException",
]);

function attemptsOf(cause: unknown): number {
  return (cause as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}
