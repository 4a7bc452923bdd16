import { emptyAccount, evolve } from "@passbook/core";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";
import { meteredClient } from "../../bench/metered.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { at } from "../support/instants.ts";
import { bought, calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { sweepStage } from "../support/sweep-stage.ts";
import { testLedger } from "../support/test-table.ts";

type Stage = Awaited<ReturnType<typeof sweepStage>>;

let stage: Stage;
const opened: Stage[] = [];
const open = async (settings?: Parameters<typeof sweepStage>[0]) => {
  const made = await sweepStage(settings);
  opened.push(made);
  return made;
};
beforeEach(async () => {
  stage = await open();
});
afterAll(() => Promise.all(opened.map(({ close }) => close())));

const journal = async (of: Stage, account: string) => of.table.readJournal(account, (await of.head(account)).seq);
const february = month("2026-02-01", "2026-03-01");

describe("The sweep writes down what time has done", () => {
  it("[X3] the same entries as whoever spends would have written, and as whoever looks every day", async () => {
    const paid = year("2026-01-31", "2027-01-31");
    for (const account of ["swept", "lazy", "daily"]) await stage.given(account, paid, takes(30, "2026-02-03"));
    for (const day of ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-30", "2026-05-15"]) await stage.sweep(day);
    await stage.given("lazy", takes(1, "2026-05-15", "look"));
    await stage.given("swept", takes(1, "2026-05-15", "look"));
    for (let now = at("2026-02-04"); now <= at("2026-05-15"); now += 86_400_000)
      await stage.ledger.sweep("daily", now, async () => {});
    await stage.given("daily", takes(1, "2026-05-15", "look"));

    const lazy = await journal(stage, "lazy");
    expect(lazy.length).toBeGreaterThan(5);
    expect(await journal(stage, "swept")).toEqual(lazy);
    expect(await journal(stage, "daily")).toEqual(lazy);
  });

  it("[X3] an account that slept for years, in as many writes as it takes; and a second run changes nothing", async () => {
    for (const day of ["05", "10", "15", "20", "25"])
      await stage.given(
        "ada",
        year(`2026-01-${day}T09:00:00Z`, `2027-01-${day}T09:00:00Z`, { subscription: `s${day}` }),
      );
    expect(await stage.sweep("2029-06-01")).toMatchObject({ accounts: 1, entries: 60, failed: 0, isDone: true });
    const before = await stage.table.readHead("ada");
    const nothing = { accounts: 0, entries: 0, warnings: 0, failed: 0, isDone: true, oldestUnsweptSeconds: 0 };
    expect(await stage.sweep("2029-06-01")).toEqual(nothing);
    expect(await stage.table.readHead("ada")).toEqual(before);
    const entries = await journal(stage, "ada");
    expect(entries.reduce(evolve, emptyAccount("ada"))).toEqual(before.account);
  });

  it("[O1] comes to nobody who has nothing but the free plan, or nothing that ends", async () => {
    await stage.given("free", calls("2026-01-01"));
    await stage.given("packs", bought("pack_1000", "2026-01-01"));
    expect(await stage.sweep("2027-01-01")).toMatchObject({ accounts: 0 });
    expect((await stage.head("free")).seq).toBe(1);
  });

  it("goes through the shards that it is told of, and knows their names", async () => {
    for (let n = 0; n < 12; n += 1) await stage.given(`account ${n}`.replace(" ", "-"), february);
    const all = Array.from({ length: 16 }, (_, n) => `due#${n}`);
    const first = await stage.sweep("2026-03-05", { shards: all.slice(0, 8) });
    const second = await stage.sweep("2026-03-05", { shards: all.slice(8) });
    expect([first.accounts > 0, second.accounts > 0]).toEqual([true, true]);
    expect(first.accounts + second.accounts).toBe(12);
    await expect(stage.sweep("2026-03-05", { shards: ["due#16"] })).rejects.toThrow("there is no shard due#16");
  });
});

describe("What the sweep warns of", () => {
  const expiring = ({ events }: Stage) => events().filter(({ type }) => type === "credits.expiring");

  it("[N5] credits that end in a week and in a day, each once, with what is left of them then", async () => {
    await stage.given("ada", february, takes(120, "2026-02-10"));
    await stage.sweep("2026-02-21T23:59:59Z");
    expect(expiring(stage)).toEqual([]);
    await stage.sweep("2026-02-22T00:05:00Z");
    await stage.sweep("2026-02-22T00:10:00Z");
    await stage.given("ada", takes(80, "2026-02-25"));
    await stage.sweep("2026-02-28T00:05:00Z");
    const end = "2026-03-01T00:00:00.000Z";
    const common = { type: "credits.expiring", version: 1, account: "ada", endsAt: end };
    expect(expiring(stage)).toEqual([
      { ...common, id: `ada/expiring/${end}/7`, days: 7, credits: 380, sources: { plan: 380 } },
      { ...common, id: `ada/expiring/${end}/1`, days: 1, credits: 300, sources: { plan: 300 } },
    ]);
  });

  it("[N5] also where somebody has spent between the warning's time and the sweep", async () => {
    await stage.given("ada", february);
    await stage.given("ada", takes(1, "2026-02-22T00:02:00Z"));
    await stage.sweep("2026-02-22T00:05:00Z");
    expect(expiring(stage)).toMatchObject([{ days: 7, credits: 499 }]);
  });

  it("[N5] again, under the same id, where the bus or the sweep failed in between", async () => {
    await stage.given("ada", february);
    stage.faults.isDown = true;
    expect(await stage.sweep("2026-02-22")).toMatchObject({ accounts: 1, failed: 1, warnings: 0 });
    stage.faults.isDown = false;
    const dying = stage.environment({}, { append: () => Promise.reject(new Error("the power went out")) });
    expect(await stage.sweep("2026-02-22T00:05:00Z", {}, dying)).toMatchObject({
      failed: 1,
      oldestUnsweptSeconds: 300,
    });
    await stage.sweep("2026-02-22T00:10:00Z");
    await stage.sweep("2026-02-22T00:15:00Z");
    const ids = expiring(stage).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    expect(new Set(ids).size).toBe(1);
  });

  it("[O9] credits that go with a subscription that is set to end, but none that have gone", async () => {
    await stage.given("ada", february, stands("2026-02-02", { cancelAt: "2026-02-20" }));
    await stage.sweep("2026-02-19");
    await stage.sweep("2026-02-25");
    expect(expiring(stage)).toMatchObject([{ days: 1, credits: 500, endsAt: "2026-02-20T00:00:00.000Z" }]);
  });
});

describe("A run", () => {
  it("ends before its Lambda does, and the next goes on", async () => {
    for (let n = 0; n < 25; n += 1) await stage.given(`a${n}`, february);
    let asked = 0;
    const cut = await stage.sweep("2026-03-05", {}, undefined, () => ((asked += 1) > 8 ? 14_000 : 60_000));
    expect(cut).toMatchObject({ isDone: false, failed: 0, oldestUnsweptSeconds: 11 * 86_400 });
    expect(cut.accounts).toBeGreaterThan(0);
    const rest = await stage.sweep("2026-03-05");
    expect(rest).toMatchObject({ isDone: true, accounts: 25 - cut.accounts, oldestUnsweptSeconds: 0 });
  });

  it("is not held up by an account that fails, tells of it, and comes to it again", async () => {
    for (const account of ["ada", "bea", "cora"]) await stage.given(account, february);
    const readHead = (account: string) =>
      account === "bea" ? Promise.reject(new TypeError("a head that nobody can read")) : stage.table.readHead(account);
    const failing = stage.environment({}, { readHead });
    expect(await stage.sweep("2026-03-05", {}, failing)).toMatchObject({ accounts: 3, failed: 1, entries: 2 });
    const told = stage.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told).toContainEqual(
      expect.objectContaining({ message: "unswept_account", account: "bea", level: "ERROR" }),
    );
    expect(told).toContainEqual(
      expect.objectContaining({ message: "swept", failed: 1, oldestUnsweptSeconds: 11 * 86_400 }),
    );
    expect(await stage.sweep("2026-03-05")).toMatchObject({ accounts: 1, failed: 0, entries: 1 });
  });

  it("[X9] beside those who spend: nothing is written twice, and nothing is lost", async () => {
    await stage.given("ada", year("2026-01-31", "2027-01-31"));
    const spenders = Array.from({ length: 8 }, (_, n) => stage.given("ada", takes(1, "2026-04-30T12:00:00Z", `${n}`)));
    await Promise.all([...spenders, stage.sweep("2026-04-30T12:00:00Z"), stage.sweep("2026-04-30T12:00:00Z")]);
    const entries = await journal(stage, "ada");
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.filter(({ type }) => type === "spent")).toHaveLength(8);
    expect(entries.reduce(evolve, emptyAccount("ada"))).toEqual(await stage.head("ada"));
  });
});

