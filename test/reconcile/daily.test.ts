import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Table } from "../../functions/ledger/table.ts";
import type { Reconciled } from "../../functions/reconcile/reconcile.ts";
import { reconciliation } from "../../functions/reconcile.ts";
import type { Intake } from "../../functions/stripe/take.ts";
import { capturedLog, SECRETS } from "../support/captured-log.ts";
import { context } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { SINCE, story } from "./story.ts";

const DAY_MS = 86_400_000;
const A_MINUTE_MS = 60_000;
const isSummary = ({ message }: Record<string, unknown>) => message === "reconciled";
const foundIn = ({ found }: Reconciled) => found.map(({ objects }) => objects.join(" "));

/** The schedule's runs, in a time that passes by being looked at. */
function schedule(reconciler: Intake, begins: string, lookMs = 1) {
  const { logger, lines } = capturedLog();
  const time = { now: at(begins) };
  const clock = () => (time.now += lookMs);
  return {
    time,
    /** What the runs have said of each stretch, and not been asked before. */
    summaries: () =>
      lines
        .splice(0)
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(isSummary),
    /** @param enough besides what the last words take. */
    runs: (enough: number, change: Partial<Table> = {}) =>
      reconciliation({ ...reconciler, table: { ...reconciler.table, ...change }, logger, clock })(
        {},
        { ...context, getRemainingTimeInMillis: () => 15_000 + enough },
      ),
    place: async () => (await reconciler.table.readProgress("reconcile")).rest,
  };
}

/** Ada has bought a pack and been given something back, and neither was told. */
async function twoUntold() {
  const ada = await story();
  await ada.buysUntold({ account: "ada", pack: "pack_1000" });
  await ada.stripe.heard();
  const { data } = await ada.api.invoices.list({ customer: ada.customer, status: "paid" });
  await ada.does("refund", { invoice: data[0]?.id, amount: 99 });
  return ada;
}

