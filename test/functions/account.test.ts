import type { Command, Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { entryId } from "../../functions/ledger/items.ts";
import { ada, operator, reader, type Token } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { addOn, bought, calls, month, omnia, signedUp, stands, takes, uses, year } from "../support/omnia-story.ts";
import { asked, blocks, joins, team } from "../support/pool-story.ts";
import { refunds } from "../support/reversal-story.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

/** A connection to the engine that counts what goes over it. */
class CountingConnection extends NodeHttpHandler {
  requests = 0;

  override async handle(...request: Parameters<NodeHttpHandler["handle"]>): ReturnType<NodeHttpHandler["handle"]> {
    this.requests += 1;
    return super.handle(...request);
  }
}

const first = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");

interface View {
  readonly [field: string]: unknown;
  readonly lots: readonly { readonly source: string; readonly explain: string }[];
  readonly warnings: readonly { readonly code: string }[];
  readonly offers: {
    readonly plans: readonly { readonly plan: string; readonly interval: string; readonly offer: string }[];
    readonly packs: readonly { readonly pack: string; readonly may: string; readonly why?: object }[];
    readonly addOns: readonly object[];
  };
}

/** The page of an account under a policy, after all that has happened to it, at an instant. */
async function page(policy: Policy, now: string, ...life: Command[]): Promise<View> {
  const passbook = await testPassbook({ policy });
  await passbook.given("ada", ...life);
  passbook.time.now = at(now);
  const { status, body } = await passbook.call("GET /accounts/ada", { token: reader("ada") });
  expect(status).toBe(200);
  return body as View;
}
const codes = ({ warnings }: View) => warnings.map(({ code }) => code);

describe("The tab Subscription and credits", () => {
  it("[O3] [N4] is one page: plan, status, balance, next renewal, what is left of what, what can be bought", async () => {
    const view = await page(omnia, "2026-02-10", bought("pack_1000", "2026-01-30"), first, uses("video", "2026-02-01"));
    const { offers, ...rest } = view;
    const nothingElse = { held: 0, frozen: 0 };
    expect(rest).toEqual({
      account: "ada",
      balance: 1_440,
      bySource: { plan: 440, "top-up": 1_000 },
      plan: "creator",
      interval: "month",
      quantity: 1,
      status: "active",
      nextRenewal: { at: "2026-02-28T12:00:00.000Z", credits: 500, plan: "creator", amount: 990, currency: "EUR" },
      cancelAt: null,
      plannedChange: null,
      managesPayments: true,
      lots: [
        {
          lot: "plan_2",
          source: "plan",
          credits: 440,
          granted: 500,
          since: "2026-01-31T12:00:00.000Z",
          endsAt: "2026-03-03T12:00:00.000Z",
          ...nothingElse,
          fate: { at: "2026-02-28T12:00:00.000Z", awaitsPayment: false, carriedOver: 0, lost: 440 },
          explain:
            "500 credits of the plan creator, given on 2026-01-31. On 2026-02-28, with the renewal, what is left ends.",
        },
        {
          lot: "top-up_1",
          source: "top-up",
          credits: 1_000,
          granted: 1_000,
          since: "2026-01-30T00:00:00.000Z",
          endsAt: null,
          ...nothingElse,
          fate: null,
          explain: "1,000 credits bought on 2026-01-30. What is left stays until it is spent.",
        },
      ],
      ...nothingElse,
      debt: 0,
      cap: null,
      outlook: { at: "2026-02-28T12:00:00.000Z", comes: "renewal", carriedOver: 0, lost: 440, balance: 1_500 },
      holds: [],
      bookings: [],
      members: [],
      blocked: null,
      may: { spend: false, manage: false },
      warnings: [],
      asOf: "2026-02-10T00:00:00.000Z",
    });
    expect(offers).toMatchObject({ currency: "EUR", addOns: [] });
  });

  it("[O3] of an account that nobody has written is an empty one, and looking at it writes nothing", async () => {
    const passbook = await testPassbook();
    const { status, body } = await passbook.call("GET /accounts/ada", { token: ada });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      balance: 0,
      plan: null,
      status: "none",
      nextRenewal: null,
      managesPayments: false,
      outlook: null,
      lots: [],
    });
    expect(await passbook.items()).toEqual({});
    const foreign = await passbook.call("GET /accounts/ada", { token: operator });
    expect(foreign).toMatchObject({ status: 404, body: { code: "account_not_found" } });
  });

  it("[O1] of a person's own is Free from the first look, with no payments to manage", async () => {
    const passbook = await testPassbook();
    const own = { sub: "ada", scope: "credits:read" };
    const { body } = await passbook.call("GET /accounts/ada", { token: own });
    expect(body).toMatchObject({
      plan: "free",
      status: "none",
      balance: 50,
      managesPayments: false,
      nextRenewal: { at: "2026-02-28T12:00:00.000Z", credits: 50, plan: "free", amount: 0 },
    });
  });

  it("[O7] of a person and of their workspaces know nothing of each other", async () => {
    const passbook = await testPassbook();
    await passbook.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    const token: Token = { sub: "ada", accounts: ["ada", "crew", "other"], scope: "credits:read" };
    const views = await Promise.all(
      ["ada", "crew", "other"].map(
        async (account) => (await passbook.call(`GET /accounts/${account}`, { token })).body,
      ),
    );
    expect(views).toMatchObject([
      { account: "ada", plan: "free", status: "none", balance: 50 },
      { account: "crew", plan: "team", status: "active", balance: 6_000 },
      { account: "other", plan: null, status: "none", balance: 0 },
    ]);
    await passbook.given("crew", takes(6_000, "2026-01-31T12:00:00Z"));
    expect((await passbook.call("GET /accounts/ada", { token })).body).toEqual(views[0]);
  });

  it("[O3] costs one read, whatever there is to tell, and one more for a member with a budget", async () => {
    const stage = await testPassbook();
    await stage.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"), bought("pack_1000", "2026-01-30"));
    await stage.given("crew", joins({ ada: { budget: 100 }, bea: {} }, "2026-01-31T12:00:00Z"));
    const requestHandler = new CountingConnection();
    const passbook = await testPassbook({ table: stage.tableName, client: { requestHandler } });
    const readsOf = async (sub: string) => {
      requestHandler.requests = 0;
      await passbook.call("GET /accounts/crew", { token: { ...ada, sub, accounts: ["crew"] } });
      return requestHandler.requests;
    };
    expect([await readsOf("bea"), await readsOf("ada")]).toEqual([1, 2]);
  });

  it("has nothing to ask for but the account", async () => {
    const passbook = await testPassbook();
    expect(await passbook.call("GET /accounts/ada?at=2026-01-01T00:00:00Z", { token: ada })).toMatchObject({
      status: 422,
    });
  });
});

