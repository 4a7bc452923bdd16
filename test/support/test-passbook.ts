import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type DynamoDBClient, type DynamoDBClientConfig, ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Command, Instant, Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import type { Context, SQSBatchResponse, SQSRecord } from "aws-lambda";
import type Stripe from "stripe";
import { showAccount } from "../../functions/account.ts";
import { adjust } from "../../functions/adjust.ts";
import { balance } from "../../functions/balance.ts";
import { shelf } from "../../functions/billing/shelf.ts";
import { cancel } from "../../functions/cancel.ts";
import { cancelSpend } from "../../functions/cancel-spend.ts";
import { capture } from "../../functions/capture.ts";
import { catalog } from "../../functions/catalog.ts";
import { checkout } from "../../functions/checkout.ts";
import { describe } from "../../functions/describe-account.ts";
import { health } from "../../functions/health.ts";
import { hold } from "../../functions/hold.ts";
import type { Answer } from "../../functions/http/stack.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger } from "../../functions/ledger/ledger.ts";
import type { Table } from "../../functions/ledger/table.ts";
import { openapi } from "../../functions/openapi.ts";
import { plan } from "../../functions/plan.ts";
import { portal } from "../../functions/portal.ts";
import { quote } from "../../functions/quote.ts";
import { receiptKeySet } from "../../functions/receipt-keys.ts";
import { receiptKeys } from "../../functions/receipts/keys.ts";
import { release } from "../../functions/release.ts";
import { resume } from "../../functions/resume.ts";
import { spend } from "../../functions/spend.ts";
import { statement } from "../../functions/statement.ts";
import { BRIEFLY, priceBook, stripeClient } from "../../functions/stripe/client.ts";
import { knowledge } from "../../functions/stripe/knowledge.ts";
import { stripeEvents } from "../../functions/stripe-events.ts";
import { stripeWebhook } from "../../functions/stripe-webhook.ts";
import type { LambdaHandler } from "../../local/gateway/invocation.ts";
import { capturedLog } from "./captured-log.ts";
import { context, gatewayEvent, type Request } from "./gateway-event.ts";
import { at } from "./instants.ts";
import { RECEIPT_KEY } from "./receipt-keys.ts";
import { seeded } from "./seeded.ts";
import { NEXT_SECRET, SECRET } from "./signed.ts";
import { freshTable, testClient } from "./test-table.ts";

export const NOON = at("2026-01-31T12:00:00Z");

/** To read a key takes as long as to sign by it. */
const usualKeys = receiptKeys([RECEIPT_KEY]);

/** Nothing listens there: who asks Stripe fails. */
const NOWHERE = new URL("http://127.0.0.1:9");

/** The page that Stripe sends people back to. */
export const WEB_URL = "https://app.example/credits";

export interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The exact body. */
  readonly text: string;
  /** The body, read, where it is JSON. */
  readonly body: unknown;
}

/** What an environment finds around it. */
export interface Surroundings {
  readonly clock: () => Instant;
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** A name that nothing else has. */
  readonly newId: () => string;
  readonly dynamodb: DynamoDBClient;
  readonly stripe: Stripe;
}

export interface Settings {
  readonly policy?: Policy;
  /** Where Stripe's API is. */
  readonly stripe?: URL;
  readonly stripeKey?: string;
  /** The test clock of accounts that have no customer yet. */
  readonly defaultClock?: string;
  readonly livemode?: boolean;
  /** The key that signs receipts, and those that verify them beside it. */
  readonly receiptKeys?: readonly [string, ...string[]];
  /** Another environment over the same table. */
  readonly table?: string;
  readonly client?: DynamoDBClientConfig;
  /** How many entries the statement's index is late. */
  readonly behind?: number;
  /** Another world than the real one, with a time, dice, an engine and a Stripe of its own. */
  readonly world?: Surroundings | undefined;
  /** What quotes are called; by chance, where it is not said. */
  readonly newId?: () => string;
}

