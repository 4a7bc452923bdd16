import { tableSchema } from "../functions/ledger/schema.ts";
import { isProduction, maxReadUnits, maxWriteUnits } from "./stage.ts";

interface Index {
  readonly hashKey: string;
  readonly rangeKey: string;
  readonly projection: "keys-only" | readonly string[];
}

// SST's types take no read-only lists.
const globalIndexes = Object.fromEntries(
  Object.entries<Index>(tableSchema.globalIndexes).map(([name, { projection, ...keys }]) => [
    name,
    { ...keys, projection: projection === "keys-only" ? projection : [...projection] },
  ]),
);

const fuse = { maxReadRequestUnits: maxReadUnits, maxWriteRequestUnits: maxWriteUnits };

/** On demand and with point-in-time recovery, as SST makes every table. The stream tells of new entries. */
export const table = new sst.aws.Dynamo("Table", {
  ...tableSchema,
  globalIndexes,
  deletionProtection: isProduction,
  transform: {
    table(args) {
      args.onDemandThroughput = fuse;
      args.globalSecondaryIndexes = $util
        .output(args.globalSecondaryIndexes ?? [])
        .apply((indexes) => indexes.map((index) => ({ ...index, onDemandThroughput: fuse })));
    },
  },
});