describe("The status", () => {
  const ended = { startedAt: "2026-01-31", endedAt: "2026-02-05" };
  it.each<[string, string | null, readonly Command[]]>([
    ["none", null, [bought("pack_1000", "2026-01-30")]],
    ["trialing", null, [stands("2026-01-31", { status: "trialing" })]],
    ["active", "creator", [first]],
    ["ending", "creator", [first, stands("2026-02-01", { cancelAt: "2026-02-28T12:00:00Z" })]],
    ["past_due", "creator", [first, stands("2026-02-01", { status: "past_due", cancelAt: "2026-02-28T12:00:00Z" })]],
    ["unpaid", "creator", [first, stands("2026-02-01", { status: "unpaid" })]],
    ["paused", "creator", [first, stands("2026-02-01", { status: "paused" })]],
    ["ended", null, [first, stands("2026-02-05", ended)]],
    ["none", "free", [calls("2026-01-20"), first, stands("2026-02-05", ended)]],
  ])("[O3] is %s, and the plan %s", async (status, plan, life) => {
    expect(await page(omnia, "2026-02-10", ...life)).toMatchObject({ status, plan });
  });

  it("[O14] of two subscriptions is that of the larger plan, and a warning names both", async () => {
    const pro = month("2026-02-01", "2026-03-01", { subscription: "sub_2", plan: "pro" });
    const view = await page(omnia, "2026-02-10", first, pro, stands("2026-02-05", { status: "past_due" }));
    expect(view).toMatchObject({ plan: "pro", status: "active", nextRenewal: { plan: "creator" } });
    expect(view.warnings).toContainEqual({ code: "two_subscriptions", subscriptions: ["sub_1", "sub_2"] });
  });

  it("[O9] of what is set to end says when, and that nothing renews", async () => {
    const view = await page(
      omnia,
      "2026-02-10",
      calls("2026-01-20"),
      first,
      stands("2026-02-01", { cancelAt: "2026-02-28T12:00:00Z" }),
    );
    expect(view).toMatchObject({
      cancelAt: "2026-02-28T12:00:00.000Z",
      nextRenewal: null,
      outlook: { at: "2026-02-28T12:00:00.000Z", comes: "end", carriedOver: 0, lost: 500, balance: 50 },
    });
    expect(view.lots[0]?.explain).toBe(
      "500 credits of the plan creator, given on 2026-01-31. On 2026-02-28, when the subscription ends, what is left ends.",
    );
  });
});

