import { PassbookError, passbook } from "@passbook/client";
import { expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";
import type { LambdaHandler } from "../../local/gateway/invocation.ts";
import { openGateway } from "../local/open-gateway.ts";
import { dyingWire } from "../support/dying-wire.ts";
import { adasClient } from "./callers.ts";

/** What a call came to that failed. */
const failure = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "it did not fail",
    (error: unknown) => error,
  );

it("A response that is lost after the effect is asked for again: the same answer, charged once", async () => {
  const { ada, url, token } = await adasClient();
  const wire = await dyingWire(new URL(url));
  wire.diesAfter(1);
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    wire.revives();
  };
  const lossy = passbook({ url: wire.url.href, token, pause }).account("ada");
  const paid = await lossy.spend({ service: "video" }, { key: "once" });
  expect(pauses).toEqual([expect.any(Number)]);
  expect(await ada.balance()).toMatchObject({ balance: paid.balance });
  expect((await ada.statementPage({ type: ["spent"] })).entries).toMatchObject([{ id: paid.spend.id }]);
  expect(await ada.spend({ service: "video" }, { key: "once" })).toEqual(paid);
});

it("Where nothing is ever heard the key is told, and with it the same can be asked later", async () => {
  const { ada, url, token } = await adasClient();
  const wire = await dyingWire(new URL(url));
  wire.diesAfter(1);
  let pauses = 0;
  const pause = async () => void (pauses += 1);
  const error = await failure(
    passbook({ url: wire.url.href, token, pause, attempts: 3 }).account("ada").spend({ service: "video" }),
  );
  expect(error).toMatchObject({ code: "network_error", cause: expect.any(TypeError) });
  expect(pauses).toBe(2);
  const { key } = error as PassbookError;
  const { balance } = await ada.spend({ service: "video" }, { key });
  expect((await ada.statementPage({ type: ["spent"] })).entries).toHaveLength(1);
  expect(await ada.balance()).toMatchObject({ balance });
});

it("Two spends that are meant as two are two: each has a key of its own", async () => {
  const { ada } = await adasClient();
  const [first, second] = [await ada.spend({ service: "image" }), await ada.spend({ service: "image" })];
  expect(second.spend.id).not.toBe(first.spend.id);
});

/** A gateway that answers a balance with each of these in turn, the last one for ever; and a client that does not really wait. */
async function answering(...answers: Awaited<ReturnType<LambdaHandler>>[]) {
  const handler: LambdaHandler = async () => (answers.length > 1 ? answers.shift() : answers[0]) ?? { statusCode: 200 };
  const { url, issuer, events } = await openGateway(undefined, {
    routes: routes.filter((route) => route.function === "balance"),
    handlers: { balance: handler },
  });
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const ada = passbook({ url, pause, token: () => issuer.issue({ sub: "ada" }) }).account("ada");
  return { ada, pauses, events };
}

const busy = (retryAfter: string) => ({
  statusCode: 503,
  headers: { "content-type": "application/problem+json", "retry-after": retryAfter },
  body: JSON.stringify({ code: "busy", status: 503, detail: "Send it again." }),
});
const fine = { statusCode: 200, body: JSON.stringify({ balance: 7 }) };

it.each([
  ["Passbook is busy", busy("2")],
  ["the gateway has failed", { statusCode: 502, body: '{"message":"Bad Gateway"}' }],
  ["there were too many requests", { statusCode: 429, body: '{"message":"Too Many Requests"}' }],
])("It is sent again where %s", async (_, refusal) => {
  const { ada, pauses } = await answering(refusal, refusal, fine);
  expect(await ada.balance()).toEqual({ balance: 7 });
  expect(pauses).toHaveLength(2);
});

it("It waits at least as long as it is told to, and gives up where that is too long", async () => {
  const patient = await answering(busy("2"), fine);
  await patient.ada.balance();
  expect(patient.pauses[0]).toBeGreaterThanOrEqual(2_000);
  const tired = await answering(busy("3600"), fine);
  expect(await failure(tired.ada.balance())).toMatchObject({ code: "busy" });
});

it("Without an end it is not sent: four times, with longer and longer pauses", async () => {
  const { ada, pauses } = await answering(busy("0"));
  expect(await failure(ada.balance())).toMatchObject({ code: "busy" });
  expect(pauses).toHaveLength(3);
  for (const [index, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(200 * 2 ** index);
});

it.each([400, 403, 404, 409, 422])("A %i is not sent again", async (statusCode) => {
  const { ada, pauses } = await answering({ statusCode, body: "{}" }, fine);
  expect(await failure(ada.balance())).toBeInstanceOf(PassbookError);
  expect(pauses).toEqual([]);
});

it("Whoever is aborted is not sent again, and throws what it was aborted with", async () => {
  const { url, token } = await adasClient();
  const leaving = new Error("The person has left the page.");
  const controller = new AbortController();
  const { signal } = controller;
  const nowhere = passbook({
    url: "http://127.0.0.1:9",
    token,
    pause: () => {
      controller.abort(leaving);
      return new Promise(() => {});
    },
  });
  expect(await failure(nowhere.account("ada").balance({ signal }))).toBe(leaving);
  expect(await failure(passbook({ url, token }).account("ada").balance({ signal }))).toBe(leaving);

  const inFlight = new AbortController();
  const silent = await openGateway(
    () => {
      inFlight.abort(leaving);
      return new Promise(() => {});
    },
    { routes: [{ method: "GET", path: "/catalog", function: "verb" }] },
  );
  expect(await failure(passbook({ url: silent.url }).catalog({ signal: inFlight.signal }))).toBe(leaving);
});

it("Who is not answered in time is told so", async () => {
  const { url } = await openGateway(() => new Promise(() => {}), {
    routes: [{ method: "GET", path: "/catalog", function: "verb" }],
  });
  const credits = passbook({ url, timeoutMs: 20, attempts: 2, pause: async () => {} });
  expect(await failure(credits.catalog())).toMatchObject({ code: "timeout" });
});

it("A token that is refused is renewed once, and once only", async () => {
  const { url, issue } = await adasClient();
  const refused: (string | undefined)[] = [];
  const renewing = passbook({
    url,
    token: async (old) => {
      refused.push(old);
      return old === undefined ? "stale" : issue({ sub: "ada.lovelace", accounts: ["ada"] });
    },
  });
  expect(await renewing.account("ada").balance()).toMatchObject({ balance: 500 });
  expect(refused).toEqual([undefined, "stale"]);

  let asked = 0;
  const hopeless = passbook({ url, token: () => `stale ${(asked += 1)}` });
  expect(await failure(hopeless.account("ada").spend({ service: "image" }))).toMatchObject({ code: "unauthorized" });
  expect(asked).toBe(2);
  expect(await failure(passbook({ url }).account("ada").get())).toMatchObject({ code: "unauthorized" });
});
