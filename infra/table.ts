import { tableSchema } from "../functions/ledger/schema.ts";
import { isProduction } from "./stage.ts";

// A link of SST's own grants `dynamodb:*`. Ours only reads; who writes asks for `writing`, and nobody may delete.
sst.Linkable.wrap(sst.aws.Dynamo, ({ name, arn }) => ({
  properties: { name },
  include: [
    sst.aws.permission({ actions: ["dynamodb:GetItem"], resources: [arn] }),
    sst.aws.permission({ actions: ["dynamodb:Query"], resources: [$interpolate`${arn}/index/*`] }),
  ],
}));

// SST's types take no read-only lists.
const globalIndexes = Object.fromEntries(
  Object.entries(tableSchema.globalIndexes).map(([name, index]) => [
    name,
    { ...index, projection: index.projection === "keys-only" ? index.projection : [...index.projection] },
  ]),
);

/** On demand and with point-in-time recovery, as SST makes every table. */
export const table = new sst.aws.Dynamo("Table", {
  ...tableSchema,
  globalIndexes,
  deletionProtection: isProduction,
});

/** All that a transaction of puts needs: it is authorised by the actions of its parts. */
export const writing = { actions: ["dynamodb:PutItem"], resources: [table.arn] };
