import { bus } from "./bus.ts";
import { table } from "./table.ts";

// A link of SST's own grants `dynamodb:*` and `events:*`. Ours tells the name; what may be done is said of each function.
sst.Linkable.wrap(sst.aws.Dynamo, ({ name }) => ({ properties: { name } }));
sst.Linkable.wrap(sst.aws.Bus, ({ arn, name }) => ({ properties: { arn, name } }));

/** All that any function may do here. Nobody may delete, and nobody may scan. */
export const may = {
  read: { actions: ["dynamodb:GetItem"], resources: [table.arn] },
  /** Transactions are authorised by the actions of their parts, and ours are puts. */
  write: { actions: ["dynamodb:PutItem"], resources: [table.arn] },
  list: { actions: ["dynamodb:Query"], resources: [$interpolate`${table.arn}/index/statement`] },
  listDue: { actions: ["dynamodb:Query"], resources: [$interpolate`${table.arn}/index/due`] },
  announce: { actions: ["events:PutEvents"], resources: [bus.arn] },
} satisfies Record<string, sst.aws.FunctionPermissionArgs>;
