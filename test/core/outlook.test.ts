import {
  type Adjust,
  entriesAhead,
  explainLot,
  fateOf,
  nextRenewalPrice,
  offersTo,
  outlook,
  type Policy,
  rolloverCap,
  warningsOf,
} from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { at, iso } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { addOn, bought, calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";
import { disputes } from "../support/reversal-story.ts";

/** What is said of an account at an instant, after all that has happened to it. */
function seen(policy: Policy, now: string, ...life: Happening[]) {
  const { account } = play(policy, [...life, { type: "TimePasses", now: at(now) }]);
  const ahead = entriesAhead(policy, account, at(now));
  const comes = outlook(policy, account, at(now), ahead);
  return {
    outlook: comes && { ...comes, at: iso(comes.at) },
    cap: rolloverCap(policy, account, at(now)),
    price: nextRenewalPrice(policy, account, at(now)),
    warnings: warningsOf(policy, account, at(now), ahead),
    lots: account.lots.map((lot) => explainLot(policy, account, lot, ahead, at(now))),
    fates: account.lots.map((lot) => fateOf(account, lot, ahead, at(now))),
    offers: offersTo(policy, account, at(now)),
  };
}

const studio = (n: number, plan = "studio-10") => month(`2026-0${n}-01`, `2026-0${n + 1}-01`, { plan });
const creator = month("2026-02-01", "2026-03-01");
const packOfBasic = [month("2026-02-01", "2026-03-01", { plan: "basic" }), bought("pack_50", "2026-02-02")];
const given = (credits: number, expiresAt: string): Adjust => ({
  type: "Adjust",
  now: at("2026-02-02"),
  request: `${credits}`,
  by: "support",
  credits,
  reason: "sorry",
  expiresAt: at(expiresAt),
});

describe("what the next renewal does", () => {
  test("[M13] with 55 stored and 9 unused carries 5 over and loses 4", () => {
    const life = [studio(2), bought("pack_1", "2026-02-02", { quantity: 55 }), takes(1, "2026-02-03")];
    expect(seen(musiversal, "2026-02-10", ...life)).toMatchObject({
      outlook: { at: "2026-03-01", comes: "renewal", carriedOver: 5, lost: 4, balance: 70 },
      cap: 60,
      price: 349_00,
    });
  });

  test("[M8] has no limit where nothing rolls over or all does, or there is no plan", () => {
    expect(seen(omnia, "2026-02-10", creator).cap).toBeNull();
    expect(seen(clay, "2026-02-10", month("2026-02-01", "2026-03-01", { plan: "starter" })).cap).toBeNull();
    expect(seen(musiversal, "2026-02-10").cap).toBeNull();
    expect(seen(musiversal, "2026-02-10", studio(2, "studio-2")).cap).toBeNull();
  });

  test("[M12] is the end where that comes first, or with it", () => {
    const ends = (cancelAt: string) => seen(omnia, "2026-02-10", creator, stands("2026-02-05", { cancelAt })).outlook;
    expect(ends("2026-02-20")).toEqual({ at: "2026-02-20", comes: "end", carriedOver: 0, lost: 500, balance: 0 });
    expect(ends("2026-03-01")).toMatchObject({ at: "2026-03-01", comes: "end" });
    expect(ends("2026-04-01")).toMatchObject({ at: "2026-03-01", comes: "renewal" });
  });

  test("[X1] is expected at once where it is overdue, and nothing when the grace is over", () => {
    expect(seen(omnia, "2026-03-02", creator)).toMatchObject({
      outlook: { at: "2026-03-01", comes: "renewal", lost: 500, balance: 500 },
      price: 9_90,
    });
    expect(seen(omnia, "2026-03-04", creator)).toMatchObject({ outlook: null, price: 0 });
  });

  test("[O11] [M2] costs nothing inside a paid year, and the add-ons' price beside the plan's", () => {
    expect(seen(omnia, "2026-02-10", year("2026-02-01", "2027-02-01")).price).toBe(0);
    expect(seen(omnia, "2026-02-10", calls("2026-02-01")).price).toBe(0);
    const extra = addOn("extra", "2026-02-01", "2026-03-01", { quantity: 2 });
    expect(seen(musiversal, "2026-02-10", studio(2), extra).price).toBe(349_00 + 2 * 189_00);
    const { extra: __, ...addOns } = musiversal.addOns;
    const unpriced = { ...musiversal, addOns: { ...addOns, extra: { credits: 5, price: {}, lasts: { months: 1 } } } };
    expect(seen(unpriced, "2026-02-10", studio(2), extra).price).toBeNull();
  });

  test("[O8] has a price that only Stripe knows where the rest of a year is charged", () => {
    const planned = { plan: "pro", interval: "year", quantity: 1, at: at("2026-03-01") } as const;
    const life = [year("2026-02-01", "2027-02-01"), { ...stands("2026-02-05"), planned }];
    expect(seen(omnia, "2026-02-10", ...life)).toMatchObject({ outlook: { balance: 2_000 }, price: null });
  });
});

describe("where a lot came from, and when and why it ends", () => {
  test.each<[string, Policy, string, readonly Happening[], readonly string[]]>([
    [
      "an allowance",
      omnia,
      "2026-02-10",
      [creator],
      ["500 credits of the plan creator, given on 2026-02-01. On 2026-03-01, with the renewal, what is left ends."],
    ],
    [
      "one of a paid year",
      omnia,
      "2026-02-10",
      [year("2026-02-01", "2027-02-01")],
      [
        "500 credits of the plan creator, given on 2026-02-01. On 2026-03-01, when the next cycle begins, what is left ends.",
      ],
    ],
    [
      "one that nobody renews",
      omnia,
      "2026-02-10",
      [creator, stands("2026-02-05", { status: "unpaid" })],
      ["500 credits of the plan creator, given on 2026-02-01. On 2026-03-01, if no payment comes, what is left ends."],
    ],
    [
      "what rolls over whole, and what did",
      musiversal,
      "2026-03-10",
      [studio(2), studio(3)],
      [
        "10 credits rolled over on 2026-03-01. What is left stays until it is spent, or until the subscription ends.",
        "10 credits of the plan studio-10, given on 2026-03-01. On 2026-04-01, with the renewal, what is left rolls over.",
      ],
    ],
    [
      "what rolls over in part",
      musiversal,
      "2026-02-10",
      [studio(2), bought("pack_1", "2026-02-02", { quantity: 57 })],
      [
        "10 credits of the plan studio-10, given on 2026-02-01. On 2026-03-01, with the renewal, what is left rolls over as far as there is room: 3 of 10.",
        "57 credits bought on 2026-02-02. What is left stays until it is spent, or until the subscription ends.",
      ],
    ],
    [
      "one credit, and what a membership's end takes",
      musiversal,
      "2026-02-10",
      [studio(2), bought("pack_1", "2026-02-02"), stands("2026-02-03", { cancelAt: "2026-03-01" })],
      [
        "10 credits of the plan studio-10, given on 2026-02-01. On 2026-03-01, when the subscription ends, what is left ends.",
        "1 credit bought on 2026-02-02. On 2026-03-01, when the subscription ends, what is left ends.",
      ],
    ],
    [
      "what has an end of its own, near and far",
      omnia,
      "2026-02-10",
      [given(5, "2026-02-20"), given(7, "2036-02-20")],
      [
        "5 credits given by us on 2026-02-02. On 2026-02-20 what is left ends.",
        "7 credits given by us on 2026-02-02. On 2036-02-20 what is left ends.",
      ],
    ],
    [
      "what was paid late",
      omnia,
      "2026-04-01",
      [month("2026-02-01", "2026-03-01", { paidAt: "2026-03-20" })],
      ["500 credits of a plan that was paid late, on 2026-03-20. On 2026-04-20 what is left ends."],
    ],
    [
      "what waits for a subscription",
      neume,
      "2026-02-10",
      [bought("pack_200", "2026-02-02")],
      [
        "200 credits bought on 2026-02-02. Nothing of it can be spent until you subscribe. What is left stays until it is spent, or until the subscription ends.",
      ],
    ],
    [
      "what waits for a payment that Stripe tries no more",
      neume,
      "2026-02-10",
      [...packOfBasic, stands("2026-02-03", { status: "unpaid" })],
      [expect.any(String), expect.stringContaining(" Nothing of it can be spent until the open payment is made. ")],
    ],
    [
      "what waits for a subscription that is paused",
      neume,
      "2026-02-10",
      [...packOfBasic, stands("2026-02-03", { status: "paused" })],
      [expect.any(String), expect.stringContaining(" Nothing of it can be spent until the subscription is resumed. ")],
    ],
    [
      "what is disputed",
      omnia,
      "2026-02-10",
      [creator, disputes(creator, "2026-02-05")],
      [
        "500 credits of the plan creator, given on 2026-02-01. 500 can't be spent while their payment is disputed. On 2026-03-01, with the renewal, what is left ends.",
      ],
    ],
    [
      "an add-on",
      musiversal,
      "2026-02-10",
      [addOn("extra", "2026-02-01", "2026-03-01")],
      [
        "5 credits of an add-on, paid on 2026-02-01. What is left stays until it is spent, or until the subscription ends.",
      ],
    ],
  ])("[N4] [M15] of %s", (_, policy, now, life, sentences) => {
    expect(seen(policy, now, ...life).lots).toEqual(sentences);
  });
});

describe("what somebody should know", () => {
  const codes = (...asked: Parameters<typeof seen>) => seen(...asked).warnings.map(({ code }) => code);

  test("[N2] credits that end in seven days, and not what rolls over", () => {
    expect(codes(omnia, "2026-02-21T23:59Z", creator)).toEqual([]);
    const soon = [creator, given(5, "2026-02-25"), given(7, "2026-02-27")];
    expect(seen(omnia, "2026-02-22", ...soon).warnings).toEqual([
      { code: "expiring", at: at("2026-02-25"), credits: 512 },
    ]);
    expect(codes(musiversal, "2026-02-27", studio(2))).toEqual([]);
  });

  test("[X1] [N2] credits that wait for an overdue payment: until the grace is over, and not now", () => {
    const failed = stands("2026-03-01T01:00Z", { status: "past_due" });
    const expiring = { code: "expiring", at: at("2026-03-04"), credits: 500 };
    for (const life of [[creator], [creator, failed]])
      for (const now of ["2026-03-01T01:00Z", "2026-03-03T23:59Z"])
        expect(seen(omnia, now, ...life).warnings).toContainEqual(expiring);
    expect(seen(omnia, "2026-03-02", creator, failed, given(5, "2026-03-03")).warnings).toContainEqual({
      code: "expiring",
      at: at("2026-03-03"),
      credits: 505,
    });
    const patient = { ...omnia, grace: at("2026-03-11") - at("2026-03-01") };
    expect(codes(patient, "2026-03-02", creator, failed)).toEqual(["payment_overdue"]);
    expect(codes(patient, "2026-03-04", creator, failed)).toEqual(["payment_overdue", "expiring"]);
  });

  test("[X1] of a lot that waits for an overdue payment: the grace's end, whenever within it somebody looks", () => {
    for (const now of ["2026-03-01T01:00Z", "2026-03-03T23:59Z"]) {
      const { fates, lots } = seen(musiversal, now, studio(2));
      expect(fates).toMatchObject([{ at: at("2026-03-04"), awaitsPayment: true, carriedOver: 10, lost: 0 }]);
      expect(lots[0]).toContain(
        "When the payment that is due comes, what is left rolls over; if none has come by 2026-03-04, it ends then.",
      );
    }
    const { fates } = seen(musiversal, "2026-02-28", studio(2));
    expect(fates).toMatchObject([{ at: at("2026-03-01"), awaitsPayment: false, carriedOver: 10, lost: 0 }]);
  });

  test("[X4] a failed payment, but not the hour in which every renewal is awaited", () => {
    expect(codes(omnia, "2026-03-01T00:30Z", creator)).toEqual(["expiring"]);
    const failed = stands("2026-03-01T01:00Z", { status: "past_due" });
    const overdue = { code: "payment_overdue", since: at("2026-03-01"), until: at("2026-03-04") };
    expect(seen(omnia, "2026-03-02", creator, failed).warnings).toContainEqual(overdue);
    expect(seen(omnia, "2026-03-04", creator, failed).warnings).toContainEqual({ ...overdue, until: null });
    const inside = [year("2026-02-01", "2027-02-01"), stands("2026-02-05", { status: "past_due" })];
    expect(seen(omnia, "2026-02-10", ...inside).warnings).toEqual([
      { code: "payment_overdue", since: at("2026-02-05"), until: null },
    ]);
    const ended = [creator, failed, stands("2026-03-02", { endedAt: "2026-03-02" })];
    expect(codes(omnia, "2026-03-03", ...ended)).toEqual(["low_balance"]);
  });

  test("[N5] a low balance: a tenth of the plan, a share or a number as the policy says, and always 0", () => {
    const atFifty = [creator, takes(450, "2026-02-02")];
    expect(seen(omnia, "2026-02-10", ...atFifty).warnings).toEqual([{ code: "low_balance", low: 50 }]);
    expect(codes(omnia, "2026-02-10", creator, takes(449, "2026-02-02"))).toEqual([]);
    expect(codes({ ...omnia, low: { timesAllowance: 0.05 } }, "2026-02-10", ...atFifty)).toEqual([]);
    expect(codes({ ...omnia, low: 49 }, "2026-02-10", ...atFifty)).toEqual([]);
    expect(seen(omnia, "2026-02-10").warnings).toEqual([{ code: "low_balance", low: 0 }]);
    expect(codes(omnia, "2026-02-10", bought("pack_1000", "2026-02-02"))).toEqual([]);
  });

  test("[N3] credits that wait, but not that none do", () => {
    expect(seen(neume, "2026-02-10", bought("pack_200", "2026-02-02")).warnings).toEqual([
      { code: "suspended", sources: ["top-up"], credits: 200 },
      { code: "low_balance", low: 0 },
    ]);
    const basic = month("2026-02-01", "2026-03-01", { plan: "basic" });
    expect(codes(neume, "2026-02-10", basic, stands("2026-02-05", { status: "paused" }))).toEqual([]);
  });

  test("[O14] two subscriptions that both live", () => {
    const other = month("2026-02-02", "2026-03-02", { subscription: "sub_2" });
    expect(seen(omnia, "2026-02-10", creator, other).warnings).toEqual([
      { code: "two_subscriptions", subscriptions: ["sub_1", "sub_2"] },
    ]);
    expect(codes(omnia, "2026-02-10", creator, other, stands("2026-02-05", { endedAt: "2026-02-05" }))).toEqual([]);
  });
});

describe("what can be bought", () => {
  const plans = (...asked: Parameters<typeof seen>) =>
    Object.fromEntries(seen(...asked).offers.plans.map(({ plan, interval, offer }) => [`${plan} ${interval}`, offer]));

  test("[O8] [O1] each plan's way; Free is not sold, and nothing to change from", () => {
    expect(plans(neume, "2026-02-10")).toEqual({
      "basic month": "subscribe",
      "plus month": "subscribe",
      "pro month": "subscribe",
    });
    expect(new Set(Object.values(plans(omnia, "2026-02-10", calls("2026-02-01"))))).toEqual(new Set(["subscribe"]));
    const plus = month("2026-02-01", "2026-03-01", { plan: "plus", quantity: 2 });
    expect(plans(neume, "2026-02-10", plus)).toEqual({
      "basic month": "down",
      "plus month": "current",
      "pro month": "up",
    });
    expect(plans(neume, "2026-02-10", stands("2026-02-01", { status: "trialing" }))).toMatchObject({
      "pro month": "same",
    });
  });

  test("[M2] an add-on beside a plan that is paid like it, while somebody is subscribed", () => {
    const addOns = (...life: Happening[]) => seen(musiversal, "2026-02-10", ...life).offers.addOns;
    const no = { may: "no", why: { code: "plan_required", plans: Object.keys(musiversal.plans) } };
    expect(addOns(studio(2))).toEqual([
      { addOn: "extra", isBeside: false, interval: "month", credits: 5, price: 189_00, may: "yes" },
    ]);
    expect(addOns()).toMatchObject([no]);
    expect(addOns(year("2026-02-01", "2027-02-01", { plan: "studio-5" }))).toMatchObject([no]);
    expect(addOns(studio(2), stands("2026-02-05", { status: "paused" }))).toMatchObject([no]);
  });

  test("[M2] an add-on that stands beside the plan, as Stripe has last said, or else as it was paid for", () => {
    const isBeside = (...life: Happening[]) => seen(musiversal, "2026-02-10", ...life).offers.addOns[0]?.isBeside;
    const paid = addOn("extra", "2026-02-01", "2026-03-01");
    const told = [{ item: "sub_1_add_on", addOn: "extra", quantity: 1 }];
    expect(isBeside(studio(2))).toBe(false);
    expect(isBeside(studio(2), paid)).toBe(true);
    expect(isBeside(studio(2), { ...stands("2026-02-05"), addOns: told })).toBe(true);
    expect(isBeside(studio(2), paid, { ...stands("2026-02-05"), addOns: [] })).toBe(false);
  });
});
