import type { Command, Entry, Instant } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { iso } from "../../functions/http/instant.ts";
import { ada, operator, reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { bought, calls, month, stands, takes, uses, year } from "../support/omnia-story.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { mixed, usageInOrder } from "../support/usage-histories.ts";

const HOUR_MS = 3_600_000;
const first = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");
const second = month("2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z", { paidAt: "2026-02-28T13:00:00Z" });

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
});

async function balanceAt(account: string, instant: string | Instant, token = reader(account)) {
  const text = typeof instant === "string" ? instant : iso(instant);
  const { status, body } = await passbook.call(`GET /accounts/${account}/balance?at=${text}`, { token });
  return { status, body: body as Record<string, unknown> };
}

async function on<T>(now: string, ask: () => Promise<T>): Promise<T> {
  passbook.time.now = at(now);
  const answer = await ask();
  passbook.time.now = NOON;
  return answer;
}

function isCommand(happening: Happening): happening is Command {
  return happening.type !== "TimePasses" && happening.type !== "FollowUp";
}

describe("The balance at a past instant", () => {
  beforeAll(async () => {
    await passbook.given("ada", bought("pack_1000", "2026-01-30"), first, uses("video", "2026-02-01"), second);
  });

  it.each([
    ["2026-01-29T23:59:59Z", 0, {}],
    ["2026-01-30T00:00:00Z", 1_000, { "top-up": 1_000 }],
    ["2026-01-31T12:00:00.000Z", 1_500, { plan: 500, "top-up": 1_000 }],
    ["2026-01-31T23:59:59.999Z", 1_500, { plan: 500, "top-up": 1_000 }],
    ["2026-02-01T00:00:00Z", 1_440, { plan: 440, "top-up": 1_000 }],
    ["2026-02-28T13:00:00Z", 1_500, { plan: 500, "top-up": 1_000 }],
  ])("[N4] is what was there then, in all and by source, and no lots: %s", async (instant, credits, bySource) => {
    expect(await on("2026-03-10", () => balanceAt("ada", instant))).toEqual({
      status: 200,
      body: { account: "ada", balance: credits, bySource, asOf: iso(at(instant)) },
    });
  });

  it("[X3] counts what time had made due by then and nobody has written down", async () => {
    await passbook.given("eve", year("2026-01-31T12:00:00Z", "2027-01-31T12:00:00Z"), takes(100, "2026-02-01"));
    const before = await passbook.items();
    const ask = (instant: string) => on("2027-06-01", () => balanceAt("eve", instant));
    expect(await ask("2026-02-28T11:59:59Z")).toMatchObject({ body: { balance: 400 } });
    expect(await ask("2026-02-28T12:00:00Z")).toMatchObject({ body: { balance: 500 } });
    expect(await ask("2027-03-01T00:00:00Z")).toMatchObject({ body: { balance: 0, bySource: {} } });
    expect(await passbook.items()).toEqual(before);
  });

  it("at the present one is the present balance, without lots", async () => {
    expect(await on("2026-03-10", () => balanceAt("ada", "2026-03-10T00:00:00Z"))).toEqual({
      status: 200,
      body: {
        account: "ada",
        balance: 1_500,
        bySource: { plan: 500, "top-up": 1_000 },
        asOf: "2026-03-10T00:00:00.000Z",
      },
    });
  });

  it("of an account that nobody has written was 0, and of one that the token does not name is not told", async () => {
    expect(await balanceAt("zoe", "2020-01-01T00:00:00Z")).toMatchObject({ status: 200, body: { balance: 0 } });
    expect(await balanceAt("zoe", "2020-01-01T00:00:00Z", operator)).toMatchObject({ status: 404 });
    expect(await balanceAt("eve", "2020-01-01T00:00:00Z", ada)).toMatchObject({ status: 404 });
  });

  it("[M15] [N4] is the statement's running balance at every instant of any history", async () => {
    const own = await testPassbook({ policy: mixed });
    let number = 0;
    const holds = async (life: readonly Happening[]) => {
      const account = `any-${(number += 1)}`;
      const commands = life.slice(0, 15).filter(isCommand);
      const journal = play(mixed, commands);
      await own.given(account, ...commands);
      own.time.now = journal.account.at + 40 * 24 * HOUR_MS;
      const { entries } = (await own.call(`GET /accounts/${account}/ledger?limit=100`, { token: reader(account) }))
        .body as { entries: (Pick<Entry, "balance" | "bySource"> & { at: string })[] };
      const instants = new Set(entries.flatMap((entry) => [at(entry.at) - 1, at(entry.at)]));
      const answers = await Promise.all(
        [...instants].map((instant) =>
          own.call(`GET /accounts/${account}/balance?at=${iso(instant)}`, { token: reader(account) }),
        ),
      );
      const lines = [...instants].map((instant) => {
        const { balance = 0, bySource = {} } = entries.find((entry) => at(entry.at) <= instant) ?? {};
        return { account, balance, bySource, asOf: iso(instant) };
      });
      expect(answers.map(({ body }) => body)).toEqual(lines);
    };
    await fc.assert(fc.asyncProperty(usageInOrder, holds), { seed: 20_260_131, numRuns: 8 });
  });

  it("waits for an index that is behind rather than say what is not so", async () => {
    const late = await testPassbook({ table: passbook.tableName, behind: 3 });
    late.time.now = at("2026-03-10");
    const { status, body } = await late.call("GET /accounts/ada/balance?at=2026-02-02T00:00:00Z", { token: ada });
    expect([status, body]).toMatchObject([503, { code: "busy" }]);
  });
});