describe("The next renewal", () => {
  it("[O11] inside a paid year costs nothing, and the year's end a year", async () => {
    const paid = year("2026-01-31T12:00:00Z", "2027-01-31T12:00:00Z");
    expect(await page(omnia, "2026-02-10", paid)).toMatchObject({
      nextRenewal: { at: "2026-02-28T12:00:00.000Z", amount: 0 },
    });
    expect(await page(omnia, "2027-01-10", paid)).toMatchObject({
      nextRenewal: { at: "2027-01-31T12:00:00.000Z", amount: 99_00 },
    });
  });

  it("[M2] [X8] costs what all of the plan and its add-ons cost", async () => {
    const plan = month("2026-02-01", "2026-03-01", { plan: "studio-5", quantity: 2 });
    const extra = addOn("extra", "2026-02-01", "2026-03-01", { quantity: 3 });
    expect(await page(musiversal, "2026-02-10", plan, extra)).toMatchObject({
      nextRenewal: { credits: 10, amount: 2 * 199_00 + 3 * 189_00, currency: "USD" },
      cap: 60,
    });
  });

  it("of what is not sold any more has a price that only Stripe knows", async () => {
    const { creator, ...sold } = omnia.plans;
    const policy = { ...omnia, plans: { ...sold, creator: { allowance: 500, price: {} } } };
    expect(creator).toBeDefined();
    expect(await page(policy, "2026-02-10", first)).toMatchObject({ nextRenewal: { credits: 500, amount: null } });
  });

  it("[O8] is of the plan that is set for it", async () => {
    const planned = { plan: "pro", interval: "year", quantity: 1, at: at("2026-02-28T12:00:00Z") } as const;
    const view = await page(omnia, "2026-02-10", first, { ...stands("2026-02-01"), planned });
    expect(view).toMatchObject({
      plan: "creator",
      plannedChange: { plan: "pro", interval: "year", quantity: 1, at: "2026-02-28T12:00:00.000Z" },
      nextRenewal: { at: "2026-02-28T12:00:00.000Z", credits: 2_000, plan: "pro", amount: 290_00 },
      outlook: { balance: 2_000 },
    });
  });
});