/** The real verbs over the real engine, as one Lambda environment has them, with a clock that the test sets. */
export async function testPassbook({
  policy = omnia,
  stripe = NOWHERE,
  stripeKey = "sk_test_passbook",
  defaultClock,
  livemode = false,
  receiptKeys: signing,
  table: given,
  client: settings,
  behind = 0,
  world,
  newId: named = randomUUID,
}: Settings = {}) {
  const tableName = given ?? (world ? "model" : await freshTable());
  const client = world?.dynamodb ?? testClient(settings);
  const table = behind > 0 ? withLateIndex(dynamoTable(tableName, client), behind) : dynamoTable(tableName, client);
  const time = { now: NOON };
  const clock = world?.clock ?? ((): Instant => time.now);
  const { newId, ...chance } = world ?? { random: seeded(1), sleep, newId: named };
  // A write's token is never another write's, whatever a test calls its quotes.
  const newToken = world?.newId ?? randomUUID;
  const log = capturedLog();
  const ledger = createLedger({ policy, table, clock, ...chance, newToken, defaultClock });
  const stripeApi = world?.stripe ?? stripeClient(stripeKey, stripe, BRIEFLY);
  const priceNames = priceBook(policy, table, stripeApi);
  const keys = signing ? receiptKeys(signing) : usualKeys;
  const parts = { policy, table, ledger, logger: log.logger, clock, keys, newId };
  const billing = {
    ...parts,
    stripe: stripeApi,
    priceNames,
    shelf: shelf(stripeApi, policy, clock),
    webUrl: WEB_URL,
    defaultClock,
  };
  const intake = {
    ...parts,
    livemode,
    stripe: stripeApi,
    knowledge: knowledge({ policy, table, ledger, stripe: stripeApi, priceNames }),
  };
  const verbs = {
    account: showAccount(parts),
    balance: balance(parts),
    catalog: catalog(parts),
    openapi: openapi(parts),
    health: health(parts),
    quote: quote(parts),
    "receipt-keys": receiptKeySet(parts),
    spend: spend(parts),
    "cancel-spend": cancelSpend(parts),
    hold: hold(parts),
    capture: capture(parts),
    release: release(parts),
    adjust: adjust(parts),
    "describe-account": describe(parts),
    checkout: checkout(billing),
    portal: portal(billing),
    plan: plan(billing),
    cancel: cancel(billing),
    resume: resume(billing),
    statement: statement(parts),
    "stripe-webhook": stripeWebhook({ ...intake, secrets: [SECRET, NEXT_SECRET] }),
  };
  const scan = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
    return Items.map((item) => [String(item["pk"]?.S), unmarshall(item)] as const);
  };
  return {
    tableName,
    table,
    time,
    /** As a gateway calls them, by the name of their function. */
    handlers: verbs as unknown as Readonly<Record<string, LambdaHandler>>,
    log: log.lines,
    /** What the gateway would be answered: `call("GET /accounts/ada/balance", { token: ada })`. */
    async call(line: string, request: Request = {}, within = context): Promise<Answered> {
      const { verb, event } = gatewayEvent(line, request);
      if (world) event.requestContext.requestId = within.awsRequestId;
      const handler = verbs[verb as keyof typeof verbs] as (given: typeof event, within: Context) => Promise<Answer>;
      const { statusCode, headers = {}, body: text = "" } = await handler(event, within);
      const isJson = String(headers["content-type"]).endsWith("json");
      return { status: statusCode, headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
    /** What the queue would be told of messages from Stripe's event bus. */
    receive: (messages: SQSRecord[], within = context): Promise<SQSBatchResponse> =>
      stripeEvents(intake)({ Records: messages }, within),
    /** Something has happened to the account. */
    async given(account: string, ...commands: Command[]): Promise<void> {
      for (const command of commands) await ledger.perform(account, command, { until: Number.POSITIVE_INFINITY });
    },
    /** All that is stored, by key, but for what was parked. */
    async items(): Promise<Record<string, unknown>> {
      return Object.fromEntries((await scan()).filter(([key]) => !key.startsWith("K#")));
    },
    /** The events that were kept because they could not be read. */
    async parked(): Promise<string[]> {
      return (await scan()).filter(([key]) => key.startsWith("K#")).map(([, item]) => String(item["event"]));
    },
  };
}

/** The index of the real engine is never late; in AWS it may be. */
function withLateIndex(table: Table, behind: number): Table {
  return {
    ...table,
    async readEntries(account, { limit, before = Number.POSITIVE_INFINITY }) {
      const newest = (await table.readHead(account)).account.seq - behind;
      return table.readEntries(account, { limit, before: Math.min(before, newest + 1) });
    },
  };
}

export type TestPassbook = Awaited<ReturnType<typeof testPassbook>>;