describe("The balance at an instant that is still to come", () => {
  it("[X3] is a forecast: as if nothing were spent and each renewal paid at its period's end", async () => {
    await passbook.given("bea", bought("pack_1000", "2026-01-30", { session: "cs_bea" }), first);
    const { status, body } = await balanceAt("bea", "2026-05-01T00:00:00Z");
    expect(status).toBe(200);
    expect(body).toEqual({
      account: "bea",
      forecast: true,
      balance: 1_500,
      bySource: { plan: 500, "top-up": 1_000 },
      lots: [
        expect.objectContaining({ source: "plan", credits: 500, since: "2026-04-30T12:00:00.000Z" }),
        expect.objectContaining({ source: "top-up", credits: 1_000, endsAt: null }),
      ],
      held: 0,
      frozen: 0,
      debt: 0,
      nextRenewal: { at: "2026-05-31T12:00:00.000Z", credits: 500, plan: "creator" },
      asOf: "2026-05-01T00:00:00.000Z",
    });
  });

  it("[X1] [M13] is what the payment, once it has come, makes of it", async () => {
    const studios = await testPassbook({ policy: musiversal });
    const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-5" });
    await studios.given("ada", bought("pack_1", "2026-01-31T12:00:00Z", { quantity: 27 }), paid);
    const ask = async (instant: string) =>
      (await studios.call(`GET /accounts/ada/balance?at=${instant}`, { token: ada })).body as { lots: object[] };
    const foretold = await ask("2026-02-28T12:00:00Z");
    expect(foretold).toMatchObject({ balance: 35, bySource: { plan: 5, rollover: 3, "top-up": 27 }, forecast: true });
    await studios.given("ada", month("2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z", { plan: "studio-5" }));
    studios.time.now = at("2026-02-28T12:00:00Z");
    const { body } = await studios.call("GET /accounts/ada/balance", { token: ada });
    const { forecast: _, ...shown } = foretold as unknown as Record<string, unknown>;
    expect(body).toEqual(shown);
  });

  it("[M12] [O9] knows what is set to end", async () => {
    await passbook.given(
      "kim",
      first,
      calls("2026-01-31T12:00:00Z"),
      stands("2026-02-01", { cancelAt: "2026-02-28T12:00:00Z" }),
    );
    expect(await balanceAt("kim", "2026-02-28T11:59:59Z")).toMatchObject({ body: { balance: 500, nextRenewal: null } });
    expect(await balanceAt("kim", "2026-02-28T12:00:00Z")).toMatchObject({
      body: { balance: 50, nextRenewal: { plan: "free" } },
    });
  });

  it("is in the account's own time: what is past by a customer's clock is no forecast", async () => {
    await passbook.given(
      "tia",
      {
        type: "SeeCustomer",
        now: NOON,
        customer: "cus_tia",
        createdAt: at("2026-01-31"),
        clock: "clock_tia",
      },
      first,
    );
    await passbook.table.moveClock("clock_tia", at("2026-04-10"));
    expect(await balanceAt("tia", "2026-02-20T00:00:00Z")).toMatchObject({
      body: { balance: 500, asOf: "2026-02-20T00:00:00.000Z" },
    });
    expect((await balanceAt("tia", "2026-02-20T00:00:00Z")).body).not.toHaveProperty("forecast");
    expect(await balanceAt("tia", "2026-04-20T00:00:00Z")).toMatchObject({ body: { balance: 0, forecast: true } });
  });
});

describe("The instant that is asked for", () => {
  it.each([
    ["2026-02-30T00:00:00Z", "?at is no date."],
    ["2026-02-01", "?at is not an instant in UTC, as 2026-01-31T09:00:00Z is."],
    ["2026-02-01T00:00:00%2B01:00", "?at is not an instant in UTC, as 2026-01-31T09:00:00Z is."],
    ["", "?at is not an instant in UTC, as 2026-01-31T09:00:00Z is."],
    ["2036-01-31T12:00:00.001Z", "?at is after 2036-01-31T12:00:00.000Z, as far as can be foretold."],
  ])("is a real one, in UTC, and not more than ten years ahead: %s", async (instant, detail) => {
    expect(await balanceAt("nobody", instant)).toMatchObject({
      status: 422,
      body: { code: "invalid_request", detail },
    });
  });

  it("may be ten years ahead", async () => {
    await passbook.given("max", first);
    expect(await balanceAt("max", "2036-01-31T12:00:00Z")).toMatchObject({ status: 200, body: { balance: 500 } });
  });
});
