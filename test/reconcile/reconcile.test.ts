import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { reconcile } from "../../functions/reconcile/reconcile.ts";
import type { Cursor } from "../../functions/reconcile/survey.ts";
import { violations } from "../stripe/schema/violations.ts";
import { at } from "../support/instants.ts";
import { SINCE, story } from "./story.ts";

const paidInvoice = async ({ api, customer }: Awaited<ReturnType<typeof story>>) =>
  (await api.invoices.list({ customer, status: "paid" })).data[0]?.id;

describe("Reconciling", () => {
  it("[X2] finds nothing where all was told, and writes nothing", async () => {
    const { reconciles, passbook } = await story();
    const before = await passbook.items();
    expect(await reconciles()).toMatchObject({ found: [], left: [], next: null });
    expect(await reconciles({ fix: true })).toMatchObject({ found: [], failed: [], told: { events: 0, objects: 0 } });
    expect(await passbook.items()).toEqual(before);
  });

  it("[X2] names what the journal has granted without a payment, and what it has taken without a cause; that is for a person", async () => {
    const { reconciles, passbook, clock } = await story();
    const now = await passbook.table.readClock(clock);
    const forged = { now, paidAt: now, pack: "pack_1000", quantity: 1, session: "cs_nobody" } as const;
    await passbook.given("ada", { type: "GrantPack", ...forged });
    const refund = { refund: "re_nobody", payment: { session: "cs_nobody" }, amount: 100, paid: 1_900 } as const;
    await passbook.given("ada", { type: "RefundPayment", now, happenedAt: now, outcome: "live", ...refund });
    const { found } = await reconciles();
    expect(found).toMatchObject([
      { kind: "taken_without_cause", account: "ada", objects: ["re_nobody", expect.stringMatching(/^refund_/)] },
      { kind: "granted_without_payment", account: "ada", objects: ["cs_nobody", expect.stringMatching(/^buy_/)] },
    ]);
    const before = await passbook.items();
    expect((await reconciles({ fix: true })).left).toEqual(found);
    expect(await passbook.items()).toEqual(before);
  });

  it("[X5] takes a refund back that has failed, and what a dispute took that was lost, from the objects alone", async () => {
    const ada = await story();
    const invoice = await paidInvoice(ada);
    const refund = await ada.does("refund", { invoice, amount: 495 });
    await ada.told();
    expect(await ada.has()).toEqual({ plan: 250 });
    await ada.does("conclude_refund", { refund, status: "failed" });
    await ada.forgetsEvents();
    expect((await ada.reconciles()).found).toMatchObject([
      { kind: "failed_refund_not_told", account: "ada", objects: [refund] },
    ]);
    expect(await ada.reconciles({ fix: true })).toMatchObject({ left: [], told: { events: 0, objects: 1 } });
    expect(await ada.has()).toEqual({ plan: 500 });

    const dispute = await ada.does("dispute", { invoice });
    await ada.does("close_dispute", { dispute, outcome: "lost" });
    await ada.forgetsEvents();
    expect((await ada.reconciles()).found).toMatchObject([{ kind: "dispute_not_told", because: "lost" }]);
    expect(await ada.reconciles({ fix: true })).toMatchObject({ left: [] });
    expect(await ada.has()).toEqual({});
    expect(await ada.kinds()).toEqual({});
  });

  it("[X1] a renewal that was given up ends what only waits for its payment", async () => {
    const { until, stripe, api, customer, kinds, reconciles, has, does, forgetsEvents } = await story();
    await does("decline", { customer, times: 9 });
    await until("2026-02-28T14:00:00Z");
    expect(await has()).toEqual({ plan: 500 });
    const { data } = await api.invoices.list({ customer, status: "open" });
    await api.invoices.voidInvoice(data[0]?.id ?? "");
    await stripe.heard();
    await forgetsEvents();
    expect(await kinds()).toMatchObject({ given_up_invoice_not_told: 1 });
    expect(await reconciles({ fix: true })).toMatchObject({ left: [], failed: [] });
    expect(await has()).toEqual({});
  });

  it("[O9] tells how a subscription stands that has changed in the very second of what was last told of it", async () => {
    const { api, customer, kinds, reconciles, forgetsEvents } = await story();
    const { data } = await api.subscriptions.list({ customer });
    await api.subscriptions.update(data[0]?.id ?? "", { cancel_at_period_end: true });
    await forgetsEvents();
    expect(await kinds()).toEqual({ subscription_differs: 1 });
    expect(await reconciles({ fix: true })).toMatchObject({ left: [], told: { events: 0, objects: 1 } });
    expect(await kinds()).toEqual({});
  });

  it("[X1] sees what was made long ago and paid lately, and leaves alone what was paid before", async () => {
    const { until, api, stripe, customer, reconciles, does } = await story();
    await does("decline", { customer, times: 1 });
    await until("2026-02-28T14:00:00Z");
    await api.invoices.pay((await api.invoices.list({ customer, status: "open" })).data[0]?.id ?? "");
    await stripe.heard();
    const paid = async (since: string) => (await reconciles({ since: at(since) })).found.map(({ kind }) => kind);
    expect(await paid("2026-02-28T13:00:00Z")).toContain("payment_not_granted");
    expect(await paid("2026-03-01T00:00:00Z")).not.toContain("payment_not_granted");
  });

  it("tells by the objects what Stripe has in the words of another API version only", async () => {
    const { buysUntold, stripe, reconciles, has } = await story();
    await buysUntold({ account: "ada", pack: "pack_1000" });
    const { answer } = await stripe.control("snapshot");
    const tables = answer["tables"] as { events: [string, Stripe.Event][] };
    const events = tables.events.map(([id, event]) => [id, { ...event, api_version: "2025-09-30.clover" }]);
    await stripe.control("restore", { ...answer, tables: { ...tables, events } });
    expect(await reconciles({ fix: true })).toMatchObject({ left: [], failed: [], told: { events: 0, objects: 1 } });
    expect(await has()).toEqual({ plan: 500, "top-up": 1_000 });
  });

  it("reports what is ours and can't be read, and goes on with the rest", async () => {
    const { buysUntold, reconciles, has } = await story();
    const nobodys = await buysUntold({ account: "ada", pack: "pack_7" }, 4_200);
    const session = await buysUntold({ account: "ada", pack: "pack_1000" });
    const { found } = await reconciles();
    expect(found).toMatchObject([
      { kind: "session_not_granted", account: "ada", objects: [session] },
      { kind: "unreadable", account: null, objects: [nobodys], because: expect.stringContaining("pack_7") },
    ]);
    const { left, failed } = await reconciles({ fix: true });
    expect(left).toMatchObject([{ kind: "unreadable" }]);
    expect(failed).toMatchObject([{ outcome: "failed", because: expect.stringContaining(nobodys) }]);
    expect(await has()).toEqual({ plan: 500, "top-up": 1_000 });
  });

  it("stops when its time is up, says where, and goes on from there: all of it is found, whoever looks", async () => {
    const { buysUntold, reconciler, does, api, customer, stripe } = await story();
    await buysUntold({ account: "ada", pack: "pack_1000" });
    await stripe.heard();
    const { data } = await api.invoices.list({ customer, status: "paid" });
    await does("refund", { invoice: data[0]?.id, amount: 99 });
    const whole = await reconcile(reconciler, { since: SINCE, fix: false, until: Number.POSITIVE_INFINITY });
    const parts: string[] = [];
    let runs = 0;
    for (let from: Cursor | undefined, isDone = false; !isDone; runs += 1) {
      // Time passes by being looked at: there is enough of it for a page or two.
      let now = 0;
      const clock = () => (now += 1);
      const part = await reconcile({ ...reconciler, clock }, { since: SINCE, fix: false, from, until: 8 });
      parts.push(...part.found.map(({ objects }) => objects.join(" ")));
      from = part.next ?? undefined;
      isDone = part.next === null;
      expect(runs).toBeLessThan(100);
    }
    expect(runs).toBeGreaterThan(1);
    expect(new Set(parts)).toEqual(new Set(whole.found.map(({ objects }) => objects.join(" "))));
  });

  it("begins the list anew whose last object is gone, and all of them where the list is", async () => {
    const { buysUntold, reconciles } = await story();
    await buysUntold({ account: "ada", pack: "pack_1000" });
    for (const from of [
      { list: "sessions", after: "cs_test_gone" },
      { list: "customers clock_gone", after: "cus_gone" },
    ])
      expect((await reconciles({ from })).found).toMatchObject([{ kind: "session_not_granted" }]);
  });

  it("does not compare yet what may still be on its way", async () => {
    const { buysUntold, reconciles, until } = await story();
    await until("2026-02-10T12:00:00Z");
    await buysUntold({ account: "ada", pack: "pack_1000" });
    expect((await reconciles({ settledBy: at("2026-02-10T11:50:00Z") })).found).toEqual([]);
    expect((await reconciles({ settledBy: at("2026-02-10T12:00:00Z") })).found).toMatchObject([
      { kind: "session_not_granted" },
    ]);
  });
});