describe("What the next renewal will do", () => {
  const studio = (n: number) => month(`2026-0${n}-01`, `2026-0${n + 1}-01`, { plan: "studio-10" });
  const stored = bought("pack_1", "2026-02-02", { quantity: 55 });

  it("[M13] is told before: 5 of 9 roll over, 4 end; and so it comes", async () => {
    const passbook = await testPassbook({ policy: musiversal });
    const look = async () => (await passbook.call("GET /accounts/ada", { token: ada })).body as View;
    await passbook.given("ada", studio(2), stored, takes(1, "2026-02-03"));
    passbook.time.now = at("2026-02-10");
    const before = await look();
    expect(before).toMatchObject({
      cap: 60,
      outlook: { at: "2026-03-01T00:00:00.000Z", comes: "renewal", carriedOver: 5, lost: 4, balance: 70 },
    });
    expect(before.lots[0]?.explain).toBe(
      "10 credits of the plan studio-10, given on 2026-02-01. On 2026-03-01, with the renewal, what is left rolls over as far as there is room: 5 of 9.",
    );
    await passbook.given("ada", studio(3));
    passbook.time.now = at("2026-03-01");
    expect(await look()).toMatchObject({ balance: 70, bySource: { plan: 10, rollover: 5, "top-up": 55 } });
    const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: ada });
    expect(body).toMatchObject({
      entries: [
        {
          balance: 70,
          movements: [
            { type: "rolled-over", credits: -5 },
            { type: "granted", credits: 5 },
            { type: "expired", credits: -4 },
            { type: "granted", credits: 10 },
          ],
        },
      ],
    });
  });

  it("[M8] [M11] goes by the limit of the plan that is in force, and of the one that is set for then", async () => {
    expect(await page(musiversal, "2026-02-10", studio(2))).toMatchObject({
      cap: 60,
      outlook: { carriedOver: 10, lost: 0 },
    });
    const planned = { plan: "studio-5", interval: "month", quantity: 1, at: at("2026-03-01") } as const;
    const down = await page(musiversal, "2026-02-10", studio(2), stored, { ...stands("2026-02-05"), planned });
    expect(down).toMatchObject({ cap: 60, outlook: { carriedOver: 0, lost: 10, balance: 60 } });
  });

  it("[X1] while the payment is awaited is still that of the renewal that is due", async () => {
    const view = await page(musiversal, "2026-03-01T00:30:00Z", studio(2));
    expect(view).toMatchObject({
      nextRenewal: { at: "2026-03-01T00:00:00.000Z" },
      outlook: { comes: "renewal", carriedOver: 10, balance: 20 },
    });
    expect(codes(view)).toEqual([]);
  });

  it("[M12] where it is the end is that all is lost, and each lot says so", async () => {
    const view = await page(
      musiversal,
      "2026-02-10",
      studio(2),
      stored,
      stands("2026-02-05", { cancelAt: "2026-03-01" }),
    );
    expect(view).toMatchObject({ outlook: { comes: "end", lost: 65, balance: 0 } });
    expect(view.lots.map(({ explain }) => explain.split(". ")[1])).toEqual([
      "On 2026-03-01, when the subscription ends, what is left ends.",
      "On 2026-03-01, when the subscription ends, what is left ends.",
    ]);
  });
});

describe("Running low", () => {
  it.each([
    [449, []],
    [450, ["low_balance"]],
    [500, ["low_balance"]],
  ])("[N5] begins at a tenth of what the plan gives, with packs beside it: %i spent", async (spent, expected) => {
    const life = [month("2026-02-01", "2026-03-01", { plan: "plus" }), takes(spent, "2026-02-02")];
    const view = await page(neume, "2026-02-10", ...life);
    expect(codes(view)).toEqual(expected);
    expect(view.offers.packs).toEqual([
      { pack: "pack_50", credits: 50, amount: 6_00, lookupKey: "neume_pack_50", may: "yes" },
      { pack: "pack_200", credits: 200, amount: 20_00, lookupKey: "neume_pack_200", may: "yes" },
      { pack: "pack_1000", credits: 1_000, amount: 80_00, lookupKey: "neume_pack_1000", may: "yes" },
    ]);
  });

  it("[N5] is where the policy says", async () => {
    const life = [first, takes(200, "2026-02-02")];
    expect(codes(await page({ ...omnia, low: 300 }, "2026-02-10", ...life))).toEqual(["low_balance"]);
    expect(codes(await page({ ...omnia, low: 299 }, "2026-02-10", ...life))).toEqual([]);
  });

  it("[N5] [O12] is so at 0, also without a plan", async () => {
    expect(await page(omnia, "2026-02-10")).toMatchObject({ warnings: [{ code: "low_balance", low: 0 }] });
  });
});

