import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ada, operator } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought, month, year } from "../support/omnia-story.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");
const SPENDS = "POST /accounts/ada/spends";
const image = { service: "image", options: { quality: "high" }, quantity: 2 };

let passbook: TestPassbook;
let keys = 0;
/** One spend of Ada's, with a key of its own where none is given. */
const spend = (body: unknown, key = `key ${(keys += 1)}`) => passbook.call(SPENDS, { token: ada, key, body });

beforeAll(async () => {
  passbook = await testPassbook();
});

describe("A spend", () => {
  beforeAll(() => passbook.given("ada", paid));

  it("[M1] takes what the catalogue says and answers 201 with the lots that paid", async () => {
    const { status, headers, body } = await spend(image);
    expect(status).toBe(201);
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "no-store" });
    expect(body).toEqual({
      spend: {
        id: expect.stringMatching(/^req_[\w-]{43}$/),
        at: "2026-01-31T12:00:00.000Z",
        credits: 40,
        lots: [{ lot: "plan_1", source: "plan", credits: 40 }],
        service: "image",
        quantity: 2,
        options: { quality: "high" },
      },
      balance: 460,
      receipt: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
    });
  });

  it("[X9] that is sent again answers byte for byte what it answered, and says so", async () => {
    const first = await spend(image, "again");
    await spend({ service: "audio" });
    passbook.time.now = at("2026-02-03T12:00:00Z");
    const again = await spend(image, "again");
    passbook.time.now = NOON;
    expect(again).toEqual({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });
    const elsewhere = await testPassbook({ table: passbook.tableName });
    expect(await elsewhere.call(SPENDS, { token: ada, key: "again", body: image })).toEqual(again);
  });

  it("[X9] is the same in whatever order and spacing its JSON is written", async () => {
    const first = await spend(image, "spelled");
    const respelled = '\n{ "quantity":2,\t"options": {"quality":"high"}, "service":"\\u0069mage" }';
    expect(await spend(respelled, "spelled")).toMatchObject({ status: 201, text: first.text });
  });

  it("[X9] with a used key and another content is a conflict, whatever the content", async () => {
    await spend(image, "used");
    const before = await passbook.items();
    const others = [
      { service: "video" },
      { service: "upscale" },
      { ...image, quantity: 1_000 },
      { ...image, quantity: 0 },
    ];
    for (const other of [...others, {}, { service: "nothing" }, { ...image, tip: 5 }]) {
      expect(await spend(other, "used")).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
    }
    expect(await passbook.items()).toEqual(before);
  });

  it("with the same key from another account is another spend", async () => {
    await passbook.given("bea", { ...paid, subscription: "sub_bea" });
    const first = await spend({ service: "audio" }, "shared");
    const bea = { sub: "bea", scope: "credits:spend" };
    const second = await passbook.call("POST /accounts/bea/spends", {
      token: bea,
      key: "shared",
      body: { service: "audio" },
    });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers).not.toHaveProperty("idempotent-replayed");
    expect(second.body).toMatchObject({ balance: 480 });
  });
});