describe("The lists that are compared", () => {
  it("are answered as Stripe's types say, each with what it is asked for and nothing else", async () => {
    const ada = await story();
    const invoice = await paidInvoice(ada);
    await ada.does("refund", { invoice, amount: 99 });
    await ada.does("dispute", { invoice });
    await ada.buysUntold({ account: "ada", pack: "pack_1000" });
    const { api, clock } = ada;
    const created = { gte: SINCE / 1000 };
    const later = { created: { gte: at("2027-01-01T00:00:00Z") / 1000 } };
    const types = ["invoice.paid", "refund.created"];
    const answers = [
      await api.events.list({ types, created, limit: 100 }),
      await api.checkout.sessions.list({ status: "complete", created, expand: ["data.payment_intent.latest_charge"] }),
      await api.invoices.list({ status: "paid", created }),
      await api.refunds.list({ created }),
      await api.disputes.list({ created }),
      await api.subscriptions.list({ status: "all", test_clock: clock }),
      await api.customers.list({ test_clock: clock }),
      await api.testHelpers.testClocks.list(),
    ];
    const sizes = answers.map(({ data }) => data.length);
    expect(sizes.every((size) => size > 0)).toBe(true);
    expect(answers.flatMap((answer) => violations(JSON.parse(JSON.stringify(answer))))).toEqual([]);
    expect(new Set((await api.events.list({ types })).data.map(({ type }) => type))).toEqual(new Set(types));
    const none = [
      await api.checkout.sessions.list({ status: "open", created }),
      await api.invoices.list({ status: "void", created }),
      await api.invoices.list({ status: "paid", ...later }),
      await api.refunds.list(later),
      await api.disputes.list(later),
      await api.subscriptions.list({ status: "all" }),
      await api.subscriptions.list({ status: "canceled", test_clock: clock }),
    ];
    expect(none.map(({ data }) => data)).toEqual(none.map(() => []));
  });
});
