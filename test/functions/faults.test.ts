import { createServer } from "node:http";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type Stripe from "stripe";
import { describe, expect, it, onTestFinished } from "vitest";
import { close, listen, sendJson } from "../../local/http.ts";
import { SECRETS } from "../support/captured-log.ts";
import type { Request, Token } from "../support/gateway-event.ts";
import { LossyConnection } from "../support/lossy.ts";
import { packBought, planPaid } from "../support/omnia-events.ts";
import { bought } from "../support/omnia-story.ts";
import { INSIDES } from "../support/refused.ts";
import { signature } from "../support/signed.ts";
import { type Answered, NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// ASVS 5.0 16.5.3: what can't be decided is refused. Nothing of a fault is told outside; nothing secret inside.

/** An address can be an account's id. */
const ID = "ada@example.com";
const token: Token = { sub: "ada.lovelace", accounts: [ID], scope: "credits:read credits:spend" };
const headers = { authorization: "Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl" };
const path = `/accounts/${encodeURIComponent(ID)}`;
const spend = { token, headers, key: "k", body: { service: "image" } };

function signed(event: Stripe.Event): Request {
  const body = JSON.stringify(event);
  return { body, headers: { ...headers, "stripe-signature": signature(body, NOON) } };
}

/** An engine that is not there. */
const unreachable: DynamoDBClientConfig = { endpoint: "http://127.0.0.1:9", maxAttempts: 1 };

function expectFault({ status, headers: answered, text, body }: Answered, code: string) {
  expect([status, body]).toMatchObject([code === "busy" ? 503 : 500, { code, requestId: "invocation-1" }]);
  expect(answered["retry-after"]).toBe(code === "busy" ? "1" : undefined);
  expect(text).not.toMatch(INSIDES);
  expect(text).not.toMatch(SECRETS);
}

/** One line, of the fault, by which the answer can be found again. */
function expectLogged({ log }: TestPassbook, code: string) {
  expect(log.map((line) => JSON.parse(line))).toMatchObject([
    { level: "ERROR", message: code, requestId: "invocation-1", error: { stack: expect.any(String) } },
  ]);
  expect(log.join("")).not.toMatch(SECRETS);
}

/** Every verb that needs the table. */
const NEEDING: [string, Request][] = [
  [`GET ${path}/balance`, { token, headers }],
  [`GET ${path}/ledger`, { token, headers }],
  [`POST ${path}/spends`, spend],
  ["POST /stripe/webhook", signed(planPaid({ account: ID }))],
  ["POST /stripe/webhook", signed(packBought())],
];

describe("Where the table does not answer, a verb that needs it fails closed, and may be asked again", () => {
  it.each(NEEDING)("%s", async (line, request) => {
    const passbook = await testPassbook({ client: unreachable });
    expectFault(await passbook.call(line, request), "busy");
    expectLogged(passbook, "busy");
  });
});

describe("Where there is no table, a verb that needs it fails closed", () => {
  it.each(NEEDING)("%s", async (line, request) => {
    const passbook = await testPassbook({ table: "of-another-deployment" });
    expectFault(await passbook.call(line, request), "internal_error");
    expectLogged(passbook, "internal_error");
  });
});

describe("Where the outcome of a write is not known", () => {
  /** The first answer comes, the read of the head; no other does. */
  async function afterTheWrite(tableName: string) {
    let answers = 0;
    const requestHandler = new LossyConnection(0.5, () => ((answers += 1) === 1 ? 1 : 0));
    return testPassbook({ table: tableName, client: { requestHandler } });
  }

  it("[X9] the caller is told to send the same key again, which pays once", async () => {
    const passbook = await testPassbook();
    await passbook.given(ID, bought("pack_1000", "2026-01-31"));
    const lossy = await afterTheWrite(passbook.tableName);
    expectFault(await lossy.call(`POST ${path}/spends`, spend), "busy");
    const again = await passbook.call(`POST ${path}/spends`, spend);
    expect(again).toMatchObject({ status: 201, headers: { "idempotent-replayed": "true" }, body: { balance: 990 } });
  });

  it("the log has the fault and no address", async () => {
    const passbook = await testPassbook();
    await passbook.given(ID, bought("pack_1000", "2026-01-31"));
    const lossy = await afterTheWrite(passbook.tableName);
    await lossy.call(`POST ${path}/spends`, spend);
    expectLogged(lossy, "busy");
  });
});

describe("Where Stripe does not tell a price", () => {
  async function refusedByStripe() {
    const message = "Invalid API Key provided: sk_test_****book";
    const server = createServer((_, response) =>
      sendJson(response, 401, { error: { type: "invalid_request_error", message } }),
    );
    onTestFinished(() => close(server));
    return testPassbook({ stripe: new URL(await listen(server, 0)) });
  }

  it("the webhook fails, so that Stripe sends it again, and writes nothing", async () => {
    const passbook = await refusedByStripe();
    expectFault(await passbook.call("POST /stripe/webhook", signed(planPaid())), "internal_error");
    expect(await passbook.items()).toEqual({});
  });

  it("the log has the fault and no part of the key", async () => {
    const passbook = await refusedByStripe();
    await passbook.call("POST /stripe/webhook", signed(planPaid()));
    expectLogged(passbook, "internal_error");
  });
});