describe("An account that has little", () => {
  beforeEach(async () => {
    passbook = await testPassbook();
    await passbook.given("ada", paid);
  });

  it("[X9] a spend that took the last credits answers 201 again, byte for byte, though nothing is left", async () => {
    const first = await spend({ service: "image", quantity: 50 }, "last");
    expect(first).toMatchObject({ status: 201, body: { balance: 0 } });
    expect(await spend({ service: "image" })).toMatchObject({ status: 402 });
    const elsewhere = await testPassbook({ table: passbook.tableName });
    for (const environment of [passbook, elsewhere]) {
      const again = await environment.call(SPENDS, {
        token: ada,
        key: "last",
        body: { service: "image", quantity: 50 },
      });
      expect(again).toMatchObject({ status: 201, text: first.text, headers: { "idempotent-replayed": "true" } });
    }
  });

  it("[O4] a free service is done at balance 0, for whoever asks again, and writes nothing", async () => {
    await spend({ service: "image", quantity: 50 });
    const before = await passbook.items();
    const free = { service: "background-removal", quantity: 3 };
    const first = await spend(free, "free");
    expect(first).toMatchObject({
      status: 201,
      body: { spend: { credits: 0, lots: [], service: "background-removal", quantity: 3, options: {} }, balance: 0 },
    });
    expect(await spend(free, "free")).toEqual(first);
    expect(await passbook.items()).toEqual(before);
  });

  it("[O4] the key of a free service is not remembered: it may be used for something else", async () => {
    await spend({ service: "upscale" }, "reused");
    expect(await spend({ service: "image" }, "reused")).toMatchObject({ status: 201, body: { balance: 490 } });
  });

  it("[O12] [M1] a spend that costs more is refused whole: what is missing, what would cover it, when more comes", async () => {
    await spend({ service: "image", quantity: 45 });
    const before = await passbook.items();
    const refused = await spend({ service: "video", options: { quality: "high" } });
    expect(refused.headers["content-type"]).toBe("application/problem+json");
    expect(refused).toMatchObject({ status: 402 });
    expect(refused.body).toEqual({
      type: "urn:passbook:problem:insufficient_credits",
      title: "There are not enough credits",
      status: 402,
      detail: "This costs 100 credits; 50 are missing.",
      code: "insufficient_credits",
      needed: 100,
      available: 50,
      short: 50,
      nextRenewal: { at: "2026-02-28T12:00:00.000Z", credits: 500, plan: "creator" },
      packs: [
        { pack: "pack_1000", credits: 1_000, quantity: 1, amount: 19_00, currency: "EUR" },
        { pack: "pack_5000", credits: 5_000, quantity: 1, amount: 79_00, currency: "EUR" },
      ],
    });
    expect(await passbook.items()).toEqual(before);
  });

  it("[O12] is offered no more of a pack than one checkout sells", async () => {
    const refused = async (quantity: number) => {
      const { body } = await spend({ service: "avatar", quantity });
      return (body as { packs: { pack: string; quantity: number }[] }).packs.map(({ pack, quantity: of }) => [
        pack,
        of,
      ]);
    };
    // An avatar costs 50, and 500 are there: a thousand packs of 1,000 cover what is missing, and not one credit more.
    expect(await refused(20_010)).toEqual([
      ["pack_1000", 1_000],
      ["pack_5000", 200],
    ]);
    expect(await refused(20_011)).toEqual([["pack_5000", 201]]);
    expect(await refused(100_011)).toEqual([]);
  });

  it("[O12] a refused key is not remembered: once there is enough, it pays", async () => {
    expect(await spend({ service: "avatar", quantity: 11 }, "later")).toMatchObject({ status: 402 });
    await passbook.given("ada", bought("pack_1000", "2026-01-31T12:00:00Z"));
    expect(await spend({ service: "avatar", quantity: 11 }, "later")).toMatchObject({
      status: 201,
      body: { balance: 950 },
    });
  });

  it("[N7] [N2] plan credits pay before a bought pack's, and those that ended pay nothing", async () => {
    await passbook.given("ada", bought("pack_1000", "2026-01-31T12:00:00Z"));
    expect(await spend({ service: "video", quantity: 10 })).toMatchObject({
      body: {
        spend: {
          lots: [
            { source: "plan", credits: 500 },
            { source: "top-up", credits: 100 },
          ],
        },
        balance: 900,
      },
    });
    await passbook.given("bea", { ...paid, subscription: "sub_bea" });
    passbook.time.now = at("2026-04-01");
    const bea = { sub: "bea", scope: "credits:spend" };
    const late = await passbook.call("POST /accounts/bea/spends", {
      token: bea,
      key: "late",
      body: { service: "image" },
    });
    expect(late).toMatchObject({ status: 402, body: { available: 0, nextRenewal: null } });
  });

  it("[O2] [X3] what time has made due since the last visit is paid with and written down with the spend", async () => {
    await passbook.given("eve", { ...year("2026-01-31T12:00:00Z", "2027-01-31T12:00:00Z"), subscription: "sub_eve" });
    passbook.time.now = at("2026-03-31T12:00:00Z");
    const eve = { sub: "eve", scope: "credits:spend" };
    const third = await passbook.call("POST /accounts/eve/spends", {
      token: eve,
      key: "march",
      body: { service: "audio" },
    });
    expect(third).toMatchObject({
      status: 201,
      body: { spend: { lots: [{ lot: "plan_1-3", credits: 20 }] }, balance: 480 },
    });
  });
});

describe("An operator", () => {
  beforeAll(async () => {
    passbook = await testPassbook();
    await passbook.given("ada", paid);
  });
  const spendAs = (token: typeof ada, body: unknown, account = "ada", key = `operator ${(keys += 1)}`) =>
    passbook.call(`POST /accounts/${account}/spends`, { token, key, body });

  it("takes an amount for a reason, from any account that exists", async () => {
    const { status, body } = await spendAs(operator, { credits: 7, reason: "a film that failed" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ spend: { credits: 7, reason: "a film that failed" }, balance: 493 });
    expect((body as { spend: object }).spend).not.toHaveProperty("service");
  });

  it("reads the reason in its composed form", async () => {
    const { body } = await spendAs(operator, { credits: 1, reason: "Zoe\u0308" });
    expect(body).toMatchObject({ spend: { reason: "Zo\u00EB" } });
  });

  it("buys a service for somebody", async () => {
    expect(await spendAs(operator, { service: "image" })).toMatchObject({ status: 201 });
  });

  it("is refused for an account that was never written, and writes none", async () => {
    const before = await passbook.items();
    for (const body of [
      { credits: 1, reason: "x" },
      { service: "image" },
      { service: "upscale" },
      { service: "nothing" },
    ]) {
      expect(await spendAs(operator, body, "nobody")).toMatchObject({
        status: 404,
        body: { code: "account_not_found" },
      });
    }
    expect(await passbook.items()).toEqual(before);
  });

  it("nobody else may name the amount, not even of an own account", async () => {
    const before = await passbook.items();
    for (const scope of ["credits:spend", "credits:spend credits:read credits:manage"]) {
      const refused = await spendAs({ sub: "ada", scope }, { credits: 1, reason: "mine" });
      expect(refused).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    }
    expect(await passbook.items()).toEqual(before);
  });
});
