import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { translate } from "../../functions/stripe/translate.ts";
import { Unreadable } from "../../functions/stripe/unreadable.ts";
import { at } from "../support/instants.ts";
import { knowing, omniaPriceNames } from "../support/omnia-events.ts";
import { subscription, told, unix } from "../support/stripe-objects.ts";

const NOW = at("2026-02-10T12:00:01Z");
const SAID = "2026-02-10T12:00:00Z";
const PERIOD_END = "2026-02-28T12:00:00Z";

const read = (change: Parameters<typeof subscription>[0], known = knowing(omniaPriceNames)) =>
  translate(omnia, known, told("customer.subscription.updated", subscription(change), SAID), NOW);

describe("How a subscription stands is told", () => {
  it("as of when Stripe said so, with whose it and its customer are", () => {
    expect(read({})).toEqual({
      facts: [
        {
          account: "ada",
          fact: {
            type: "ChangeSubscription",
            now: NOW,
            subscription: "sub_ada",
            status: "active",
            startedAt: at("2026-01-31T12:00:00Z"),
            cancelAt: null,
            endedAt: null,
            toldAt: at(SAID),
            sells: { plan: "creator", interval: "month", quantity: 1 },
          },
        },
      ],
      links: [
        { id: "sub_ada", link: { account: "ada" } },
        { id: "cus_ada", link: { account: "ada" } },
      ],
    });
  });

  it.each<[string, Partial<Stripe.Subscription>, object]>([
    ["[X8] in a trial", { status: "trialing" }, { status: "trialing" }],
    ["[N3] while a payment is awaited", { status: "past_due" }, { status: "past_due" }],
    ["[N3] when nobody will pay", { status: "unpaid" }, { status: "unpaid" }],
    ["[X8] paused", { status: "paused" }, { status: "paused" }],
    [
      "[X8] with its collection paused, as before: that says nothing of its state",
      { pause_collection: { behavior: "void", resumes_at: null } },
      { status: "active", cancelAt: null },
    ],
    [
      "set to end by the API, which says it in both ways",
      { cancel_at_period_end: true, cancel_at: unix(PERIOD_END), canceled_at: unix(SAID) },
      { status: "active", cancelAt: at(PERIOD_END) },
    ],
    [
      "stripe-node#2470, better-auth#5818, shorebird#3883, get-convex/stripe#18, tradr#84: set to end by the portal, which sets cancel_at and not cancel_at_period_end",
      { cancel_at: unix(PERIOD_END), cancel_at_period_end: false },
      { cancelAt: at(PERIOD_END) },
    ],
    [
      "set to end with its period, where only that is said",
      { cancel_at_period_end: true },
      { cancelAt: at(PERIOD_END) },
    ],
    ["resumed: not set to end any more", { canceled_at: null }, { cancelAt: null }],
    [
      "ended, at its own instant and not when that was asked for or told",
      {
        status: "canceled",
        cancel_at: unix(PERIOD_END),
        canceled_at: unix("2026-02-01"),
        ended_at: unix("2026-02-09"),
      },
      { status: "canceled", cancelAt: null, endedAt: at("2026-02-09") },
    ],
  ])("%s", (_, change, fact) => {
    expect(read(change)).toMatchObject({ facts: [{ account: "ada", fact }] });
  });

  it.each(["incomplete", "incomplete_expired", "frozen_by_a_later_version"])(
    "[N3] by nothing but whose it is where it is %s",
    (status) => {
      expect(read({ status })).toMatchObject({
        facts: [],
        links: [{ id: "sub_ada" }, { id: "cus_ada" }],
      });
    },
  );
});

