import { beforeAll, describe, expect, it } from "vitest";
import { ada, operator, reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought, month, uses, year } from "../support/omnia-story.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
});

async function balanceAt(now: string, account: string) {
  passbook.time.now = at(now);
  const answer = await passbook.call(`GET /accounts/${account}/balance`, { token: reader(account) });
  passbook.time.now = NOON;
  return answer;
}

describe("The balance", () => {
  it("of an account that nobody has written is 0, and reading it writes nothing", async () => {
    const { status, body } = await passbook.call("GET /accounts/ada/balance", { token: ada });
    expect(status).toBe(200);
    expect(body).toEqual({
      account: "ada",
      balance: 0,
      bySource: {},
      lots: [],
      held: 0,
      frozen: 0,
      debt: 0,
      nextRenewal: null,
      asOf: "2026-01-31T12:00:00.000Z",
    });
    expect(await passbook.items()).toEqual({});
  });

  it("[N4] is told by source and by lot, in the order in which they pay, with the next renewal", async () => {
    await passbook.given("bea", bought("pack_1000", "2026-01-30"), paid, uses("video", "2026-01-31T12:00:00Z"));
    const { status, headers, body } = await balanceAt("2026-01-31T12:00:00Z", "bea");
    expect(status).toBe(200);
    expect(headers).toEqual({
      "content-type": "application/json",
      "cache-control": "no-store",
      etag: expect.any(String),
    });
    const nothingElse = { held: 0, frozen: 0 };
    expect(body).toEqual({
      account: "bea",
      balance: 1_440,
      bySource: { plan: 440, "top-up": 1_000 },
      lots: [
        {
          lot: "plan_2",
          source: "plan",
          credits: 440,
          granted: 500,
          since: "2026-01-31T12:00:00.000Z",
          endsAt: "2026-03-03T12:00:00.000Z",
          ...nothingElse,
        },
        {
          lot: "top-up_1",
          source: "top-up",
          credits: 1_000,
          granted: 1_000,
          since: "2026-01-30T00:00:00.000Z",
          endsAt: null,
          ...nothingElse,
        },
      ],
      ...nothingElse,
      debt: 0,
      nextRenewal: { at: "2026-02-28T12:00:00.000Z", credits: 500, plan: "creator" },
      asOf: "2026-01-31T12:00:00.000Z",
    });
  });

  it("[X3] [X1] is what time has made of it, at whatever instant it is read, and reading writes nothing", async () => {
    await passbook.given(
      "eve",
      year("2026-01-31T12:00:00Z", "2027-01-31T12:00:00Z"),
      bought("pack_1000", "2026-01-31"),
    );
    const before = await passbook.items();
    expect(await balanceAt("2026-02-28T11:59:59Z", "eve")).toMatchObject({
      body: { balance: 1_500, nextRenewal: { at: "2026-02-28T12:00:00.000Z" } },
    });
    expect(await balanceAt("2026-03-31T12:00:00Z", "eve")).toMatchObject({
      body: {
        balance: 1_500,
        lots: [{ lot: "plan_1-3" }, { lot: "top-up_2" }],
        nextRenewal: { at: "2026-04-30T12:00:00.000Z" },
      },
    });
    expect(await balanceAt("2027-02-03T11:59:59Z", "eve")).toMatchObject({ body: { bySource: { plan: 500 } } });
    expect(await balanceAt("2027-02-03T12:00:00Z", "eve")).toMatchObject({
      body: { balance: 1_000, bySource: { "top-up": 1_000 }, nextRenewal: null },
    });
    expect(await passbook.items()).toEqual(before);
  });

  it("is the operator's to see as well, of an account that exists", async () => {
    await passbook.given("kim", paid);
    const token = { ...operator, scope: "credits:operate" };
    const { status, body } = await passbook.call("GET /accounts/kim/balance", { token });
    expect([status, body]).toMatchObject([200, { account: "kim", balance: 500 }]);
  });

  it.each(["a", "A.b_c:d@e|f+g-1", "x".repeat(128)])("is found under an id of the whole alphabet: %s", async (id) => {
    const answer = await passbook.call(`GET /accounts/${encodeURIComponent(id)}/balance`, { token: reader(id) });
    expect(answer).toMatchObject({ status: 200, body: { account: id } });
  });
});
