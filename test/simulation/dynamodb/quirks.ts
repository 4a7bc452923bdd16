import type { RandomOperation } from "./random-operations.ts";

/** Where an embedded engine does not do what DynamoDB's documentation says; the model does. */
export interface Quirk {
  readonly engine: string;
  readonly what: string;
  readonly is: (operation: RandomOperation) => boolean;
}

/**
 * DynamoDB Local does nothing at all with a token whose ten minutes have ended while it runs, and answers that it has, until it is
 * started again (`old-token.test.ts`). It is no quirk of single operations, so that a long run over it uses new tokens before then.
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
];

/** What of its ways an engine is known for. */
export function isKnown(engine: string, operation: RandomOperation): boolean {
  return QUIRKS.some((quirk) => quirk.engine === engine && quirk.is(operation));
}
