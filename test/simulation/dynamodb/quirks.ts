import type { RandomOperation } from "./random-operations.ts";

/** Where an embedded engine does not do what DynamoDB's documentation says; the model does. */
export interface Quirk {
  readonly engine: string;
  readonly what: string;
  readonly is: (operation: RandomOperation) => boolean;
  /** One, where chance finds it seldom. */
  readonly example?: RandomOperation;
}

const TOO_LONG = "k".repeat(2_049);

/**
 * DynamoDB Local does nothing at all with a token whose ten minutes are over, and answers that it has: the second time that each of
 * forty tokens was used, eleven minutes after the first, with another item, was answered 200, and nothing was written. Dynoxide carries
 * it out, as DynamoDB does: it is treated as a new request then. It is no quirk of single operations, so that a long run over it uses
 * new tokens before then.
 */
export function tokenOf(engine: string, token: string, index: number): string {
  return engine === "DynamoDB Local" ? `${token} ${Math.floor(index / 10_000)}` : token;
}

export const QUIRKS: readonly Quirk[] = [
  {
    engine: "dynoxide",
    what: "a query for an empty key is answered with an empty page; DynamoDB refuses it",
    is: ({ operation, input }) => operation === "Query" && input.ExpressionAttributeValues?.[":account"]?.S === "",
  },
  {
    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html: "no two actions … the same item"
    engine: "DynamoDB Local",
    what: "a transaction that writes an item twice is refused as such only where all its conditions hold",
    is: ({ operation, input }) =>
      operation === "TransactWriteItems" &&
      new Set(input.puts.map(({ Item }) => Item?.["pk"]?.S)).size < input.puts.length,
  },
  {
    engine: "DynamoDB Local",
    what: "of an item whose key is too long and whose index key is empty it tells the first, as a reason of a cancellation",
    is: ({ operation, input }) =>
      operation === "TransactWriteItems" &&
      input.puts.some(({ Item }) => Item?.["account"]?.S === "" && (Item["pk"]?.S?.length ?? 0) > 2_048),
    example: {
      operation: "TransactWriteItems",
      input: { puts: [{ Item: { pk: { S: TOO_LONG }, account: { S: "" }, seq: { N: "1" } } }] },
    },
  },
];

/** What of its ways an engine is known for. */
export function isKnown(engine: string, operation: RandomOperation): boolean {
  return QUIRKS.some((quirk) => quirk.engine === engine && quirk.is(operation));
}
