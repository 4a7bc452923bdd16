import type { Item } from "./value.ts";

// What of DynamoDB's requests Passbook sends, as it stands on the wire.

interface Conditional {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: "ALL_OLD" | "NONE";
}

export interface GetItem {
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}

export interface PutItem extends Conditional {
  readonly Item: Item;
}

export interface Query {
  readonly IndexName: string;
  readonly KeyConditionExpression: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
}

export interface TransactWriteItems {
  readonly ClientRequestToken?: string;
  readonly TransactItems: readonly { readonly Put: PutItem }[];
}

export type Operation =
  | { readonly operation: "GetItem"; readonly input: GetItem }
  | { readonly operation: "PutItem"; readonly input: PutItem }
  | { readonly operation: "Query"; readonly input: Query }
  | { readonly operation: "TransactWriteItems"; readonly input: TransactWriteItems };

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}