describe("What somebody should know", () => {
  it("[N2] what ends within a week if nobody spends it", async () => {
    expect(codes(await page(omnia, "2026-02-21T11:59:59Z", first))).toEqual([]);
    expect(await page(omnia, "2026-02-21T12:00:00Z", first)).toMatchObject({
      warnings: [{ code: "expiring", at: "2026-02-28T12:00:00.000Z", credits: 500 }],
    });
    const sorry = {
      type: "Adjust",
      now: NOON,
      request: "1",
      by: "support",
      credits: 7,
      reason: "sorry",
      expiresAt: at("2026-02-20"),
    } as const;
    const view = await page(omnia, "2026-02-14", first, sorry);
    expect(view.warnings).toEqual([{ code: "expiring", at: "2026-02-20T00:00:00.000Z", credits: 7 }]);
    expect(view.lots[1]?.explain).toBe("7 credits given by us on 2026-01-31. On 2026-02-20 what is left ends.");
  });

  it("[X4] that a payment has failed, since when, and until when the old credits stay", async () => {
    const late = [first, stands("2026-03-01", { status: "past_due" })];
    expect((await page(omnia, "2026-03-02", ...late)).warnings).toContainEqual({
      code: "payment_overdue",
      since: "2026-02-28T12:00:00.000Z",
      until: "2026-03-03T12:00:00.000Z",
    });
    expect((await page(omnia, "2026-03-10", ...late)).warnings).toContainEqual({
      code: "payment_overdue",
      since: "2026-02-28T12:00:00.000Z",
      until: null,
    });
  });

  it("[X5] what is owed", async () => {
    const view = await page(omnia, "2026-02-10", first, takes(500, "2026-02-01"), refunds(first, "2026-02-02"));
    expect(view).toMatchObject({ debt: 500, balance: 0, outlook: { balance: 0 } });
    expect(view.warnings).toContainEqual({ code: "debt", credits: 500 });
  });

  it("[N3] which credits wait for a subscription", async () => {
    const basic = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "basic" });
    const view = await page(
      neume,
      "2026-02-10",
      basic,
      bought("pack_50", "2026-02-01"),
      stands("2026-02-03", { status: "paused" }),
    );
    expect(view.warnings).toContainEqual({ code: "suspended", sources: ["top-up"], credits: 50 });
    expect(view["bySource"]).toEqual({ plan: 100 });
    expect(view.lots[1]?.explain).toContain("Nothing of it can be spent until the subscription is resumed.");
  });

  it("that an operator has stopped it, and why", async () => {
    const view = await page(omnia, "2026-02-10", first, blocks("Please call us.", "2026-02-01"));
    expect(view).toMatchObject({
      blocked: { reason: "Please call us." },
      warnings: [{ code: "blocked", reason: "Please call us." }],
    });
    const strict: Policy = { ...omnia, shortfall: "block" };
    const owing = await page(strict, "2026-02-10", first, takes(500, "2026-02-01"), refunds(first, "2026-02-02"));
    expect(owing).toMatchObject({ blocked: null });
    expect(owing.warnings).toContainEqual({ code: "blocked", reason: "credits are owed" });
  });
});

describe("What can be bought", () => {
  const offer = ({ offers }: View, plan: string, interval: string) =>
    offers.plans.find((one) => one.plan === plan && one.interval === interval)?.offer;

  it("[O8] says of each plan which way it goes", async () => {
    const nobody = await page(omnia, "2026-02-10");
    expect(new Set(nobody.offers.plans.map((one) => one.offer))).toEqual(new Set(["subscribe"]));
    expect(nobody.offers.plans).toHaveLength(8);
    const pro = await page(omnia, "2026-02-10", month("2026-02-01", "2026-03-01", { plan: "pro" }));
    expect(offer(pro, "pro", "month")).toBe("current");
    expect(offer(pro, "pro", "year")).toBe("up");
    expect(offer(pro, "team", "month")).toBe("up");
    expect(offer(pro, "creator", "year")).toBe("down");
    const yearly = await page(omnia, "2026-02-10", year("2026-02-01", "2027-02-01"));
    expect(offer(yearly, "team", "month")).toBe("down");
  });

  it("[M7] [M2] says why not", async () => {
    const studio = month("2026-02-01", "2026-03-01", { plan: "studio-5" });
    const mayBuy = ({ offers }: View) => offers.packs.map(({ pack, may }) => [pack, may]);
    const today = await page(musiversal, "2026-02-10", studio);
    expect(mayBuy(today)).toEqual([
      ["pack_1", "yes"],
      ["pack_5", "no"],
      ["pack_20", "no"],
    ]);
    expect(today.offers.packs[1]?.why).toEqual({ code: "not_for_you" });
    expect(today.offers.addOns).toEqual([
      {
        addOn: "extra",
        isBeside: false,
        interval: "month",
        credits: 5,
        amount: 189_00,
        lookupKey: "musiversal_addon_extra_month",
        may: "yes",
      },
    ]);
    expect(
      mayBuy(await page(musiversal, "2026-02-10", signedUp("2021-01-01", "2026-01-01"), studio)).map(([, may]) => may),
    ).toEqual(["yes", "yes", "yes"]);
    const yearly = await page(musiversal, "2026-02-10", year("2026-02-01", "2027-02-01", { plan: "studio-5" }));
    expect(yearly.offers.addOns).toMatchObject([
      { may: "no", why: { code: "plan_required", plans: Object.keys(musiversal.plans) } },
    ]);
  });
});

