import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { omnia } from "@passbook/core/policies/omnia";
import Stripe from "stripe";
import { clientSettings } from "../functions/ledger/dynamo-table.ts";
import { sellablePrices } from "../functions/stripe/catalogue.ts";
import { priceBook, stripeClient } from "../functions/stripe/client.ts";
import { knowledge } from "../functions/stripe/knowledge.ts";
import { isHandled } from "../functions/stripe/translate.ts";
import { stripeWebhook } from "../functions/stripe-webhook.ts";
import { startEngine } from "../local/engine.ts";
import { type LocalStripe, startStripe } from "../local/stripe/server.ts";
import { ensureTable } from "../local/table.ts";
import { context, gatewayEvent } from "../test/support/gateway-event.ts";
import { SECRET, signature } from "../test/support/signed.ts";
import { freshEnvironment, writeAccount } from "./accounts.ts";
import { bareSpends } from "./bare-spends.ts";
import { meteredClient } from "./metered.ts";
import { report, table } from "./report.ts";

/** What a renewal costs from its first event to its last, and how long Stripe waits for each answer. */

const TABLE = "bench-webhook";
const SUBSCRIBERS = 40;
const WARM_UP = 10;
const FIRST = Date.UTC(2026, 0, 15, 9);
const RENEWED = Date.UTC(2026, 1, 15, 12);

/** Subscribers to Creator by the month, each on a clock of their own, and what Stripe tells of their first renewal. */
async function renewals({ url, apiKey }: LocalStripe): Promise<{ first: Stripe.Event[]; renewal: Stripe.Event[] }[]> {
  const { hostname: host, port } = new URL(url);
  const api = new Stripe(apiKey, { host, port, protocol: "http", telemetry: false });
  const { data: prices } = await api.prices.list({ lookup_keys: ["omnia_creator_month"] });
  const price = prices[0]?.id ?? "";
  const lives = [];
  for (let n = 0; n < SUBSCRIBERS; n += 1) {
    const metadata = { account: `subscriber-${n}` };
    const card = { payment_method: "pm_card_visa", invoice_settings: { default_payment_method: "pm_card_visa" } };
    const clock = await api.testHelpers.testClocks.create({ frozen_time: FIRST / 1_000 });
    const customer = await api.customers.create({ ...card, metadata, test_clock: clock.id });
    await api.subscriptions.create({ customer: customer.id, items: [{ price }], metadata });
    const first = await toldSince(api, lives.at(-1)?.last);
    await api.testHelpers.testClocks.advance(clock.id, { frozen_time: RENEWED / 1_000 });
    while ((await api.testHelpers.testClocks.retrieve(clock.id)).status !== "ready");
    const renewal = await toldSince(api, first.at(-1)?.id);
    lives.push({ first, renewal, last: renewal.at(-1)?.id });
  }
  return lives;
}

async function toldSince(api: Stripe, id: string | undefined): Promise<Stripe.Event[]> {
  const events = await api.events.list({ limit: 100, ...(id !== undefined && { ending_before: id }) });
  return events.data.toReversed();
}

function webhookOver(client: DynamoDBClient, { url, apiKey }: LocalStripe) {
  const environment = freshEnvironment(TABLE, client);
  const stripe = stripeClient(apiKey, new URL(url));
  const priceNames = priceBook(omnia, environment.table, stripe);
  const intake = {
    ...environment,
    stripe,
    livemode: false,
    knowledge: knowledge({ ...environment, stripe, priceNames }),
  };
  const verb = stripeWebhook({ ...intake, secrets: [SECRET] });
  return async (event: Stripe.Event) => {
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, environment.clock()) };
    const { statusCode } = await verb(gatewayEvent("POST /stripe/webhook", { body, headers }).event, context);
    if (statusCode !== 200) throw new Error(`${event.type} was answered ${statusCode}`);
  };
}

process.env["AWS_REGION"] ??= "local";
process.env["AWS_ACCESS_KEY_ID"] ??= "local";
process.env["AWS_SECRET_ACCESS_KEY"] ??= "local";
const dataDir = mkdtempSync(join(tmpdir(), "passbook-bench-"));
const stripe = await startStripe({
  port: 0,
  prices: sellablePrices(omnia),
  webhookUrl: () => "",
  webhookEvents: [],
  seed: "bench",
});
const engine = await startEngine({ dataDir });
try {
  await ensureTable(engine.endpoint, TABLE);
  const lives = await renewals(stripe);
  const { client, take } = meteredClient(engine.endpoint);
  const deliver = webhookOver(client, stripe);
  const bare = new DynamoDBClient({ ...clientSettings, endpoint: engine.endpoint });
  await writeAccount(bare, TABLE, "bare", 0);
  const bareSpend = bareSpends(bare, TABLE, "bare");
  const rows = new Map<string, { requests: string[]; read: number; write: number; index: number; ratios: number[] }>();
  for (const [n, { first, renewal }] of lives.entries()) {
    for (const event of first.filter(isHandled)) await deliver(event);
    for (const event of renewal.filter(isHandled)) {
      take();
      const began = performance.now();
      await deliver(event);
      const ended = performance.now();
      await bareSpend(`${n} ${event.id}`);
      const ratio = (ended - began) / (performance.now() - ended);
      const { requests, readUnits: read, writeUnits: write, indexUnits: index } = take();
      const ratios = [...(rows.get(event.type)?.ratios ?? []), ...(n < WARM_UP ? [] : [ratio])];
      rows.set(event.type, { requests, read, write, index, ratios });
    }
  }
  const cells = [...rows].map(([type, { requests, read, write, index, ratios }]) => {
    const counted = Object.entries(Object.groupBy(requests, (name) => name)).map(
      ([name, all]) => `${all?.length} ${name}`,
    );
    return [type, counted.join(" + "), requests.length, read, write, index, Number(median(ratios).toFixed(1))];
  });
  const head = [
    "event of a renewal",
    "requests",
    "in all",
    "read units",
    "write units",
    "index units",
    "times a bare transaction",
  ];
  report("webhook", [`Engine: ${engine.name}`, "", ...table(head, cells)]);
} finally {
  await engine.stop();
  await stripe.close();
  rmSync(dataDir, { recursive: true, force: true });
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
