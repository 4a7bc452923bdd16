import { beforeEach, describe, expect, it } from "vitest";
import { receiptKeys } from "../../functions/receipts/keys.ts";
import { ada, operator, type Token } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { month } from "../support/omnia-story.ts";
import { joins, team } from "../support/pool-story.ts";
import { OTHER_RECEIPT_KEY, RECEIPT_KEY } from "../support/receipt-keys.ts";
import { type Answered, NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { claimsOf } from "../support/token-claims.ts";

const SPENDS = "POST /accounts/ada/spends";
const keys = receiptKeys([RECEIPT_KEY]);

let passbook: TestPassbook;
beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
});

const spend = (body: unknown, key: string, token: Token = ada, by = passbook) => by.call(SPENDS, { token, key, body });
const receiptIn = ({ body }: Answered) => (body as { receipt: string }).receipt;
const read = (answered: Answered) => keys.read("passbook-receipt+jwt", receiptIn(answered));
const idIn = ({ body }: Answered) => (body as { spend: { id: string } }).spend.id;

describe("A receipt", () => {
  it("[X9] says who has paid how much for what, when, and under which rules", async () => {
    const answered = await spend({ service: "image", quantity: 2, options: { quality: "high" } }, "1");
    expect(read(answered)).toEqual({
      account: "ada",
      spend: idIn(answered),
      credits: 40,
      service: "image",
      quantity: 2,
      options: { quality: "high" },
      at: "2026-01-31T12:00:00.000Z",
      iat: NOON / 1_000,
      policy: "omnia@2026-01-01",
    });
    expect(claimsOf(receiptIn(answered), 0)).toMatchObject({ alg: "EdDSA", typ: "passbook-receipt+jwt" });
  });

  it("[X9] is that of the first answer, byte for byte, whenever and wherever it is asked for again", async () => {
    const image = { service: "image", options: { quality: "high" } };
    const first = await spend(image, "again");
    passbook.time.now = at("2026-02-03T12:34:56.789Z");
    expect(receiptIn(await spend(image, "again"))).toBe(receiptIn(first));
    const elsewhere = await testPassbook({ table: passbook.tableName });
    expect(receiptIn(await spend(image, "again", ada, elsewhere))).toBe(receiptIn(first));
  });

  it("says an operator's reason where there is no service", async () => {
    const answered = await spend({ credits: 7, reason: "a film" }, "1", operator);
    expect(read(answered)).toMatchObject({ account: "ada", credits: 7, reason: "a film" });
    expect(read(answered)).not.toHaveProperty("service");
  });

  it("[O13] names the quote that was paid with", async () => {
    const { body } = await passbook.call("POST /accounts/ada/quotes", { token: ada, body: { service: "video" } });
    const { quote } = body as { quote: string };
    expect(read(await spend({ quote }, "1"))).toMatchObject({
      service: "video",
      credits: 60,
      quote: claimsOf(quote)["jti"],
    });
  });

  it("[O15] names the member of a pool", async () => {
    await passbook.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { subscription: "sub_crew" }));
    await passbook.given("crew", joins({ bea: { budget: 100 } }, "2026-01-31T12:00:00Z"));
    const bea = { ...ada, sub: "bea", accounts: ["crew"] };
    const answered = await passbook.call("POST /accounts/crew/spends", {
      token: bea,
      key: "1",
      body: { service: "audio" },
    });
    expect(read(answered)).toMatchObject({ account: "crew", member: "bea", service: "audio", credits: 20 });
  });

  it("[X9] of a captured hold is for what was captured of it, and for what it was held", async () => {
    const asked = { token: ada, key: "hold", body: { service: "video", quantity: 2 } };
    const held = await passbook.call("POST /accounts/ada/holds", asked);
    expect(held.body).not.toHaveProperty("receipt");
    const { id } = (held.body as { hold: { id: string } }).hold;
    const capture = () =>
      passbook.call(`POST /accounts/ada/holds/${id}/capture`, { token: ada, key: "capture", body: { credits: 90 } });
    passbook.time.now = at("2026-01-31T12:30:00Z");
    const captured = await capture();
    expect(read(captured)).toMatchObject({
      spend: idIn(captured),
      credits: 90,
      service: "video",
      quantity: 2,
      at: "2026-01-31T12:30:00.000Z",
    });
    passbook.time.now = at("2026-02-03T12:00:00Z");
    expect((await capture()).text).toBe(captured.text);
  });

  it("[O4] is not given for what is free: that leaves nothing that it could be of", async () => {
    const { status, body } = await spend({ service: "upscale" }, "1");
    expect(status).toBe(201);
    expect(body).not.toHaveProperty("receipt");
  });
});

describe("GET /.well-known/receipts.json", () => {
  const get = (from: TestPassbook) => from.call("GET /.well-known/receipts.json");

  it("tells everybody the public key", async () => {
    const { status, headers, body } = await get(passbook);
    expect(status).toBe(200);
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "public, max-age=300" });
    expect(body).toEqual({ keys: keys.published });
  });

  it("tells the next one before it signs, and the last one afterwards, the one that signs first", async () => {
    const [before, after] = [
      await testPassbook({ table: passbook.tableName, receiptKeys: [RECEIPT_KEY, OTHER_RECEIPT_KEY] }),
      await testPassbook({ table: passbook.tableName, receiptKeys: [OTHER_RECEIPT_KEY, RECEIPT_KEY] }),
    ];
    const kids = async (from: TestPassbook) =>
      ((await get(from)).body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
    expect(await kids(before)).toEqual((await kids(after)).toReversed());
    for (const [from, key] of [
      [before, 0],
      [after, 1],
    ] as const) {
      const kid = claimsOf(receiptIn(await spend({ service: "image" }, `key ${key}`, ada, from)), 0)["kid"];
      expect(kid).toBe((await kids(before))[key]);
    }
  });

  it("knows no query", async () => {
    expect(await passbook.call("GET /.well-known/receipts.json?kid=1")).toMatchObject({ status: 422 });
  });
});
