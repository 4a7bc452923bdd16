import { diff } from "node:util";
import { describe, expect, it } from "vitest";
import { ALL_SETTINGS, Deployment } from "./deployment.ts";
import { laws } from "./laws.ts";
import { type Change, declare, isInstalled } from "./recording/declare.ts";

/** What somebody might forget or do too much of, the law that has to notice, and what it has to say. */
const FORGOTTEN: readonly [what: string, law: RegExp, says: RegExp, change: Change][] = [
  [
    "a route",
    /^every verb has its route/,
    /\/accounts\/\{account\}\/holds/,
    {
      file: "infra/routes.ts",
      from: "const made = routes",
      to: 'const made = routes.filter((r) => r.function !== "hold")',
    },
  ],
  [
    "the limit of a route",
    /^every verb has its route/,
    /GET \/catalog/,
    { file: "infra/throttling.ts", from: "= routes.map(", to: '= routes.filter((r) => r.function !== "catalog").map(' },
  ],
  [
    "a permission",
    /^a function may do what/,
    /PutItem Table/,
    {
      file: "infra/functions.ts",
      from: "const ends = { link: [table], permissions: [may.read, may.write] }",
      to: "const ends = { link: [table], permissions: [may.read] }",
    },
  ],
  [
    "that a permission is not needed",
    /^a function may do what/,
    /PutItem Table/,
    {
      file: "infra/functions.ts",
      from: "permissions: [may.read, may.list] }",
      to: "permissions: [may.read, may.write, may.list] }",
    },
  ],
  [
    "that nobody may delete",
    /^nobody may delete/,
    /dynamodb:DeleteItem/,
    { file: "infra/may.ts", from: '"dynamodb:PutItem"', to: '"dynamodb:PutItem", "dynamodb:DeleteItem"' },
  ],
  [
    "that SST's own links may do everything",
    /^nobody may delete/,
    /dynamodb:\*/,
    { file: "infra/may.ts", from: /sst\.Linkable\.wrap\(sst\.aws\.Dynamo.*\n/, to: "" },
  ],
  [
    "a secret",
    /^a function is linked/,
    /StripeWebhookSecretNext/,
    {
      file: "infra/secrets.ts",
      from: "[stripeKey, webhookSecret, webhookSecretNext]",
      to: "[stripeKey, webhookSecret]",
    },
  ],
  [
    "that a secret is not needed",
    /^a function is linked/,
    /StripeSecretKey/,
    {
      file: "infra/functions.ts",
      from: "const greets = { link: [table]",
      to: "const greets = { link: [table, stripeKey]",
    },
  ],
  [
    "a type of event",
    /^EventBridge passes exactly/,
    /charge\.dispute\.closed/,
    {
      file: "infra/stripe-events.ts",
      from: '"detail-type": HANDLED',
      to: '"detail-type": HANDLED.filter((t) => t !== "charge.dispute.closed")',
    },
  ],
  [
    "the recovery of the table",
    /^the table has the keys/,
    /pointInTimeRecovery|enabled/,
    {
      file: "infra/table.ts",
      from: "args.onDemandThroughput = fuse;",
      to: "args.onDemandThroughput = fuse; args.pointInTimeRecovery = { enabled: false };",
    },
  ],
  [
    "JSON in the log",
    /log JSON/,
    /logFormat/,
    { file: "infra/lambda.ts", from: 'format: "json"', to: 'format: "text"' },
  ],
  [
    "an alarm",
    /^everything that the functions say/,
    /Drift/,
    { file: "infra/log-alarms.ts", from: "alarm(name, {", to: 'if (name !== "Drift") alarm(name, {' },
  ],
];

describe.skipIf(!isInstalled)("What is forgotten is noticed", () => {
  it.concurrent.each(FORGOTTEN)("%s", { timeout: 240_000 }, async (_, named, says, change) => {
    const [, holds] = Object.entries(laws).find(([name]) => named.test(name)) ?? [];
    const deployment = new Deployment(await declare("production", ALL_SETTINGS, { change }));
    const noticed = await Promise.resolve(deployment)
      .then(holds)
      .then(() => "nothing", difference);
    expect(noticed).toMatch(says);
  });
});

/** The lines that a failure prints with a minus or a plus. */
function difference(error: unknown): string {
  const { actual, expected } = error as { actual: unknown; expected: unknown };
  const lines = (value: unknown) => JSON.stringify(value, null, 1).replaceAll(",\n", "\n").split("\n");
  const changed = diff(lines(actual), lines(expected)).filter(([operation]) => operation !== 0);
  return changed.map(([, line]) => line).join("\n");
}
