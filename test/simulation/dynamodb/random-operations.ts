import {
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";

/** One operation of those that we use, with its input; the table's name is added by who sends it. */
export type RandomOperation =
  | { readonly operation: "GetItem"; readonly input: Omit<GetItemCommandInput, "TableName"> }
  | { readonly operation: "PutItem"; readonly input: Put }
  | { readonly operation: "Query"; readonly input: Omit<QueryCommandInput, "TableName"> }
  | {
      readonly operation: "TransactWriteItems";
      readonly input: { readonly puts: readonly Put[]; readonly token?: string };
    };

type Put = Omit<PutItemCommandInput, "TableName">;

export function commandOf(TableName: string, { operation, input }: RandomOperation) {
  // Tokens are of the account, not of the table.
  switch (operation) {
    case "GetItem":
      return new GetItemCommand({ TableName, ...input });
    case "PutItem":
      return new PutItemCommand({ TableName, ...input });
    case "Query":
      return new QueryCommand({ TableName, ...input });
    case "TransactWriteItems":
      return new TransactWriteItemsCommand({
        TransactItems: input.puts.map((put) => ({ Put: { TableName, ...put } })),
        ...(input.token !== undefined && { ClientRequestToken: `${input.token} ${TableName.slice(-18)}` }),
      });
  }
}

/** Few keys, so that operations meet; small numbers, so that conditions hold about half of the time. */
export function randomOperation(random: () => number): RandomOperation {
  const whole = (below: number): number => Math.floor(random() * below);
  const oneOf = <T>(choices: readonly [T, ...T[]]): T => choices[whole(choices.length)] ?? choices[0];
  const rarely = (oneIn: number): boolean => whole(oneIn) === 0;

  const key = (): string => (rarely(200) ? oneOf(["", "k".repeat(2_049), "k".repeat(2_048), "ключ"]) : `k${whole(8)}`);
  const number = () => ({ N: String(whole(4)) });
  const account = () => ({ S: rarely(300) ? "" : oneOf(["ada", "bea"]) });

  /** No two items of a partition have one range key: their order would be anybody's. */
  const seqOf = (pk: string) => ({ N: String(Number(pk.replace(/\D/g, "") || 9) + 10 * whole(3)) });

  const put = (pk = key()): Put => ({
    Item: {
      pk: { S: pk },
      version: number(),
      ...(!pk.startsWith("many") && rarely(2) && { account: account(), seq: rarely(300) ? { S: "1" } : seqOf(pk) }),
      ...(rarely(3) && { at: { N: oneOf(["0", "-5", "1769860800000", "1.0001"]) } }),
      ...(rarely(4) && { moves: { L: [{ L: [{ N: "1" }, { S: "plan" }, { NULL: true }] }] } }),
      ...(rarely(4) && { ref: { M: { service: { S: "image" }, deep: { M: {} } } }, unseen: { BOOL: true } }),
      ...(rarely(500) && { event: { S: "x".repeat(oneOf([409_000, 409_580, 420_000])) } }),
    },
    ...condition(),
    ...(rarely(2) && { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const }),
  });
  const condition = (): Partial<Put> => {
    const names = { "#counter": "version" };
    const values = { ":read": number() };
    switch (whole(6)) {
      case 0:
        return {};
      case 1:
      case 2:
        return { ConditionExpression: "attribute_not_exists(pk)" };
      case 3:
        return {
          ConditionExpression: "attribute_not_exists(pk) OR #counter < :read",
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        };
      default:
        return {
          ConditionExpression: "#counter = :read",
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        };
    }
  };

  switch (whole(8)) {
    case 0:
    case 1:
      return { operation: "GetItem", input: { Key: { pk: { S: key() } }, ConsistentRead: true } };
    case 2:
    case 3:
      return { operation: "PutItem", input: put() };
    case 4:
      return {
        operation: "Query",
        input: {
          IndexName: "statement",
          KeyConditionExpression: `account = :account AND seq ${oneOf(["<", "<=", "=", ">", ">="])} :seq`,
          ExpressionAttributeValues: { ":account": account(), ":seq": { N: String(whole(30)) } },
          ScanIndexForward: rarely(2),
          ...(rarely(2) && { Limit: 1 + whole(4) }),
        },
      };
    default: {
      const many = rarely(300) ? 101 : rarely(300) ? 100 : 1 + whole(4);
      const keys = Array.from({ length: many }, (_, n) => (many > 4 ? `many${n}` : key()));
      const distinct = rarely(20) ? keys : [...new Set(keys)];
      const puts = distinct.map((pk) => put(pk));
      // Which of two mistakes is told first is nobody's promise: a token that is used again comes with nothing else wrong.
      return {
        operation: "TransactWriteItems",
        input: { puts, ...(isOrdinary(puts) && rarely(2) && { token: `token ${whole(40)}` }) },
      };
    }
  }
}

function isOrdinary(puts: readonly Put[]): boolean {
  const keys = puts.map(({ Item }) => Item?.["pk"]?.S);
  const strange = puts.some(
    ({ Item }) => Item?.["event"] || Item?.["account"]?.S === "" || Item?.["seq"]?.S !== undefined,
  );
  return (
    !strange &&
    puts.length <= 100 &&
    new Set(keys).size === keys.length &&
    keys.every((key) => key && key.length < 2_049)
  );
}
