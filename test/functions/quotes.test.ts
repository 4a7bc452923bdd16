import { neume } from "@passbook/core/policies/neume";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator, reader, type Token } from "../support/gateway-event.ts";
import { month } from "../support/omnia-story.ts";
import { asks, film, paid, paysWith, quoteFor } from "../support/quote-story.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { claimsOf } from "../support/token-claims.ts";

const SPENDS = "POST /accounts/ada/spends";

let passbook: TestPassbook;
beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", paid);
});

describe("A quote", () => {
  it("[O13] tells what a service would cost, how that comes about, and which lots would pay", async () => {
    const { status, headers, body } = await asks(passbook, film);
    expect(status).toBe(200);
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "no-store" });
    expect(body).toEqual({
      credits: 200,
      breakdown: {
        unitCredits: 100,
        length: 1,
        quantity: 2,
        options: { quality: "high" },
        lots: [{ lot: "plan_1", source: "plan", credits: 200 }],
      },
      affordable: true,
      quote: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresAt: "2026-01-31T12:10:00.000Z",
    });
  });

  it("[O13] needs no key, writes nothing, and each one is another", async () => {
    const before = await passbook.items();
    const [first, second] = [await quoteFor(passbook, film), await quoteFor(passbook, film)];
    expect(first).not.toBe(second);
    expect(await passbook.items()).toEqual(before);
  });

  it("[O13] names the account, what was asked, the price, its policy and its end, and nobody", async () => {
    const quote = await quoteFor(passbook, film);
    expect(claimsOf(quote, 0)).toEqual({ alg: "EdDSA", kid: expect.any(String), typ: "passbook-quote+jwt" });
    expect(claimsOf(quote)).toEqual({
      jti: expect.stringMatching(/^[\w-]{36}$/),
      account: "ada",
      ...film,
      credits: 200,
      policy: "omnia@2026-01-01",
      iat: NOON / 1_000,
      exp: NOON / 1_000 + 600,
    });
  });

  it("[O13] [O12] is given also where there is too little, and says so", async () => {
    expect(await asks(passbook, { ...film, quantity: 6 })).toMatchObject({
      status: 200,
      body: { credits: 600, affordable: false, breakdown: { lots: [] } },
    });
  });

  it("[O7] may be a person's first call, and begins the free plan", async () => {
    const eve: Token = { sub: "eve", scope: "credits:read" };
    expect(await passbook.call("POST /accounts/eve/quotes", { token: eve, body: film })).toMatchObject({
      status: 200,
      body: { credits: 200, affordable: false },
    });
    expect(await passbook.call("GET /accounts/eve/balance", { token: reader("eve") })).toMatchObject({
      body: { balance: 50 },
    });
  });

  it.each<[string, unknown, number, object]>([
    ["[M3] an unknown service", { service: "nothing" }, 422, { code: "invalid_request" }],
    ["an amount", { credits: 5, reason: "x" }, 422, { code: "invalid_request" }],
    ["somebody's spend", { service: "image", member: "ada" }, 422, { problems: [{ field: "member" }] }],
    ["a quote", { quote: "x" }, 422, { code: "invalid_request" }],
    ["what is no object", [], 400, { code: "malformed_request" }],
  ])("is refused for %s", async (_, body, status, problem) => {
    expect(await asks(passbook, body)).toMatchObject({ status, body: problem });
  });

  it("[N6] is refused for a premium service without its plan", async () => {
    passbook = await testPassbook({ policy: neume });
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "basic" }));
    expect(await asks(passbook, { service: "song-studio" })).toMatchObject({
      status: 403,
      body: { code: "plan_required", plans: ["plus", "pro"] },
    });
  });

  it("an operator's is refused for an account that was never written, whatever is asked", async () => {
    for (const body of [film, { service: "nothing" }]) {
      const asked = await passbook.call("POST /accounts/nobody/quotes", { token: operator, body });
      expect(asked).toMatchObject({ status: 404, body: { code: "account_not_found" } });
    }
  });
});

describe("What is no quote of ours is refused", () => {
  const tampered = (quote: string, change: object) => {
    const [header = "", , signature = ""] = quote.split(".");
    const claims = Buffer.from(JSON.stringify({ ...claimsOf(quote), ...change })).toString("base64url");
    return `${header}.${claims}.${signature}`;
  };
  const withHeader = (quote: string, change: object) => {
    const header = Buffer.from(JSON.stringify({ ...claimsOf(quote, 0), ...change })).toString("base64url");
    return [header, ...quote.split(".").slice(1)].join(".");
  };

  it.each<[string, (quote: string) => string]>([
    ["another price", (quote) => tampered(quote, { credits: 1 })],
    ["another end", (quote) => tampered(quote, { exp: 2_000_000_000 })],
    ["another id", (quote) => tampered(quote, { jti: "again" })],
    ["no signature", (quote) => quote.slice(0, quote.lastIndexOf(".") + 1)],
    ["half a signature", (quote) => quote.slice(0, -40)],
    ["no algorithm", (quote) => withHeader(quote, { alg: "none" })],
    ["another algorithm", (quote) => withHeader(quote, { alg: "HS256" })],
    ["another type", (quote) => withHeader(quote, { typ: "passbook-receipt+jwt" })],
    ["another key's name", (quote) => withHeader(quote, { kid: "x" })],
    ["no text", () => ""],
    ["three dots", () => "..."],
    ["no JSON", () => "e30.x.x"],
    ["a header that is null", () => `${Buffer.from("null").toString("base64url")}.e30.e30`],
    ["a line break after it", (quote) => `${quote}\n`],
  ])("with %s", async (_, change) => {
    const quote = change(await quoteFor(passbook, film));
    const before = await passbook.items();
    expect(await paysWith(passbook, quote)).toMatchObject({ status: 422, body: { detail: "quote is none of ours." } });
    expect(await passbook.items()).toEqual(before);
  });

  it("another account's", async () => {
    const bea = { ...ada, accounts: ["bea"] };
    const { body } = await passbook.call("POST /accounts/bea/quotes", { token: bea, body: film });
    expect(await paysWith(passbook, (body as { quote: string }).quote)).toMatchObject({
      status: 422,
      body: { detail: "quote is for another account." },
    });
  });

  it("a receipt, though it is signed with the same key", async () => {
    const { receipt } = (await paysWith(passbook, await quoteFor(passbook, film))).body as { receipt: string };
    expect(await paysWith(passbook, receipt)).toMatchObject({
      status: 422,
      body: { detail: "quote is none of ours." },
    });
  });

  it.each([
    [{ quote: 5 }],
    [{ quote: "x".repeat(2_001) }],
    [{ quote: "a.b.c", service: "video" }],
    [{ quote: "a.b.c", quantity: 2 }],
  ])("a body that says more, or something else: %j", async (body) => {
    expect(await passbook.call(SPENDS, { token: ada, key: "k", body })).toMatchObject({
      status: 422,
      body: { code: "invalid_request" },
    });
  });

  it("an amount beside it only an operator may name, and nobody may name both", async () => {
    const body = { quote: "a.b.c", credits: 1, reason: "x" };
    expect(await passbook.call(SPENDS, { token: ada, key: "k", body })).toMatchObject({ status: 403 });
    expect(await passbook.call(SPENDS, { token: operator, key: "k", body })).toMatchObject({ status: 422 });
  });

  it("to hold with", async () => {
    const body = { quote: await quoteFor(passbook, film) };
    expect(await passbook.call("POST /accounts/ada/holds", { token: ada, key: "k", body })).toMatchObject({
      status: 422,
    });
  });
});
