import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator, reader, type Token } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought, month, signedUp, takes } from "../support/omnia-story.ts";
import { joins, team } from "../support/pool-story.ts";
import { OTHER_RECEIPT_KEY, RECEIPT_KEY } from "../support/receipt-keys.ts";
import { type Answered, NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { claimsOf } from "../support/token-claims.ts";

const QUOTES = "POST /accounts/ada/quotes";
const SPENDS = "POST /accounts/ada/spends";
const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");
const film = { service: "video", quantity: 2, options: { quality: "high" } };

let passbook: TestPassbook;
let keys = 0;
beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", paid);
});

const ask = (body: unknown, token: Token = ada) => passbook.call(QUOTES, { token, body });
const quoteIn = ({ body }: Answered) => (body as { quote: string }).quote;
const quoteFor = async (body: unknown) => quoteIn(await ask(body));
const pay = (quote: string, { key = `key ${(keys += 1)}`, token = ada, by = passbook, ...more }: Paying = {}) =>
  by.call(SPENDS, { token, key, body: { quote, ...more } });

interface Paying {
  readonly key?: string;
  readonly token?: Token;
  readonly by?: TestPassbook;
  readonly member?: string;
}

/** The same table under another policy, or other keys: what is deployed next. */
const deployed = (settings: Parameters<typeof testPassbook>[0]) =>
  testPassbook({ table: passbook.tableName, ...settings });
const dearer: Policy = {
  ...omnia,
  version: "2026-01-15",
  services: { ...omnia.services, video: { credits: 499 } },
  earlier: [omnia],
};