describe("The daily run", () => {
  it("goes on with the next daily run where the last one had to stop, also after one that died, and then begins anew", async () => {
    const { reconciler } = await twoUntold();
    const { runs, summaries, place } = schedule(reconciler, "2026-02-03T03:17:00Z");
    const all = foundIn(await runs(1_000));
    expect(all.length).toBeGreaterThan(1);

    const parts: string[] = [];
    const places: unknown[] = [];
    // Enough for a page or two.
    for (let done = await runs(8); done.next; done = await runs(8)) {
      parts.push(...foundIn(done));
      places.push(done.next);
      const writeProgress = () => Promise.reject(new Error("the lights went out"));
      await expect(runs(8, { writeProgress })).rejects.toThrow("the lights went out");
      expect(await place()).toMatchObject({ from: done.next });
      if (places.length === 2) break;
    }
    expect(places).toHaveLength(2);
    expect(new Set(places.map((one) => JSON.stringify(one))).size).toBe(2);
    summaries();
    const last = await runs(1_000);
    const [rest, anew] = summaries();
    expect([rest, anew]).toMatchObject([{ isComplete: true }, { isComplete: true, found: all.length }]);
    expect(Number(rest?.["compared"])).toBeLessThan(Number(anew?.["compared"]));
    expect(foundIn(last)).toEqual(all);
    expect(all).toEqual(expect.arrayContaining(parts));
    expect(await place()).not.toHaveProperty("from");
  });

  it("leaves no gap behind a pass that took longer than a week: what was paid after its page was read", async () => {
    const { until, api, customer, does, stripe, reconciler, reconciles } = await story();
    await does("decline", { customer, times: 1 });
    await until("2026-02-28T14:00:00Z");
    const { runs, time, place } = schedule(reconciler, "2026-02-28T14:00:00Z");
    let stopped = await runs(8);
    while (["sessions", "invoices paid"].includes(stopped.next?.list ?? "")) stopped = await runs(8);
    expect(stopped.next?.list).toMatch(/^invoices (void|uncollectible)$/);
    const { data } = await api.invoices.list({ customer, status: "open" });
    await api.invoices.pay(data[0]?.id ?? "");
    await stripe.heard();

    time.now += 8 * DAY_MS;
    const kinds = ({ found }: Reconciled) => found.map(({ kind }) => kind);
    expect(kinds(await reconciles({ since: time.now - 7 * DAY_MS }))).not.toContain("payment_not_granted");
    expect(kinds(await runs(1_000))).toContain("payment_not_granted");
    // That one took no time: what comes next looks back a week as ever.
    time.now += DAY_MS;
    expect(kinds(await runs(1_000))).not.toContain("payment_not_granted");
    expect(await place()).toEqual({ since: expect.closeTo(time.now - 10 * A_MINUTE_MS, -3) });
  });

  it("looks back to the last pass that was ended, where the schedule has been silent for longer than a week", async () => {
    const { reconciler, buysUntold, stripe } = await story();
    const { runs, time, place } = schedule(reconciler, "2026-02-01T03:17:00Z");
    await runs(1_000);
    const before = await place();
    expect(before).toEqual({ since: expect.closeTo(at("2026-02-01T03:07:00Z"), -3) });
    await buysUntold({ account: "ada", pack: "pack_1000" });
    await stripe.heard();
    time.now += 30 * DAY_MS;
    const { next } = await runs(8);
    expect(await place()).toEqual({ ...before, from: next, begunAt: expect.closeTo(time.now, -3) });
  });

  it("writes down where it is every two minutes: who dies after that has lost nothing of what was before", async () => {
    const { reconciler } = await twoUntold();
    const { table } = reconciler;
    const { runs, summaries, place } = schedule(reconciler, "2026-02-03T03:17:00Z", A_MINUTE_MS / 4);
    await runs(60 * A_MINUTE_MS);
    const whole = summaries();
    expect(whole.length).toBeGreaterThan(3);
    expect(whole.map(({ isComplete }) => isComplete)).toEqual([...whole.slice(1).map(() => false), true]);

    let written = 0;
    const writeProgress: Table["writeProgress"] = (...what) =>
      (written += 1) === 3 ? Promise.reject(new Error("the lights went out")) : table.writeProgress(...what);
    await expect(runs(60 * A_MINUTE_MS, { writeProgress })).rejects.toThrow("the lights went out");
    const [, second, unwritten] = summaries();
    expect(await place()).toMatchObject({ from: second?.["next"] });
    await runs(60 * A_MINUTE_MS);
    expect(summaries()[0]).toEqual(
      expect.objectContaining({ compared: unwritten?.["compared"], next: unwritten?.["next"] }),
    );
  });

  it("leaves to a run that came in between what that one has written down", async () => {
    const { reconciler } = await story();
    const { table } = reconciler;
    const before = await table.readProgress("reconcile");
    const rest = { since: SINCE, from: { list: "sessions" } };
    expect(await table.writeProgress("reconcile", before, rest)).toBe(true);
    expect(await table.writeProgress("reconcile", before, undefined)).toBe(false);
    const now = await table.readProgress("reconcile");
    expect(now).toEqual({ version: 1, rest });
    expect(await table.writeProgress("reconcile", now, undefined)).toBe(true);
    expect(await table.writeProgress("reconcile", now, rest)).toBe(false);
    expect(await table.readProgress("reconcile")).toEqual({ version: 2 });
  });

  it("is a scheduled function that logs how much differs, and nothing that is secret", async () => {
    const { buysUntold, reconciler, has } = await story();
    await buysUntold({ account: "ada", pack: "pack_1000" });
    const { logger, lines } = capturedLog();
    const handler = reconciliation({ ...reconciler, logger });
    const lambda = { ...context, awsRequestId: randomUUID(), getRemainingTimeInMillis: () => 900_000 };
    await handler({ since: "2026-01-01" }, lambda);
    const summaries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(isSummary);
    expect(summaries()).toMatchObject([
      {
        level: "WARN",
        found: 1,
        left: 1,
        kinds: { session_not_granted: 1 },
        told: { events: 0, objects: 0 },
        isComplete: true,
      },
    ]);
    expect(await has()).toEqual({ plan: 500 });
    await handler({ since: "2026-01-01", fix: true }, lambda);
    expect(summaries()[1]).toMatchObject({ level: "INFO", found: 1, left: 0, kinds: {}, failed: 0 });
    expect(await has()).toEqual({ plan: 500, "top-up": 1_000 });
    expect(lines.join("")).not.toMatch(SECRETS);
    await expect(handler({ since: "yesterday" }, lambda)).rejects.toThrow("since is yesterday");
  });
});
