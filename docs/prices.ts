// What `npm run costs` reckons with. Edit it for your region, then run that.

export const REGION = "us-east-1 (N. Virginia)";

/** When somebody last looked. AWS shows prices by a script on the pages below: look again before you rely on them. */
export const LOOKED_UP = "2026-11-22";

interface Price {
  /** US dollars for so many of `unit`, of the first tier and without anything free. */
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

const MILLION = 1_000_000;
const cloudwatch = "https://aws.amazon.com/cloudwatch/pricing/";
const dynamodb = "https://aws.amazon.com/dynamodb/pricing/on-demand/";
const lambda = "https://aws.amazon.com/lambda/pricing/";

export const PRICES = {
  request: {
    dollars: 1,
    per: MILLION,
    unit: "requests, HTTP API",
    source: "https://aws.amazon.com/api-gateway/pricing/",
  },
  invocation: { dollars: 0.2, per: MILLION, unit: "invocations, Lambda", source: lambda },
  computing: { dollars: 13.3334, per: MILLION, unit: "GB-seconds, Lambda on arm64", source: lambda },
  write: { dollars: 0.625, per: MILLION, unit: "write units, DynamoDB on demand", source: dynamodb },
  read: { dollars: 0.125, per: MILLION, unit: "read units, DynamoDB on demand", source: dynamodb },
  stored: { dollars: 0.25, per: 1, unit: "GB a month, DynamoDB", source: dynamodb },
  recoverable: { dollars: 0.2, per: 1, unit: "GB a month, point-in-time recovery", source: dynamodb },
  event: {
    dollars: 1,
    per: MILLION,
    unit: "events, EventBridge",
    source: "https://aws.amazon.com/eventbridge/pricing/",
  },
  logged: { dollars: 0.5, per: 1, unit: "GB of logs taken in", source: cloudwatch },
  sent: { dollars: 0.09, per: 1, unit: "GB to the internet", source: "https://aws.amazon.com/ec2/pricing/on-demand/" },
  alarm: { dollars: 0.1, per: 1, unit: "metrics of alarms, a month", source: cloudwatch },
  metric: { dollars: 0.3, per: 1, unit: "metrics of our own, a month", source: cloudwatch },
  dashboard: { dollars: 3, per: 1, unit: "dashboards, a month", source: cloudwatch },
} as const satisfies Record<string, Price>;

/** What no machine without AWS can measure, and what differs from product to product. */
export const ASSUMED = {
  /** Of Lambda: an invocation of its own, and each request that it makes to the table. */
  msOfInvocation: 10,
  msOfTableRequest: 8,
  gbOfFunction: 1,
  /** What Lambda and the function write of an invocation, and the gateway's line of a request. */
  bytesLogged: 1_000,
  bytesOfAccessLine: 500,
  bytesAnswered: 2_000,
  /** Entries that the announcer is given at once, and the milliseconds that it takes. */
  entriesAnnouncedAtOnce: 10,
  msOfAnnouncing: 30,
  /** DynamoDB adds it to each item, and to its copy in an index. */
  bytesOfItem: 100,
  /** What a subscriber does in a month. */
  spends: 30,
  views: 60,
  /** Of a renewal: the allowance, and what is left over from the last. */
  entriesOfRenewal: 2,
  /** Of the sweep (decision 0011), for each subscriber; and how long a run takes that finds nothing. */
  visits: 2,
  writesOfVisit: 5,
  msOfVisit: 20,
  warnings: 2,
  msOfIdleSweep: 1_000,
  /** Of reconciling, each day: a subscriber's objects that are looked up, and what the run takes for 10,000. */
  readsOfReconciling: 2,
  secondsOfReconciling: 300,
} as const;
