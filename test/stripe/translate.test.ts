import type { Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { isHandled, needs, translate } from "../../functions/stripe/translate.ts";
import { beside, eventsIn, hasFixtures, recordedInvoices } from "../support/fixtures.ts";
import { at } from "../support/instants.ts";
import { knowing } from "../support/omnia-events.ts";

const NOW = at("2026-11-22");

/** The shop that the fixtures come from. */
const shop: Policy = {
  ...omnia,
  name: "shop",
  currency: "USD",
  plans: { small: { allowance: 100, price: { month: 25_00, year: 250_00 } } },
  packs: { pack_100: { credits: 100, price: 15_00, lasts: { lifetime: "forever" } } },
};
const prices = new Map([
  ["small-monthly", "shop_small_month"],
  ["small-annual", "shop_small_year"],
  ["price_1234", "shop_small_year"],
  ["default", "shop_small_month"],
]);

const events = eventsIn("events-endive");

/** An event of the shop, with what our Checkout would have written into its metadata. */
function sold(name: string): Parameters<typeof translate>[2] {
  const event = structuredClone(events.get(name));
  if (!event || !isHandled(event)) throw new RangeError(`no fixture ${name} that is handled`);
  if (event.type === "invoice.paid") {
    const details = event.data.object.parent?.subscription_details;
    if (details) details.metadata = { account: "ada" };
  } else if (event.data.object.object === "checkout.session") {
    event.data.object.metadata = { ...event.data.object.metadata, account: "ada" };
    event.data.object.client_reference_id = "ada";
  }
  return event;
}

function factsOf(event: Parameters<typeof translate>[2]) {
  const translation = translate(shop, knowing(prices), event, NOW);
  if ("facts" in translation) return translation.facts;
  return "ignored" in translation && translation.ignored === "has no full period of a plan of ours" ? [] : translation;
}

const linesOf = (event: Stripe.Event) => (event as Stripe.InvoicePaidEvent).data.object.lines.data;

describe.runIf(hasFixtures)(`A paid invoice of Stripe${beside}`, () => {
  it.each<[string, string, { line: number; interval: string; amount: number }[]]>([
    ["the first one", "invoice.paid.subscription_create", [{ line: 0, interval: "month", amount: 25_00 }]],
    ["a renewal", "invoice.paid.subscription_cycle.monthly", [{ line: 0, interval: "month", amount: 25_00 }]],
    [
      "one with a coupon, in full",
      "invoice.paid.subscription_create.coupon",
      [{ line: 0, interval: "month", amount: 25_00 }],
    ],
    [
      "a trial's, of the amount 0",
      "invoice.paid.subscription_create.trial_zero",
      [{ line: 0, interval: "month", amount: 0 }],
    ],
    [
      "a plan change with a new anchor, its full line only",
      "invoice.paid.subscription_update.anchor_now.one_nonproration_line",
      [{ line: 1, interval: "year", amount: 250_00 }],
    ],
    ["a plan change of prorations, nothing", "invoice.paid.subscription_update.month_to_year.both_lines_proration", []],
    [
      "a yearly renewal that was declined at first",
      "invoice.paid.subscription_cycle.annual.recovered",
      [{ line: 0, interval: "year", amount: 249_00 }],
    ],
  ])("is a fact for each full period that it sells: %s", (_, name, wanted) => {
    const event = sold(name);
    const invoice = event.data.object as Stripe.Invoice;
    const expected = wanted.map(({ line: index, interval, amount }) => {
      const line = linesOf(event)[index];
      const item = line?.parent?.subscription_item_details;
      return {
        account: "ada",
        command: {
          type: "GrantAllowance",
          now: NOW,
          paidAt: Number(invoice.status_transitions.paid_at) * 1000,
          plan: "small",
          interval,
          quantity: 1,
          amount,
          from: Number(line?.period.start) * 1000,
          until: Number(line?.period.end) * 1000,
          subscription: item?.subscription,
          item: item?.subscription_item,
          price: line?.pricing?.price_details?.price,
          invoice: invoice.id,
          line: line?.id,
        },
      };
    });
    expect(factsOf(event)).toEqual(expected);
  });

  it("that was recovered tells when the money came, days after the period's begin", () => {
    expect(factsOf(sold("invoice.paid.subscription_cycle.annual.recovered"))).toMatchObject([
      {
        command: {
          from: at("2025-04-23T18:45:06Z"),
          paidAt: at("2025-04-25T19:46:18Z"),
          until: at("2026-04-23T18:45:06Z"),
        },
      },
    ]);
  });

  it("has one fact for each line of a plan of ours that is no proration, in every fixture", () => {
    const paid = [...events].filter(([, { type }]) => type === "invoice.paid").map(([name]) => sold(name));
    const recorded = [...recordedInvoices().values()].map((object) => {
      const event = sold("invoice.paid.subscription_create") as Stripe.InvoicePaidEvent;
      const details = { subscription: "sub_1", ...object.parent?.subscription_details, metadata: { account: "ada" } };
      const parent = { subscription_details: details } as unknown as Stripe.Invoice["parent"];
      return { ...event, data: { object: { ...object, parent } } };
    });
    expect(paid.length + recorded.length).toBeGreaterThan(7);
    for (const event of [...paid, ...recorded]) {
      const full = linesOf(event).filter((line) => line.parent?.subscription_item_details?.proration === false);
      const known = full.filter((line) => prices.has(line.pricing?.price_details?.price as string));
      expect(factsOf(event)).toHaveLength(known.length);
    }
  });

  it("asks for the meaning of its prices once each", () => {
    expect(needs(sold("invoice.paid.subscription_update.anchor_now.one_nonproration_line")).prices).toEqual([
      "small-monthly",
      "small-annual",
    ]);
    expect(needs(sold("checkout.session.completed.payment_paid")).prices).toEqual([]);
  });
});

describe.runIf(hasFixtures)(`A completed Checkout Session of Stripe${beside}`, () => {
  const bought = (name: string) => {
    const { created, data } = sold(name);
    const command = { type: "GrantPack", now: NOW, paidAt: created * 1000, pack: "pack_100", quantity: 1 };
    return [{ account: "ada", command: { ...command, session: data.object.id } }];
  };

  it("[O6] that is paid is the purchase of its pack", () => {
    const name = "checkout.session.completed.payment_paid";
    expect(factsOf(sold(name))).toEqual(bought(name));
  });

  it("[O6] that is not paid yet is nothing, and its purchase when the money has come", () => {
    expect(factsOf(sold("checkout.session.completed.payment_unpaid"))).toEqual({ ignored: "not paid yet" });
    const name = "checkout.session.async_payment_succeeded";
    expect(factsOf(sold(name))).toEqual(bought(name));
  });

  it("[X2] in subscription mode is nothing: its invoice tells", () => {
    expect(factsOf(sold("checkout.session.completed.subscription"))).toEqual({
      ignored: "a session in subscription mode",
    });
  });
});

describe.runIf(hasFixtures)(`What is none of our business${beside}`, () => {
  const old = eventsIn("events-2020");

  it("is every type but three", () => {
    expect(events.size).toBeGreaterThan(30);
    for (const event of [...events.values(), ...old.values()]) {
      const isOne = /^(invoice\.paid|checkout\.session\.(completed|async_payment_succeeded))$/.test(event.type);
      expect([event.type, isHandled(event)]).toEqual([event.type, isOne]);
    }
  });

  it.each([...events].filter(([, event]) => event.type === "invoice.paid"))(
    "is somebody else's sale: %s",
    (_, event) => {
      const translated = translate(
        omnia,
        knowing(new Map([["small-monthly", ""]])),
        event as Stripe.InvoicePaidEvent,
        NOW,
      );
      expect(translated).toEqual({ ignored: "names no account and no price of ours" });
    },
  );

  const paidSessions = [...events].filter(([name]) =>
    /^checkout\.session\.(.*_paid|async_payment_succeeded)$/.test(name),
  );
  it.each(paidSessions)("is somebody else's pack: %s", (_, event) => {
    const translated = translate(omnia, knowing(new Map()), event as Stripe.CheckoutSessionCompletedEvent, NOW);
    expect(translated).toHaveProperty("ignored");
  });
});