describe("A team's page", () => {
  const crew = (sub: string): Token => ({ ...ada, sub, accounts: ["crew"] });
  let passbook: TestPassbook;
  beforeAll(async () => {
    passbook = await testPassbook();
    await passbook.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    await passbook.given("crew", joins({ ada: { budget: 100 }, bea: {} }, "2026-01-31T12:00:00Z"));
    await passbook.given("crew", asked("ada", takes(60, "2026-01-31T12:00:00Z")));
  });
  beforeEach(() => {
    passbook.time.now = NOON;
  });
  const look = async (sub: string) => (await passbook.call("GET /accounts/crew", { token: crew(sub) })).body;

  it("[O15] names its members and their budgets, and tells each what they have used of theirs", async () => {
    const members = [
      { id: "ada", budget: 100 },
      { id: "bea", budget: null },
    ];
    expect(await look("ada")).toMatchObject({ members, budget: { budget: 100, spent: 60 } });
    expect(await look("bea")).toMatchObject({ members });
    expect(await look("bea")).not.toHaveProperty("budget");
  });

  it("[O15] counts what they have set aside, and begins again with the next cycle", async () => {
    const hold = {
      type: "PlaceHold",
      now: NOON,
      request: "h",
      by: "ada",
      for: { credits: 15, reason: "render" },
      expiresAt: at("2026-02-05"),
    } as const;
    await passbook.given("crew", hold);
    expect(await look("ada")).toMatchObject({
      budget: { budget: 100, spent: 75 },
      held: 15,
      holds: [
        {
          id: entryId({ kind: "req", id: "h" }),
          entry: 4,
          credits: 15,
          reason: "render",
          expiresAt: "2026-02-05T00:00:00.000Z",
          member: "ada",
        },
      ],
    });
    await passbook.given("crew", team("2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z"));
    passbook.time.now = at("2026-03-01");
    expect(await look("ada")).toMatchObject({ budget: { budget: 100, spent: 0 }, held: 0, holds: [] });
  });
});

describe("What is booked", () => {
  it("[M5] is listed until it starts, by the name under which it can be cancelled", async () => {
    const session = { service: "session", quantity: 1, options: {}, startsAt: at("2026-02-20T10:00:00Z") };
    const books: Command = { type: "Spend", now: at("2026-02-02"), request: "b", by: "ada", for: session };
    const life = [month("2026-02-01", "2026-03-01", { plan: "studio-5" }), books];
    expect(await page(musiversal, "2026-02-10", ...life)).toMatchObject({
      bookings: [
        {
          id: entryId({ kind: "req", id: "b" }),
          entry: 2,
          service: "session",
          quantity: 1,
          options: {},
          startsAt: "2026-02-20T10:00:00.000Z",
        },
      ],
    });
    expect(await page(musiversal, "2026-02-20T10:00:00Z", ...life)).toMatchObject({ bookings: [] });
  });

  it("[M6] says what it gives back if it is cancelled, and until when", async () => {
    const mixing = { service: "mixing", quantity: 1, options: { length: 1 }, startsAt: at("2026-02-20T10:00:00Z") };
    const books: Command = { type: "Spend", now: at("2026-02-02"), request: "b", by: "ada", for: mixing };
    const life = [month("2026-02-01", "2026-03-01", { plan: "studio-5" }), books];
    const until = "2026-02-18T10:00:00.000Z";
    expect(await page(musiversal, "2026-02-18T09:59:59Z", ...life)).toMatchObject({
      bookings: [{ credits: 3, givesBack: { credits: 3, until } }],
    });
    expect(await page(musiversal, until, ...life)).toMatchObject({
      bookings: [{ credits: 3, givesBack: { credits: 0, until: null } }],
    });
  });
});
