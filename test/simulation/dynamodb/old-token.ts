import { outcome, type Side } from "./differential.ts";
import type { RandomOperation } from "./random-operations.ts";

/** What a transaction was answered, and what stands afterwards where it would have written. */
export interface TokenUse {
  readonly told: unknown;
  readonly stands: unknown;
}

/** A transaction of one item under a token, as the only one that uses both: a later one of another version is another content. */
export async function useToken(side: Side, token: string, version: number): Promise<TokenUse> {
  const pk = { S: token };
  const write: RandomOperation = {
    operation: "TransactWriteItems",
    input: { token, puts: [{ Item: { pk, version: { N: String(version) } } }] },
  };
  const told = await outcome(side, write);
  return { told, stands: await outcome(side, { operation: "GetItem", input: { Key: { pk }, ConsistentRead: true } }) };
}
