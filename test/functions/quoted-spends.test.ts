import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator, reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought, month, signedUp, takes } from "../support/omnia-story.ts";
import { joins, team } from "../support/pool-story.ts";
import { asks, film, paid, paysWith, quoteFor, quoteIn } from "../support/quote-story.ts";
import { OTHER_RECEIPT_KEY, RECEIPT_KEY } from "../support/receipt-keys.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { claimsOf } from "../support/token-claims.ts";

let passbook: TestPassbook;
beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", paid);
});

/** The same table under another policy, or other keys: what is deployed next. */
const deployed = (settings: Parameters<typeof testPassbook>[0]) =>
  testPassbook({ table: passbook.tableName, ...settings });
const dearer: Policy = {
  ...omnia,
  version: "2026-01-15",
  services: { ...omnia.services, video: { credits: 499 } },
  earlier: [omnia],
};

describe("A quoted spend", () => {
  it("[O13] takes what was quoted, and says by which quote", async () => {
    const quote = await quoteFor(passbook, film);
    const answered = await paysWith(passbook, quote);
    expect(answered).toMatchObject({ status: 201, body: { spend: { credits: 200, ...film }, balance: 300 } });
    const { jti } = claimsOf(quote);
    expect((answered.body as { spend: object }).spend).toMatchObject({ quote: jti });
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: reader("ada") });
    expect(body).toMatchObject({ entries: [{ ref: { ...film, quote: jti, quotedUnder: "omnia@2026-01-01" } }] });
  });

  it("[O13] takes that also where the catalogue has become dearer, or does not have it any more", async () => {
    const quotes = [await quoteFor(passbook, { service: "video" }), await quoteFor(passbook, { service: "video" })];
    const { video: _, ...others } = omnia.services;
    for (const policy of [dearer, { ...dearer, services: others }]) {
      const next = await deployed({ policy });
      expect(await paysWith(next, quotes.pop() ?? "")).toMatchObject({
        status: 201,
        body: { spend: { credits: 60 } },
      });
    }
    const next = await deployed({ policy: dearer });
    expect(await asks(next, { service: "video" })).toMatchObject({
      body: { credits: 499 },
    });
  });

  it("[O13] [M7] takes that also where the account is in another cohort by now", async () => {
    passbook = await testPassbook({ policy: musiversal });
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-10" }));
    await passbook.given("ada", signedUp("2022-06-01", "2026-01-31T12:00:00Z"));
    const mixing = { service: "mixing", options: { length: 2 }, startsAt: "2026-02-20T10:00:00Z" };
    const asked = await asks(passbook, mixing);
    expect(asked).toMatchObject({ body: { credits: 4, breakdown: { unitCredits: 2, length: 2, cohort: "legacy" } } });
    await passbook.given("ada", signedUp("2023-06-01", "2026-01-31T12:00:00Z"));
    expect(await asks(passbook, mixing)).toMatchObject({ body: { credits: 6 } });
    expect(await paysWith(passbook, quoteIn(asked))).toMatchObject({
      status: 201,
      body: { spend: { credits: 4, service: "mixing", startsAt: "2026-02-20T10:00:00.000Z" }, balance: 6 },
    });
  });

  it("[O13] [X9] is made once: the same key answers the same bytes, another key is refused", async () => {
    const quote = await quoteFor(passbook, film);
    const first = await paysWith(passbook, quote, { key: "mine" });
    expect(await paysWith(passbook, quote, { key: "mine" })).toMatchObject({
      status: 201,
      text: first.text,
      headers: { "idempotent-replayed": "true" },
    });
    const before = await passbook.items();
    for (const by of [passbook, await deployed({})]) {
      expect(await paysWith(by, quote, { key: "another" })).toMatchObject({
        status: 409,
        body: { code: "quote_spent", title: "The quote was spent already" },
      });
    }
    expect(await passbook.items()).toEqual(before);
  });

  it("[O13] that was made before is told so, also where there would be too little for another one", async () => {
    const all = await quoteFor(passbook, { service: "image", quantity: 50 });
    await paysWith(passbook, all, { key: "mine" });
    expect(await paysWith(passbook, all)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
    expect(await paysWith(await deployed({}), all)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
  });

  it("[O12] [O13] that can't be paid is refused, and its quote can be spent once it can", async () => {
    const dear = await quoteFor(passbook, { service: "image", quantity: 51 });
    expect(await paysWith(passbook, dear)).toMatchObject({ status: 402, body: { needed: 510, short: 10 } });
    await passbook.given("ada", bought("pack_1000", "2026-01-31T12:00:00Z"));
    expect(await paysWith(passbook, dear)).toMatchObject({ status: 201, body: { balance: 990 } });
  });

  it("[O13] is refused once the quote has expired, spent or not", async () => {
    const [spent, unspent] = [await quoteFor(passbook, film), await quoteFor(passbook, film)];
    const first = await paysWith(passbook, spent, { key: "mine" });
    passbook.time.now = at("2026-01-31T12:10:00Z");
    for (const quote of [spent, unspent]) {
      expect(await paysWith(passbook, quote)).toMatchObject({
        status: 422,
        body: { code: "invalid_request", detail: "quote has expired." },
      });
    }
    expect(await paysWith(passbook, spent, { key: "mine" })).toMatchObject({ status: 201, text: first.text });
    expect(await paysWith(passbook, unspent, { key: "mine" })).toMatchObject({
      status: 409,
      body: { code: "idempotency_conflict" },
    });
  });

  it("[O4] [O13] of what is free is free, and leaves nothing", async () => {
    const before = await passbook.items();
    const free = await quoteFor(passbook, { service: "upscale" });
    for (const _ of [1, 2])
      expect(await paysWith(passbook, free)).toMatchObject({ status: 201, body: { spend: { credits: 0 } } });
    expect(await passbook.items()).toEqual(before);
  });

  it("[O13] lives by the account's own clock", async () => {
    const customer = { type: "SeeCustomer", now: NOON, customer: "cus_1", createdAt: NOON, clock: "clock_1" } as const;
    await passbook.given("ada", customer);
    await passbook.table.moveClock("clock_1", at("2026-02-01T00:00:00Z"));
    const asked = await asks(passbook, film);
    expect(asked).toMatchObject({ body: { expiresAt: "2026-02-01T00:10:00.000Z" } });
    passbook.time.now = at("2026-02-27");
    expect(await paysWith(passbook, quoteIn(asked))).toMatchObject({ status: 201 });
    const late = await quoteFor(passbook, film);
    await passbook.table.moveClock("clock_1", at("2026-02-01T00:10:00Z"));
    expect(await paysWith(passbook, late)).toMatchObject({ status: 422, body: { detail: "quote has expired." } });
  });

  it("[O13] is forgotten a day after the quote's end, but for an account of which the time says nothing", async () => {
    const kept = async (account: string) =>
      Object.entries(await passbook.items()).filter(([key]) => key.startsWith(`Q#${account}#`));
    const quote = await quoteFor(passbook, film);
    await paysWith(passbook, quote, { key: "mine" });
    const ttl = at("2026-02-01T12:10:00Z") / 1_000;
    expect(await kept("ada")).toEqual([[`Q#ada#${String(claimsOf(quote)["jti"])}`, expect.objectContaining({ ttl })]]);
    const seen = { now: NOON, customer: "cus_1", createdAt: NOON, clock: "clock_1" };
    await passbook.given("bea", { type: "SeeCustomer", ...seen }, { ...paid, subscription: "sub_bea" });
    const bea = { account: "bea", token: { ...ada, accounts: ["bea"] } };
    await paysWith(passbook, await quoteFor(passbook, film, bea), bea);
    expect(await kept("bea")).toEqual([[expect.any(String), { pk: expect.any(String), entry: expect.any(String) }]]);
    const deletable = Object.entries(await passbook.items()).filter(([, item]) => Object.hasOwn(item as object, "ttl"));
    expect(deletable.map(([key]) => key.slice(0, 6))).toEqual(["Q#ada#"]);
  });

  it("[O13] [O15] may be another member's than asked for it, and an operator may say whose", async () => {
    passbook = await testPassbook();
    await passbook.given("ada", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    await passbook.given("ada", joins({ "ada.lovelace": {}, bea: { budget: 100 } }, "2026-01-31T12:00:00Z"));
    const bea = { ...ada, sub: "bea" };
    const quote = quoteIn(await asks(passbook, { service: "video" }, { token: reader("ada") }));
    expect(await paysWith(passbook, quote, { token: reader("ada") })).toMatchObject({
      status: 403,
      body: { code: "insufficient_scope" },
    });
    expect(await paysWith(passbook, quote, { token: { ...ada, sub: "eve" } })).toMatchObject({
      body: { code: "not_a_member" },
    });
    expect(await paysWith(passbook, quote, { token: bea, member: "ada.lovelace" })).toMatchObject({ status: 403 });
    expect(await paysWith(passbook, quote, { token: operator, member: "bea" })).toMatchObject({
      status: 201,
      body: { balance: 5_940 },
    });
    expect(await paysWith(passbook, await quoteFor(passbook, { service: "video" }), { token: bea })).toMatchObject({
      status: 409,
      body: { code: "member_budget", short: 20 },
    });
  });
});

describe("While the key is rotated", () => {
  it("[O13] the last one's quotes can be spent, until it is gone", async () => {
    const quotes = [await quoteFor(passbook, film), await quoteFor(passbook, film)];
    const rotated = await deployed({ receiptKeys: [OTHER_RECEIPT_KEY, RECEIPT_KEY] });
    expect(await paysWith(rotated, quotes.pop() ?? "")).toMatchObject({ status: 201 });
    const after = await deployed({ receiptKeys: [OTHER_RECEIPT_KEY] });
    expect(await paysWith(after, quotes.pop() ?? "")).toMatchObject({ status: 422 });
  });

  it("[X9] [O13] a quote that has paid has paid, and another content is a conflict, also when its key is gone", async () => {
    const quote = await quoteFor(passbook, film);
    const first = await paysWith(passbook, quote, { key: "mine" });
    const after = await deployed({ receiptKeys: [OTHER_RECEIPT_KEY] });
    const again = await paysWith(after, quote, { key: "mine" });
    expect(again).toMatchObject({ status: 201, headers: { "idempotent-replayed": "true" } });
    expect(again.body).toEqual({ ...(first.body as object), receipt: expect.any(String) });
    const others = [
      paysWith(after, `${quote}x`, { key: "mine" }),
      paysWith(after, quote, { key: "mine", member: "ada.lovelace" }),
    ];
    for (const other of await Promise.all(others))
      expect(other).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
  });
});

describe("An operator's reversal", () => {
  it("gives back the credits, and not the quote", async () => {
    const quote = await quoteFor(passbook, film);
    const { id } = ((await paysWith(passbook, quote)).body as { spend: { id: string } }).spend;
    await passbook.call(`POST /accounts/ada/spends/${id}/cancel`, {
      token: operator,
      key: "sorry",
      body: { reason: "sorry" },
    });
    await passbook.given("ada", takes(500, "2026-01-31T12:00:00Z"));
    expect(await paysWith(passbook, quote)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
  });
});
