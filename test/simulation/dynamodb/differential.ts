import {
  type DynamoDBClient,
  DynamoDBServiceException,
  type GetItemCommand,
  type TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { seeded } from "../../support/seeded.ts";
import { isKnown, tokenOf } from "./quirks.ts";
import { commandOf, type RandomOperation, randomOperation } from "./random-operations.ts";

/** One way to a DynamoDB, and the table to use there. */
export interface Side {
  /** Whose ways are known (`QUIRKS`). */
  readonly engine: string;
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** An operation after which two engines are not of one mind. */
export interface Disagreement {
  readonly index: number;
  readonly operation: RandomOperation;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Sends the same random operations to both sides, one after the other, and tells where their answers differ. */
export async function disagreements(
  ours: Side,
  theirs: Side,
  { seed, operations, most = 5 }: { readonly seed: number; readonly operations: number; readonly most?: number },
  onProgress: (done: number) => void = () => {},
): Promise<Disagreement[]> {
  const random = seeded(seed);
  const found: Disagreement[] = [];
  for (let index = 0; index < operations && found.length < most; index += 1) {
    const operation = named(randomOperation(random), theirs.engine, index);
    const [a, b] = await Promise.all([outcome(ours, operation), outcome(theirs, operation)]);
    if (JSON.stringify(a) !== JSON.stringify(b) && !isKnown(theirs.engine, operation))
      found.push({ index, operation, ours: a, theirs: b });
    onProgress(index + 1);
  }
  return found;
}

function named(operation: RandomOperation, engine: string, index: number): RandomOperation {
  if (operation.operation !== "TransactWriteItems" || operation.input.token === undefined) return operation;
  return { ...operation, input: { ...operation.input, token: tokenOf(engine, operation.input.token, index) } };
}

/** What the application would see of it: data in one order, errors by name, never by their words. */
export async function outcome({ client, table }: Side, operation: RandomOperation): Promise<unknown> {
  try {
    const output = await client.send(commandOf(table, operation) as GetItemCommand);
    return inOrder({ ...output, $metadata: undefined });
  } catch (error) {
    if (!(error instanceof DynamoDBServiceException)) throw error;
    const { CancellationReasons, Item } = error as Partial<TransactionCanceledException> & { readonly Item?: object };
    return inOrder({
      refused: error.name,
      reasons: CancellationReasons?.map(({ Code, Item: standing }) => ({ Code, Item: standing })),
      Item,
    });
  }
}

/** Maps have no order on the wire. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, inOrder(field)]),
  );
}