describe("Accounts that live on test clocks", () => {
  const seen = (customer: string, clock: string | null) =>
    ({ type: "SeeCustomer", now: at("2026-02-01"), customer, createdAt: at("2026-02-01"), clock }) as const;

  it("are due in the time of their clock, whatever the time of day is", async () => {
    await stage.table.moveClock("clock_1", at("2026-02-01"));
    await stage.given("ada", seen("cus_1", "clock_1"), february);
    await stage.given("bea", seen("cus_2", null), february);
    expect(await stage.sweep("2026-02-10")).toMatchObject({ accounts: 0 });
    await stage.table.moveClock("clock_1", at("2026-03-10"));
    expect(await stage.sweep("2026-02-10", { shards: ["clocks"] })).toMatchObject({ accounts: 1, entries: 1 });
    // A clock that stands still keeps its accounts from being due.
    expect(await stage.sweep("2027-01-01")).toMatchObject({ accounts: 1, oldestUnsweptSeconds: 0 });
  });

  it("so do those without a customer, where the stage has a clock of its own", async () => {
    const clocked = await open({ defaultClock: "clock_stage" });
    await clocked.table.moveClock("clock_stage", at("2026-02-01"));
    await clocked.given("ada", february);
    expect(await clocked.sweep("2026-06-01")).toMatchObject({ accounts: 0 });
    await clocked.table.moveClock("clock_stage", at("2026-03-10"));
    expect(await clocked.sweep("2026-02-01")).toMatchObject({ accounts: 1 });
  });
});

describe("What the due index costs", () => {
  it("nothing, where a spend does not change when the account is due: 4 write units, and 1 for the statement", async () => {
    await stage.given("ada", february);
    const { client, take } = meteredClient(inject("dynamodb"));
    const ledger = testLedger(dynamoTable(stage.tableName, client), omnia);
    const spend = async (credits: number, now: string) => {
      await ledger.perform("ada", takes(credits, now), { until: Number.POSITIVE_INFINITY });
      return take();
    };
    await spend(1, "2026-02-02");
    const warm = { requests: ["TransactWriteItems"], readUnits: 0, writeUnits: 4, indexUnits: 1 };
    expect(await spend(1, "2026-02-03")).toEqual(warm);
    // Past a warning that nobody has told yet, and down to the last credit.
    expect(await spend(1, "2026-02-23")).toEqual(warm);
    expect(await spend(497, "2026-02-24")).toEqual(warm);
  });
});
