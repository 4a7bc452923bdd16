import { conditionOf, type Expression } from "./expression.ts";
import { IndexView } from "./index-view.ts";
import { EngineRefusal, invalid } from "./refusal.ts";
import type { CancellationReason, GetItem, Operation, PutItem, Query, TransactWriteItems } from "./requests.ts";
import { bytesOf, type Item, type Value } from "./value.ts";

/** The shape of the one table that the model has. */
export interface ModelSchema {
  readonly hashKey: string;
  readonly indexes: Readonly<Record<string, ConstructorParameters<typeof IndexView>[0]>>;
}

/** What the model does not decide by itself. */
export interface ModelSurroundings {
  readonly clock: () => number;
  /** How long a transaction holds its items before it commits; others who write them meanwhile collide with it. */
  readonly transactionTakes: () => Promise<void>;
  /** In milliseconds, for each write. */
  readonly indexLag: () => number;
  /** How many milliseconds old the answer of a read may be that does not ask for consistency. */
  readonly replicaLag?: () => number;
  /** What one write has changed, all of it, as soon as it is done. */
  readonly committed?: (items: readonly Item[]) => void;
}

/** For so long a token is remembered after its transaction. */
const TOKEN_LIVES_MS = 600_000;
const MOST_ITEMS = 100;
const LARGEST_ITEM = 400 * 1024;
const LONGEST_KEY = 2_048;

interface Token {
  readonly input: string;
  /** `undefined`: its transaction is still running. */
  readonly doneAt: number | undefined;
}

/**
 * An in-memory DynamoDB of exactly the operations that Passbook uses: `GetItem`, `PutItem`, `Query` and `TransactWriteItems` of
 * puts, with what no embedded engine shows: transactions that collide, tokens that are remembered for ten minutes, an index
 * that is late. Everything else is refused.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 */
export class ModelEngine {
  readonly #schema: ModelSchema;
  readonly #outside: ModelSurroundings;
  readonly #items = new Map<string, Item>();
  /** What each item was before, and until when: what a read may still see that does not ask for consistency. */
  readonly #before = new Map<string, { readonly until: number; readonly item: Item | undefined }[]>();
  readonly #indexes: ReadonlyMap<string, IndexView>;
  readonly #tokens = new Map<string, Token>();
  /** The items that a running transaction writes. */
  readonly #locked = new Set<string>();

  constructor(schema: ModelSchema, outside: ModelSurroundings) {
    this.#schema = schema;
    this.#outside = outside;
    const indexes = Object.entries(schema.indexes);
    this.#indexes = new Map(indexes.map(([name, index]) => [name, new IndexView(index, schema.hashKey)]));
  }

  /** All that is stored, by key. */
  get items(): ReadonlyMap<string, Item> {
    return this.#items;
  }

  /** Writes down what another engine has committed. */
  replay(items: readonly Item[]): void {
    this.#write(items.map((item) => [this.#keyOf(item), item]));
  }

  /** @throws {EngineRefusal} */
  async perform({ operation, input }: Operation): Promise<object> {
    switch (operation) {
      case "GetItem":
        return this.#get(input);
      case "PutItem":
        return this.#put(input);
      case "Query":
        return this.#query(input);
      case "TransactWriteItems":
        return this.#transact(input);
    }
  }

