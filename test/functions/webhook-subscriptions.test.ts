import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { at } from "../support/instants.ts";
import { planPaid } from "../support/omnia-events.ts";
import { customer, subscription, told, unix } from "../support/stripe-objects.ts";
import { balanceOf, deliver, ignoredBy, passbookBeside } from "../support/webhook.ts";

const SUBSCRIPTION = "/v1/subscriptions/sub_ada";
const paid = planPaid();
const says = (
  change: Parameters<typeof subscription>[0],
  saidAt: string,
  type = "customer.subscription.updated" as const,
) => told(type, subscription(change), saidAt);
const ended = subscription({ status: "canceled", ended_at: unix("2026-02-05") });
const deletion = told("customer.subscription.deleted", ended, "2026-02-05");

async function february(answers = {}) {
  const { passbook, stripe } = await passbookBeside(answers);
  passbook.time.now = at("2026-02-10");
  const account = async () => (await passbook.table.readHead("ada")).account;
  return { passbook, stripe, account };
}

describe("A subscription through the webhook", () => {
  it("[X2] that has ended stays ended, whatever older state is told later (onetimesecret#3692)", async () => {
    const { passbook, account } = await february();
    const stale = says({}, "2026-02-04");
    expect(await deliver(passbook, paid, deletion, stale, deletion)).toEqual([200, 200, 200, 200]);
    expect((await account()).subscriptions).toMatchObject([{ status: "canceled", endedAt: at("2026-02-05") }]);
    expect(await balanceOf(passbook)).toBe(0);
  });

  it("cashier#1201: created, delivered after updated, does not take it back", async () => {
    const { passbook, account } = await february();
    const updated = says({ status: "past_due" }, "2026-02-02T12:00:01Z");
    const created = told("customer.subscription.created", subscription({ status: "active" }), "2026-02-02T12:00:00Z");
    await deliver(passbook, updated, created);
    expect((await account()).subscriptions).toMatchObject([{ status: "past_due" }]);
  });

  it("told in two states of one second is asked for: what Stripe says now counts", async () => {
    const now = subscription({ status: "past_due", cancel_at: unix("2026-02-28") });
    const { passbook, stripe, account } = await february({ [SUBSCRIPTION]: now });
    const states = [says({ status: "past_due" }, "2026-02-02"), says({ cancel_at: unix("2026-02-28") }, "2026-02-02")];
    await deliver(passbook, ...states);
    expect(stripe.asked).toEqual([`GET ${SUBSCRIPTION}`]);
    const known = (await account()).subscriptions;
    expect(known).toMatchObject([{ status: "past_due", cancelAt: at("2026-02-28") }]);
    await deliver(passbook, ...states.toReversed());
    expect((await account()).subscriptions).toEqual(known);
  });

  // Seed 47 of the simulation (60 operations, rate 0.15).
  describe("told twice in one second", () => {
    const second = "2026-02-09T23:59:50Z";
    const end = unix("2026-02-28");
    const changed = (change: Parameters<typeof subscription>[0], was: object) => {
      const { data, ...event } = says(change, second);
      return { ...event, data: { ...data, previous_attributes: was } } as Stripe.Event;
    };
    const marked = changed({ metadata: { account: "ada", mark: "cancel" } }, { metadata: { mark: null } });
    const planned = changed({ cancel_at: end }, { cancel_at: null });
    const resumed = changed({}, { cancel_at: end });
    const begun = told("customer.subscription.created", subscription(), second);

    it.each([
      ["a mark and what it announced", [marked, planned], { cancel_at: end }],
      ["what a mark announced, and then the mark", [planned, marked], { cancel_at: end }],
      ["what came after the beginning, and then the beginning", [planned, begun], { cancel_at: end }],
      ["an end that was taken back", [planned, resumed], {}],
    ])("[X2] %s: what Stripe answers follows from what it tells", async (_, events, stands) => {
      const { passbook, account } = await february({ [SUBSCRIPTION]: subscription(stands) });
      expect(await deliver(passbook, ...events)).toEqual([200, 200]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: "cancel_at" in stands ? end * 1000 : null }]);
    });

    it("[X2] and Stripe answers what was: is not believed before a minute has passed", async () => {
      const answers = { [SUBSCRIPTION]: subscription({ cancel_at: end }) };
      const { passbook, account } = await february(answers);
      expect(await deliver(passbook, planned, resumed, resumed)).toEqual([200, 503, 503]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: end * 1000 }]);
      answers[SUBSCRIPTION] = subscription({});
      passbook.time.now += 60_000;
      expect(await deliver(passbook, resumed)).toEqual([200]);
      const known = await account();
      expect(known.subscriptions).toMatchObject([{ cancelAt: null }]);
      expect(await deliver(passbook, planned, resumed, planned)).toEqual([200, 200, 200]);
      expect(await account()).toEqual(known);
    });

    it("[X2] and Stripe answers what was before both: is not believed, however often", async () => {
      const answers = { [SUBSCRIPTION]: subscription() };
      const { passbook, account } = await february(answers);
      expect(await deliver(passbook, planned, marked, marked)).toEqual([200, 503, 503]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: end * 1000 }]);
      answers[SUBSCRIPTION] = subscription({ cancel_at: end });
      passbook.time.now += 60_000;
      expect(await deliver(passbook, marked)).toEqual([200]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: end * 1000 }]);
    });

    it.each([
      ["the mark first", [marked, planned]],
      ["the mark last", [planned, marked]],
    ])("[X2] at once, %s: one of them finds the other", async (_, events) => {
      const { passbook, stripe, account } = await february({ [SUBSCRIPTION]: subscription({ cancel_at: end }) });
      const statuses = await Promise.all(events.map((event) => deliver(passbook, event)));
      expect(statuses).toEqual([[200], [200]]);
      expect(stripe.asked).toContain(`GET ${SUBSCRIPTION}`);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: end * 1000 }]);
    });

    it("[X2] in no order, is asked for again though it is no news", async () => {
      const answers = { [SUBSCRIPTION]: subscription() };
      const { passbook, account } = await february(answers);
      expect(await deliver(passbook, resumed, planned)).toEqual([200, 503]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: null }]);
      passbook.time.now += 60_000;
      expect(await deliver(passbook, planned)).toEqual([200]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: null }]);
    });

    it("on a test clock, whose seconds last as long as somebody likes, is asked for once", async () => {
      const stands = subscription({ test_clock: "clock_ada" });
      const { passbook, account } = await february({ [SUBSCRIPTION]: stands });
      expect(await deliver(passbook, resumed, planned)).toEqual([200, 200]);
      expect((await account()).subscriptions).toMatchObject([{ cancelAt: null }]);
    });
  });

  // Seeds 4 (60 operations, rate 0.15) and 342 (60, 0.1) of the simulation.
  it("[X2] told again weeks later, when it stands otherwise again, is not noted once more", async () => {
    const first = subscription({ cancel_at: unix("2026-02-28") });
    const { passbook } = await february({ [SUBSCRIPTION]: first });
    const [planned, taken] = [says({ cancel_at: unix("2026-02-28") }, "2026-02-02"), says({}, "2026-02-02")];
    await deliver(passbook, planned, taken);
    passbook.time.now = at("2026-02-20");
    await deliver(passbook, says({ status: "past_due" }, "2026-02-10"));
    const { account } = await passbook.table.readHead("ada");
    expect(await deliver(passbook, taken, planned, taken)).toEqual([200, 200, 200]);
    expect((await passbook.table.readHead("ada")).account).toEqual(account);
  });

  it("that ends in the second of another state needs nobody to be asked: an end is final", async () => {
    const { passbook, stripe, account } = await february();
    const other = says({ cancel_at: unix("2026-02-28") }, "2026-02-05");
    expect(await deliver(passbook, other, deletion, other)).toEqual([200, 200, 200]);
    expect((await account()).subscriptions).toMatchObject([{ status: "canceled" }]);
    expect(stripe.asked).toEqual([]);
  });

  it("cashier-stripe#1675: that has renewed gives nothing before its money has come", async () => {
    const { passbook } = await february();
    passbook.time.now = at("2026-02-28T12:30:00Z");
    await deliver(passbook, says({}, "2026-02-28T12:00:01Z"));
    expect(await balanceOf(passbook)).toBe(0);
  });

  it("that sells nothing of ours is no membership, though its customer is linked: 200 and counted", async () => {
    const foreign = { id: "price_of_others", object: "price", lookup_key: null, metadata: {} };
    const { passbook, account } = await february({ "/v1/prices/price_of_others": foreign });
    await deliver(passbook, paid);
    const before = await account();
    const other = subscription({ id: "sub_other", price: null, metadata: {} });
    expect(await deliver(passbook, told("customer.subscription.created", other, "2026-02-02"))).toEqual([200]);
    expect(ignoredBy(passbook)).toEqual(["sells no plan of ours"]);
    expect(await account()).toEqual(before);
  });

  it("before anybody knows whose it is is answered 500, and taken once its invoice has told", async () => {
    const { passbook, account } = await february();
    const unnamed = says({ metadata: {} }, "2026-02-01");
    expect(await deliver(passbook, unnamed, paid, unnamed)).toEqual([500, 200, 200]);
    expect((await account()).subscriptions).toMatchObject([{ id: "sub_ada", toldAt: at("2026-02-01") }]);
  });
});

describe("A customer that was deleted", () => {
  const whole = told("customer.deleted", customer(), "2026-02-05T00:00:01Z");
  const bare = told("customer.deleted", { id: "cus_ada", object: "customer", deleted: true }, "2026-02-05T00:00:01Z");

  it.each<[string, Stripe.Event[]]>([
    ["alone, its subscription ends", [whole]],
    ["alone and told by its id, its subscription ends", [bare]],
    ["after its subscription, it has ended once", [deletion, whole]],
    ["before its subscription, it has ended once", [bare, deletion]],
  ])("%s", async (_, events) => {
    const { passbook, account } = await february({ [SUBSCRIPTION]: ended });
    expect(new Set(await deliver(passbook, paid, ...events))).toEqual(new Set([200]));
    expect((await account()).subscriptions).toMatchObject([{ status: "canceled", endedAt: at("2026-02-05") }]);
    expect(await balanceOf(passbook)).toBe(0);
  });

  it("and was nobody's is nothing to us", async () => {
    const { passbook } = await february();
    const before = await passbook.items();
    expect(await deliver(passbook, bare)).toEqual([200]);
    expect(await passbook.items()).toEqual(before);
  });
});