describe("A change that was planned", () => {
  const changeRead = (change: Parameters<typeof subscription>[0], seconds = unix(PERIOD_END)) => {
    const metadata = { account: "ada", planned: `pro/month/1/${seconds}` };
    const heard = read({ metadata, ...change });
    const fact = "facts" in heard ? heard.facts[0]?.fact : undefined;
    return fact?.type === "ChangeSubscription" ? fact.planned : undefined;
  };
  const [item] = subscription({}).items.data;
  const selling = (price: string, quantity: number) => {
    const data = [{ ...item, price: { id: price }, quantity }];
    return { items: { ...subscription({}).items, data } as Stripe.Subscription["items"] };
  };
  const pro = [...omniaPriceNames].find(([, name]) => name === "omnia_pro_month")?.[0] ?? "";

  it("[O8] is ahead while its schedule is there", () => {
    expect(changeRead({ schedule: "sub_sched_1" })).toMatchObject({ plan: "pro", quantity: 1, at: at(PERIOD_END) });
    expect(changeRead({})).toBeUndefined();
  });

  it("[O8] is told of once its instant has come as long as the items sell it, with or without its schedule", () => {
    const come = unix(SAID);
    expect(changeRead({ ...selling(pro, 2) }, come)).toEqual({
      plan: "pro",
      interval: "month",
      quantity: 2,
      at: at(SAID),
    });
    expect(changeRead({ ...selling(pro, 2), schedule: "sub_sched_1" }, come)).toMatchObject({ plan: "pro" });
    expect(changeRead({ schedule: "sub_sched_1" }, come)).toBeUndefined();
  });
});

describe("A subscription", () => {
  const linked = new Map([["cus_ada", { account: "ada" }]]);

  it("without a price of ours is ignored, though its customer is linked: it is no membership", () => {
    const known = knowing(omniaPriceNames, { links: linked });
    expect(read({ price: null, metadata: {} }, known)).toEqual({ ignored: "sells no plan of ours" });
  });

  it("that we know stays ours, whatever price it is moved to", () => {
    const known = knowing(omniaPriceNames, { links: new Map([["sub_ada", { account: "ada" }]]) });
    expect(read({ price: null, metadata: {} }, known)).toMatchObject({ facts: [{ account: "ada" }] });
  });

  it("is its customer's where it names nobody", () => {
    const known = knowing(omniaPriceNames, { links: linked });
    expect(read({ metadata: {} }, known)).toMatchObject({ facts: [{ account: "ada" }] });
  });

  it.each<[string, Parameters<typeof subscription>[0], Map<string, { account: string }>]>([
    ["is of nobody", { metadata: {} }, new Map()],
    ["names another account than its customer's", { metadata: { account: "eve" } }, linked],
    ["is linked to another account than its customer", {}, new Map([...linked, ["sub_ada", { account: "eve" }]])],
    ["is canceled, and does not say when it ended", { status: "canceled" }, linked],
  ])("can't be read, and fails loudly, where it %s", (_, change, links) => {
    expect(() => read(change, knowing(omniaPriceNames, { links }))).toThrow(Unreadable);
  });

  it("[M2] with what is beside the plan, in one order, where the product has add-ons; an ended one has nothing", () => {
    const item = (id: string, price: string, quantity = 1) => ({
      ...subscription({}).items.data[0],
      id,
      price: { id: price },
      quantity,
    });
    const data = [item("si_3", "price_extra", 2), item("si_1", "price_studio"), item("si_2", "price_extra")];
    const items = { ...subscription({}).items, data } as Stripe.Subscription["items"];
    const names = new Map([
      ["price_studio", "musiversal_studio-5_month"],
      ["price_extra", "musiversal_addon_extra_month"],
    ]);
    const factOf = (change: Partial<Stripe.Subscription>) => {
      const event = told("customer.subscription.updated", subscription({ items, ...change }), SAID);
      const heard = translate(musiversal, knowing(names), event, NOW);
      return "facts" in heard ? heard.facts[0]?.fact : undefined;
    };
    const extra = (id: string, quantity: number) => ({ item: id, addOn: "extra", quantity });
    expect(factOf({})).toMatchObject({ addOns: [extra("si_2", 1), extra("si_3", 2)] });
    expect(factOf({ items: { ...items, data: items.data.slice(1, 2) } })).toMatchObject({ addOns: [] });
    expect(factOf({ status: "canceled", ended_at: unix("2026-02-09") })).not.toHaveProperty("addOns");
  });
});
