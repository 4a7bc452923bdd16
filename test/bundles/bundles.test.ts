import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isInstalled, root } from "../infra/recording/declare.ts";
import { gatewayEvent, reader } from "../support/gateway-event.ts";
import { RECEIPT_KEY } from "../support/receipt-keys.ts";
import { testClient } from "../support/test-table.ts";
import { sstBanner } from "./bundle.ts";
import { deployed, verbs } from "./deployed.ts";
import { startLambda } from "./lambda.ts";

if (!isInstalled)
  console.warn("test/bundles is skipped: SST's components are not in .sst/platform. npm run test:infra installs them.");

const ada = { sub: "ada" };
const operator = { sub: "support", accounts: [], scope: "credits:operate" };

describe.skipIf(!isInstalled)("What is deployed, from its bundles", () => {
  let passbook: Awaited<ReturnType<typeof deployed>>;
  beforeAll(async () => {
    passbook = await deployed();
  }, 120_000);
  afterAll(() => passbook.stop());

  it("every verb answers a real request, under its own role and with its own links alone", {
    timeout: 120_000,
  }, async () => {
    const { stripe } = passbook;
    const get = (path: string, who: object = ada) => passbook.call(`GET ${path}`, who);
    const post = <T = object>(path: string, body: object, who: object = ada) =>
      passbook.call(`POST /accounts/ada/${path}`, who, body) as Promise<T>;
    const one = { service: "image", quantity: 1 };

    for (const path of ["/healthz", "/catalog", "/openapi.json", "/.well-known/receipts.json"]) await get(path);
    await get("/accounts/ada");
    const { url } = await post<{ url: string }>("checkout", { plan: "creator", interval: "month" });
    await fetch(url, {
      method: "POST",
      body: new URLSearchParams({ cardNumber: "4242424242424242" }),
      redirect: "manual",
    });
    await stripe.idle();
    expect(await get("/accounts/ada/balance")).toMatchObject({ bySource: { plan: 500 } });

    await post("quotes", one);
    const { spend } = await post<{ spend: { id: string } }>("spends", one);
    await post(`spends/${spend.id}/cancel`, { reason: "It did not work" }, operator);
    const { hold } = await post<{ hold: { id: string } }>("holds", one);
    await post(`holds/${hold.id}/capture`, {});
    const { hold: other } = await post<{ hold: { id: string } }>("holds", { ...one, quantity: 2 });
    await post(`holds/${other.id}/release`, {});
    await post("adjustments", { credits: 5, reason: "Sorry" }, operator);
    await passbook.call("PATCH /accounts/ada", operator, { signedUpAt: "2025-01-01T00:00:00Z" });

    await post("portal", {});
    await post("plan", { plan: "pro", interval: "month", preview: true });
    await post("cancel", { when: "period_end" });
    await stripe.idle();
    await post("resume", {});
    await stripe.idle();
    expect(await get("/accounts/ada/ledger")).toMatchObject({ complete: true });
    expect(passbook.failed).toEqual([]);
    expect([...passbook.answered].toSorted()).toEqual(verbs.toSorted());
  });

  it("what is new in the journal is announced, swept and reconciled", { timeout: 60_000 }, async () => {
    const { Items = [] } = await testClient().send(new ScanCommand({ TableName: passbook.table }));
    const Records = Items.filter(({ pk }) => pk?.S?.startsWith("E#ada#")).map((NewImage, index) => ({
      eventName: "INSERT",
      dynamodb: { Keys: { pk: NewImage["pk"] }, NewImage, SequenceNumber: String(index) },
    }));
    expect(Records.length).toBeGreaterThan(5);
    const run = async (name: string, event: object) => (await passbook.start(name)).invoke(event);
    expect(await run("announce", { Records })).toEqual({ batchItemFailures: [] });
    expect(passbook.put()).toBeGreaterThan(5); // what is no news, like a state of Stripe's, is no event
    expect(await run("sweep", {})).toMatchObject({ failed: 0, isDone: true, oldestUnsweptSeconds: 0 });
    expect(await run("reconcile", {})).toMatchObject({ left: [], failed: [] });
  });

  it("Stripe's second way in takes the same events, and finds them done", { timeout: 60_000 }, async () => {
    const { url, apiKey } = passbook.stripe;
    const listed = await fetch(`${url}/v1/events?limit=100`, { headers: { authorization: `Bearer ${apiKey}` } });
    const { data } = (await listed.json()) as { data: { type: string }[] };
    const told = data.filter(({ type }) => type === "invoice.paid" || type.startsWith("customer.subscription."));
    expect(told.length).toBeGreaterThan(2);
    const Records = told.map((detail, index) => {
      return { messageId: String(index), body: JSON.stringify({ "detail-type": detail.type, detail }) };
    });
    const balance = () => passbook.call("GET /accounts/ada/balance", ada);
    const before = await balance();
    expect(await (await passbook.start("stripe-events")).invoke({ Records })).toEqual({ batchItemFailures: [] });
    expect(await balance()).toEqual({ ...(before as object), asOf: expect.any(String) });
  });

  it("a permission that is missing shows", async () => {
    const { event } = gatewayEvent("GET /accounts/ada/ledger", { token: reader("ada") });
    const lambda = await passbook.start("statement", { as: "under another role", role: "health" });
    expect(await lambda.invoke(event)).toMatchObject({ statusCode: 500 });
  });

  it("a secret that is missing shows", async () => {
    const { event } = gatewayEvent("GET /.well-known/receipts.json", {});
    const lambda = await passbook.start("receipt-keys", { as: "without a link", links: {} });
    await expect(lambda.invoke(event)).rejects.toThrow(/ReceiptKeyOther.* is not linked/);
    expect(lambda.log.join("")).not.toContain(RECEIPT_KEY);
  });

  it("a bundle that can't be loaded shows", async () => {
    const broken = startLambda(
      { name: "broken", environment: {}, links: {} },
      'import "not-there";',
      passbook.folder,
      {},
    );
    await expect((await broken).invoke({})).rejects.toThrow("not-there");
    await (await broken).stop();
  });

  const program = join(root, "node_modules", `sst-${process.platform}-${process.arch}`, "bin", "sst");

  it.skipIf(!existsSync(program))("bundles begin as SST's own program begins them", () => {
    const held = readFileSync(program);
    expect(sstBanner.filter((line) => !held.includes(line))).toEqual([]);
  });
});