describe("A quote", () => {
  it("[O13] tells what a service would cost, how that comes about, and which lots would pay", async () => {
    const { status, headers, body } = await ask(film);
    expect(status).toBe(200);
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "no-store" });
    expect(body).toEqual({
      credits: 200,
      breakdown: {
        unitCredits: 100,
        length: 1,
        quantity: 2,
        options: { quality: "high" },
        lots: [{ lot: 1, source: "plan", credits: 200 }],
      },
      affordable: true,
      quote: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      expiresAt: "2026-01-31T12:10:00.000Z",
    });
  });

  it("[O13] needs no key, writes nothing, and each one is another", async () => {
    const before = await passbook.items();
    const [first, second] = [await quoteFor(film), await quoteFor(film)];
    expect(first).not.toBe(second);
    expect(await passbook.items()).toEqual(before);
  });

  it("[O13] names the account, what was asked, the price, its policy and its end, and nobody", async () => {
    const quote = await quoteFor(film);
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
    expect(await ask({ ...film, quantity: 6 })).toMatchObject({
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
    expect(await ask(body)).toMatchObject({ status, body: problem });
  });

  it("[N6] is refused for a premium service without its plan", async () => {
    passbook = await testPassbook({ policy: neume });
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "basic" }));
    expect(await ask({ service: "song-studio" })).toMatchObject({
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

describe("A quoted spend", () => {
  it("[O13] takes what was quoted, and says by which quote", async () => {
    const quote = await quoteFor(film);
    const answered = await pay(quote);
    expect(answered).toMatchObject({ status: 201, body: { spend: { credits: 200, ...film }, balance: 300 } });
    const { jti } = claimsOf(quote);
    expect((answered.body as { spend: object }).spend).toMatchObject({ quote: jti });
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: reader("ada") });
    expect(body).toMatchObject({ entries: [{ ref: { ...film, quote: jti, quotedUnder: "omnia@2026-01-01" } }] });
  });

  it("[O13] takes that also where the catalogue has become dearer, or does not have it any more", async () => {
    const quotes = [await quoteFor({ service: "video" }), await quoteFor({ service: "video" })];
    const { video: _, ...others } = omnia.services;
    for (const policy of [dearer, { ...dearer, services: others }]) {
      const next = await deployed({ policy });
      expect(await pay(quotes.pop() ?? "", { by: next })).toMatchObject({
        status: 201,
        body: { spend: { credits: 60 } },
      });
    }
    const next = await deployed({ policy: dearer });
    expect(await next.call(QUOTES, { token: ada, body: { service: "video" } })).toMatchObject({
      body: { credits: 499 },
    });
  });

  it("[O13] [M7] takes that also where the account is in another cohort by now", async () => {
    passbook = await testPassbook({ policy: musiversal });
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-10" }));
    await passbook.given("ada", signedUp("2022-06-01", "2026-01-31T12:00:00Z"));
    const mixing = { service: "mixing", options: { length: 2 }, startsAt: "2026-02-20T10:00:00Z" };
    const asked = await ask(mixing);
    expect(asked).toMatchObject({ body: { credits: 4, breakdown: { unitCredits: 2, length: 2, cohort: "legacy" } } });
    await passbook.given("ada", signedUp("2023-06-01", "2026-01-31T12:00:00Z"));
    expect(await ask(mixing)).toMatchObject({ body: { credits: 6 } });
    expect(await pay(quoteIn(asked))).toMatchObject({
      status: 201,
      body: { spend: { credits: 4, service: "mixing", startsAt: "2026-02-20T10:00:00.000Z" }, balance: 6 },
    });
  });

  it("[O13] [X9] is made once: the same key answers the same bytes, another key is refused", async () => {
    const quote = await quoteFor(film);
    const first = await pay(quote, { key: "mine" });
    expect(await pay(quote, { key: "mine" })).toMatchObject({
      status: 201,
      text: first.text,
      headers: { "idempotent-replayed": "true" },
    });
    const before = await passbook.items();
    for (const by of [passbook, await deployed({})]) {
      expect(await pay(quote, { key: "another", by })).toMatchObject({
        status: 409,
        body: { code: "quote_spent", title: "The quote was spent already" },
      });
    }
    expect(await passbook.items()).toEqual(before);
  });

  it("[O13] that was made before is told so, also where there would be too little for another one", async () => {
    const all = await quoteFor({ service: "image", quantity: 50 });
    await pay(all, { key: "mine" });
    expect(await pay(all)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
    expect(await pay(all, { by: await deployed({}) })).toMatchObject({ status: 409, body: { code: "quote_spent" } });
  });

  it("[O12] [O13] that can't be paid is refused, and its quote can be spent once it can", async () => {
    const dear = await quoteFor({ service: "image", quantity: 51 });
    expect(await pay(dear)).toMatchObject({ status: 402, body: { needed: 510, short: 10 } });
    await passbook.given("ada", bought("pack_1000", "2026-01-31T12:00:00Z"));
    expect(await pay(dear)).toMatchObject({ status: 201, body: { balance: 990 } });
  });

  it("[O13] is refused once the quote has expired, spent or not", async () => {
    const [spent, unspent] = [await quoteFor(film), await quoteFor(film)];
    const first = await pay(spent, { key: "mine" });
    passbook.time.now = at("2026-01-31T12:10:00Z");
    for (const quote of [spent, unspent]) {
      expect(await pay(quote)).toMatchObject({
        status: 422,
        body: { code: "invalid_request", detail: "quote has expired." },
      });
    }
    expect(await pay(spent, { key: "mine" })).toMatchObject({ status: 201, text: first.text });
    expect(await pay(unspent, { key: "mine" })).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
  });

  it("[O4] [O13] of what is free is free, and leaves nothing", async () => {
    const before = await passbook.items();
    const free = await quoteFor({ service: "upscale" });
    for (const _ of [1, 2]) expect(await pay(free)).toMatchObject({ status: 201, body: { spend: { credits: 0 } } });
    expect(await passbook.items()).toEqual(before);
  });

  it("[O13] lives by the account's own clock", async () => {
    const customer = { type: "SeeCustomer", now: NOON, customer: "cus_1", createdAt: NOON, clock: "clock_1" } as const;
    await passbook.given("ada", customer);
    await passbook.table.moveClock("clock_1", at("2026-02-01T00:00:00Z"));
    const asked = await ask(film);
    expect(asked).toMatchObject({ body: { expiresAt: "2026-02-01T00:10:00.000Z" } });
    passbook.time.now = at("2026-02-27");
    expect(await pay(quoteIn(asked))).toMatchObject({ status: 201 });
    const late = await quoteFor(film);
    await passbook.table.moveClock("clock_1", at("2026-02-01T00:10:00Z"));
    expect(await pay(late)).toMatchObject({ status: 422, body: { detail: "quote has expired." } });
  });

  it("[O13] is forgotten a day after the quote's end, but for an account of which the time says nothing", async () => {
    const kept = async (account: string) =>
      Object.entries(await passbook.items()).filter(([key]) => key.startsWith(`Q#${account}#`));
    const quote = await quoteFor(film);
    await pay(quote, { key: "mine" });
    const ttl = at("2026-02-01T12:10:00Z") / 1_000;
    expect(await kept("ada")).toEqual([[`Q#ada#${claimsOf(quote)["jti"]}`, expect.objectContaining({ ttl })]]);
    const seen = { now: NOON, customer: "cus_1", createdAt: NOON, clock: "clock_1" };
    await passbook.given("bea", { type: "SeeCustomer", ...seen }, { ...paid, subscription: "sub_bea" });
    const bea = { ...ada, accounts: ["bea"] };
    const { quote: hers } = (await passbook.call("POST /accounts/bea/quotes", { token: bea, body: film })).body as {
      quote: string;
    };
    await passbook.call("POST /accounts/bea/spends", { token: bea, key: "hers", body: { quote: hers } });
    expect(await kept("bea")).toEqual([[expect.any(String), { pk: expect.any(String), entry: expect.any(String) }]]);
    const deletable = Object.entries(await passbook.items()).filter(([, item]) => Object.hasOwn(item as object, "ttl"));
    expect(deletable.map(([key]) => key.slice(0, 6))).toEqual(["Q#ada#"]);
  });

  it("[O13] [O15] may be another member's than asked for it, and an operator may say whose", async () => {
    passbook = await testPassbook();
    await passbook.given("ada", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    await passbook.given("ada", joins({ "ada.lovelace": {}, bea: { budget: 100 } }, "2026-01-31T12:00:00Z"));
    const bea = { ...ada, sub: "bea" };
    const quote = quoteIn(await ask({ service: "video" }, reader("ada")));
    expect(await pay(quote, { token: reader("ada") })).toMatchObject({
      status: 403,
      body: { code: "insufficient_scope" },
    });
    expect(await pay(quote, { token: { ...ada, sub: "eve" } })).toMatchObject({ body: { code: "not_a_member" } });
    expect(await pay(quote, { token: bea, member: "ada.lovelace" })).toMatchObject({ status: 403 });
    expect(await pay(quote, { token: operator, member: "bea" })).toMatchObject({
      status: 201,
      body: { balance: 5_940 },
    });
    expect(await pay(await quoteFor({ service: "video" }), { token: bea })).toMatchObject({
      status: 409,
      body: { code: "member_budget", short: 20 },
    });
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
    const quote = change(await quoteFor(film));
    const before = await passbook.items();
    expect(await pay(quote)).toMatchObject({ status: 422, body: { detail: "quote is none of ours." } });
    expect(await passbook.items()).toEqual(before);
  });

  it("another account's", async () => {
    const bea = { ...ada, accounts: ["bea"] };
    const { body } = await passbook.call("POST /accounts/bea/quotes", { token: bea, body: film });
    expect(await pay((body as { quote: string }).quote)).toMatchObject({
      status: 422,
      body: { detail: "quote is for another account." },
    });
  });

  it("a receipt, though it is signed with the same key", async () => {
    const { receipt } = (await pay(await quoteFor(film))).body as { receipt: string };
    expect(await pay(receipt)).toMatchObject({ status: 422, body: { detail: "quote is none of ours." } });
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
    const body = { quote: await quoteFor(film) };
    expect(await passbook.call("POST /accounts/ada/holds", { token: ada, key: "k", body })).toMatchObject({
      status: 422,
    });
  });
});

describe("While the key is rotated", () => {
  it("[O13] the last one's quotes can be spent, until it is gone", async () => {
    const quotes = [await quoteFor(film), await quoteFor(film)];
    const rotated = await deployed({ receiptKeys: [OTHER_RECEIPT_KEY, RECEIPT_KEY] });
    expect(await pay(quotes.pop() ?? "", { by: rotated })).toMatchObject({ status: 201 });
    const after = await deployed({ receiptKeys: [OTHER_RECEIPT_KEY] });
    expect(await pay(quotes.pop() ?? "", { by: after })).toMatchObject({ status: 422 });
  });

  it("[X9] [O13] a quote that has paid has paid, and another content is a conflict, also when its key is gone", async () => {
    const quote = await quoteFor(film);
    const first = await pay(quote, { key: "mine" });
    const after = await deployed({ receiptKeys: [OTHER_RECEIPT_KEY] });
    const again = await pay(quote, { key: "mine", by: after });
    expect(again).toMatchObject({ status: 201, headers: { "idempotent-replayed": "true" } });
    expect(again.body).toEqual({ ...(first.body as object), receipt: expect.any(String) });
    const others = [
      pay(`${quote}x`, { key: "mine", by: after }),
      pay(quote, { key: "mine", by: after, member: "ada.lovelace" }),
    ];
    for (const other of await Promise.all(others))
      expect(other).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
  });
});

describe("An operator's mistake", () => {
  it("takes nothing back of a quote: a reversal leaves it spent", async () => {
    const quote = await quoteFor(film);
    const { id } = ((await pay(quote)).body as { spend: { id: string } }).spend;
    await passbook.call(`POST /accounts/ada/spends/${id}/cancel`, {
      token: operator,
      key: "sorry",
      body: { reason: "sorry" },
    });
    await passbook.given("ada", takes(500, "2026-01-31T12:00:00Z"));
    expect(await pay(quote)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
  });
});
