import { bus } from "./bus.ts";
import { deadLettersOf, maySendTo } from "./dead-letters.ts";
import { lambda } from "./lambda.ts";
import { may } from "./may.ts";
import { table } from "./table.ts";

const notTold = deadLettersOf("Announce");
/** What is new in the journal is told on the bus, at least once. */
export const announce = table.subscribe(
  "Announce",
  lambda("announce", { link: [bus], permissions: [may.announce, maySendTo(notTold)], timeout: "1 minute" }),
  {
    filters: [{ eventName: ["INSERT"], dynamodb: { Keys: { pk: { S: [{ prefix: "E#" }] } } } }],
    transform: {
      eventSourceMapping: {
        batchSize: 100,
        maximumBatchingWindowInSeconds: 1,
        functionResponseTypes: ["ReportBatchItemFailures"],
        bisectBatchOnFunctionError: true, // one that can't be told is found, and the others are told
        maximumRetryAttempts: 20, //         then it is put aside: behind it waits the news of other accounts
        destinationConfig: { onFailure: { destinationArn: notTold.arn } },
      },
    },
  },
);
