import { tableSchema } from "../functions/ledger/schema.ts";
import { alarm } from "./alarm.ts";
import { table } from "./table.ts";

const namespace = "AWS/DynamoDB";
const minutes = 5;

const places = [
  { TableName: table.name },
  ...Object.keys(tableSchema.globalIndexes).map((name) => ({ TableName: table.name, GlobalSecondaryIndexName: name })),
];
const refused = places.flatMap((dimensions) =>
  ["ReadThrottleEvents", "WriteThrottleEvents"].map((metricName) => ({ metricName, dimensions })),
);

alarm("TableThrottled", {
  means: "The table or an index has refused more than its fuse lets pass, or more than DynamoDB was warm for.",
  above: 50,
  metricQueries: [
    { id: "refused", expression: "SUM(METRICS())", label: "refused", returnData: true },
    ...refused.map((metric, index) => ({
      id: `m${index}`,
      metric: { namespace, ...metric, period: minutes * 60, stat: "Sum" },
    })),
  ],
});

alarm("TransactionConflicts", {
  means: "Many write the same account at once; each of them tries again. Past 25 a second one account is at its end.",
  above: 1_000,
  namespace,
  metricName: "TransactionConflict",
  dimensions: { TableName: table.name },
});