  #get({ Key, ConsistentRead = false }: GetItem): object {
    const key = this.#keyOf(Key);
    if (key === "" || Buffer.byteLength(key) > LONGEST_KEY) throw invalid(EMPTY_KEY);
    const Item = ConsistentRead ? this.#items.get(key) : this.#replicated(key);
    return Item ? { Item } : {};
  }

  /** An item as a replica has it that is late. */
  #replicated(key: string): Item | undefined {
    const asOf = this.#outside.clock() - (this.#outside.replicaLag?.() ?? 0);
    const older = this.#before.get(key)?.find(({ until }) => until > asOf);
    return older ? older.item : this.#items.get(key);
  }

  #put(put: PutItem): object {
    const [key = ""] = keysOf([put], this.#schema.hashKey);
    const invalidity = this.#invalidity(put);
    if (invalidity) throw invalid(invalidity.Message ?? "");
    if (this.#locked.has(key))
      throw new EngineRefusal("TransactionConflictException", "Transaction is ongoing for the item");
    const reason = this.#reasonAgainst(put);
    if (reason)
      throw new EngineRefusal(
        "ConditionalCheckFailedException",
        "The conditional request failed",
        reason.Item && { Item: reason.Item },
      );
    this.#write([[key, put.Item]]);
    return {};
  }

  #query(query: Query): object {
    const index = this.#indexes.get(query.IndexName);
    if (!index) throw invalid(`The table does not have the specified index: ${query.IndexName}`);
    const { KeyConditionExpression: text, ExpressionAttributeNames: names, ExpressionAttributeValues: values } = query;
    const hash = values[":account"] ?? values[":shard"];
    if (!hash) throw invalid("the model knows only queries of an account or of a shard");
    if (nameOf(hash) === "")
      throw invalid(
        "One or more parameter values are not valid. A key attribute cannot contain an empty string value.",
      );
    const isAsked = conditionOf({ text, names, values });
    const partition = index.partition(hash, this.#outside.clock()).filter(isAsked);
    const inOrder = query.ScanIndexForward === false ? partition.toReversed() : partition;
    const after = query.ExclusiveStartKey;
    const start = after ? inOrder.findIndex((item) => isSameKey(item, after, this.#schema.hashKey)) + 1 : 0;
    const page = inOrder.slice(start, query.Limit === undefined ? undefined : start + query.Limit);
    const last = page.at(-1);
    const hasMore = query.Limit !== undefined && page.length === query.Limit && last;
    return {
      Items: page,
      Count: page.length,
      ScannedCount: page.length,
      ...(hasMore && { LastEvaluatedKey: this.#cursorOf(last, query.IndexName) }),
    };
  }

  #cursorOf(item: Item, indexName: string): Item {
    const { hashKey = "", rangeKey = "" } = this.#schema.indexes[indexName] ?? {};
    const names = new Set([this.#schema.hashKey, hashKey, rangeKey]);
    return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
  }

  async #transact(transaction: TransactWriteItems): Promise<object> {
    const token = transaction.ClientRequestToken;
    const input = JSON.stringify(transaction.TransactItems);
    if (token !== undefined && this.#isDone(token, input)) return {};
    const puts = transaction.TransactItems.map(({ Put }) => Put);
    const keys = keysOf(puts, this.#schema.hashKey);
    const conflicts = keys.map((key) => (this.#locked.has(key) ? CONFLICT : undefined));
    if (conflicts.some(Boolean)) throw cancelled(conflicts);
    for (const key of keys) this.#locked.add(key);
    if (token !== undefined) this.#tokens.set(token, { input, doneAt: undefined });
    try {
      await this.#outside.transactionTakes();
      const reasons = puts.map((put) => this.#invalidity(put) ?? this.#reasonAgainst(put));
      if (reasons.some(Boolean)) throw cancelled(reasons);
      this.#write(puts.map((put, index) => [keys[index] ?? "", put.Item]));
      if (token !== undefined) this.#tokens.set(token, { input, doneAt: this.#outside.clock() });
      return {};
    } catch (refused) {
      if (token !== undefined) this.#tokens.delete(token);
      throw refused;
    } finally {
      for (const key of keys) this.#locked.delete(key);
    }
  }

  /** @throws {EngineRefusal} the token was used for something else, or its transaction is still running. */
  #isDone(token: string, input: string): boolean {
    if (token.length === 0 || token.length > 36)
      throw invalid("1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint");
    const known = this.#tokens.get(token);
    if (!known) return false;
    if (known.doneAt !== undefined && this.#outside.clock() - known.doneAt >= TOKEN_LIVES_MS) {
      this.#tokens.delete(token);
      return false;
    }
    if (known.input !== input)
      throw new EngineRefusal(
        "IdempotentParameterMismatchException",
        "The request uses the same client token as a previous one with other parameters",
      );
    if (known.doneAt === undefined)
      throw new EngineRefusal("TransactionInProgressException", "Transaction is in progress for the given token");
    return true;
  }

  /** What of an item's keys the table and its indexes do not take; in a transaction it stands among the reasons. */
  #invalidity({ Item: item }: PutItem): CancellationReason | undefined {
    const invalidity = (Message: string): CancellationReason => ({ Code: "ValidationError", Message });
    if (Buffer.byteLength(this.#keyOf(item)) > LONGEST_KEY)
      return invalidity("Size of hashkey has exceeded the maximum size limit of2048 bytes");
    const wrong = Object.values(this.#schema.indexes).flatMap(({ hashKey, rangeKey }) => {
      const [hash, range] = [item[hashKey], item[rangeKey]];
      return [...(hash && !("S" in hash) ? [hashKey] : []), ...(range && !("N" in range) ? [rangeKey] : [])];
    });
    return wrong.length > 0 ? invalidity(`Type mismatch for Index Key ${wrong.join(", ")}`) : undefined;
  }

  #keyOf(item: Item): string {
    return nameOf(item[this.#schema.hashKey]);
  }

  /** Why a put may not be done as things stand. */
  #reasonAgainst(put: PutItem): CancellationReason | undefined {
    const standing = this.#items.get(this.#keyOf(put.Item));
    if (isMet(put, standing ?? {})) return undefined;
    const shows = put.ReturnValuesOnConditionCheckFailure === "ALL_OLD" && standing;
    return {
      Code: "ConditionalCheckFailed",
      Message: "The conditional request failed",
      ...(shows && { Item: standing }),
    };
  }

  #write(changes: readonly (readonly [key: string, item: Item])[]): void {
    const now = this.#outside.clock();
    for (const [key, item] of changes) {
      if (this.#outside.replicaLag)
        this.#before.set(key, [...(this.#before.get(key) ?? []), { until: now, item: this.#items.get(key) }]);
      this.#items.set(key, item);
      for (const index of this.#indexes.values()) index.write(key, item, now + this.#outside.indexLag());
    }
    this.#outside.committed?.(changes.map(([, item]) => item));
  }
}

const CONFLICT: CancellationReason = { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" };

const EMPTY_KEY = "One or more parameter values are not valid: a key attribute cannot contain an empty string value";

/**
 * The items that a request would write, once it is one that can be carried out.
 * @throws {EngineRefusal} too many, two of one item, one that is too large, a key that is empty.
 */
function keysOf(puts: readonly PutItem[], hashKey: string): string[] {
  if (puts.length === 0 || puts.length > MOST_ITEMS)
    throw invalid(`Member must have length less than or equal to ${MOST_ITEMS}: transactItems`);
  const keys = puts.map(({ Item }) => nameOf(Item[hashKey]));
  // Of a key that is too long only that is told, and not as a mistake of the request: both embedded engines do it like this.
  const named = (key: string) => (Buffer.byteLength(key) > LONGEST_KEY ? [] : [hashKey, "account"]);
  const isEmpty = puts.some(({ Item }, index) =>
    named(keys[index] ?? "").some((name) => name in Item && isEmptyText(Item[name])),
  );
  if (isEmpty) throw invalid(EMPTY_KEY);
  if (puts.some(({ Item }) => bytesOf(Item) > LARGEST_ITEM))
    throw invalid("Item size has exceeded the maximum allowed size");
  if (new Set(keys).size < keys.length)
    throw invalid("Transaction request cannot include multiple operations on one item");
  return keys;
}

function isEmptyText(value: Value | undefined): boolean {
  return value !== undefined && "S" in value && value.S === "";
}

function nameOf(key: Value | undefined): string {
  return key && "S" in key ? key.S : "";
}

function isMet(put: PutItem, standing: Item): boolean {
  if (put.ConditionExpression === undefined) return true;
  const expression: Expression = {
    text: put.ConditionExpression,
    names: put.ExpressionAttributeNames,
    values: put.ExpressionAttributeValues,
  };
  return conditionOf(expression)(standing);
}

function isSameKey(a: Item, b: Item, key: string): boolean {
  return JSON.stringify(a[key]) === JSON.stringify(b[key]);
}

/** All reasons, in the order of the items; `None` for those that could have been written. */
function cancelled(reasons: readonly (CancellationReason | undefined)[]): EngineRefusal {
  const all = reasons.map((reason): CancellationReason => reason ?? { Code: "None" });
  const codes = all.map(({ Code }) => Code).join(", ");
  return new EngineRefusal(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: all },
  );
}
