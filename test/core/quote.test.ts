import { minutes, type Policy, type Quoted, quote, type ServiceRequest, type Spend } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { given, givenPolicy, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, signedUp, takes } from "../support/omnia-story.ts";
import { asked, blocks, joins, team } from "../support/pool-story.ts";

const NOON = "2026-02-10T12:00:00Z";
const paid = month("2026-02-01", "2026-03-01");
const studio = month("2026-02-01", "2026-03-01", { plan: "studio-10" });

const wants = (service: string, rest: Partial<ServiceRequest> = {}): ServiceRequest => ({
  service,
  quantity: 1,
  options: {},
  ...rest,
});

function quoted(policy: Policy, history: Parameters<typeof play>[1], wanted: ServiceRequest, now = NOON) {
  return quote(policy, play(policy, history).account, wanted, at(now));
}

/** What a quote of a token says to the rules. */
const promise = (credits: number, change: Partial<Quoted> = {}): Quoted => ({
  id: "q1",
  credits,
  policy: "omnia@2025-01-01",
  expiresAt: at("2026-02-10T12:10:00Z"),
  ...change,
});

const pays = (wanted: ServiceRequest, quoteOf: Quoted, now = NOON): Spend => ({
  type: "Spend",
  now: at(now),
  request: "pay",
  by: "ada",
  for: wanted,
  quoted: quoteOf,
});

describe("a quote says what something would cost", () => {
  test("[O13] by the choice of quality and the quantity, and which lots would pay", () => {
    const history = [paid, bought("pack_1000", "2026-02-02")];
    const video = wants("video", { quantity: 6, options: { quality: "high" } });
    expect(quoted(omnia, history, video)).toEqual({
      decision: "quoted",
      quote: {
        credits: 600,
        breakdown: { unitCredits: 100, length: 1, quantity: 6, choice: { option: "quality", choice: "high" } },
        isAffordable: true,
        lots: [
          { lot: 1, source: "plan", credits: 500 },
          { lot: 2, source: "top-up", credits: 100 },
        ],
        policy: "omnia@2026-01-01",
        expiresAt: at("2026-02-10T12:10:00Z"),
      },
    });
  });

  test("[O13] by the default where no choice is named", () => {
    expect(quoted(omnia, [paid], wants("image"))).toMatchObject({
      quote: { credits: 10, breakdown: { unitCredits: 10, choice: { option: "quality", choice: "standard" } } },
    });
  });

  test("[O13] [M4] [M7] by the length of a booking, and for whom it is", () => {
    const history = [studio, signedUp("2022-06-01", "2026-02-02")];
    const mixing = wants("mixing", { options: { length: 3 }, startsAt: at("2026-02-20") });
    expect(quoted(musiversal, history, mixing)).toMatchObject({
      quote: { credits: 6, breakdown: { unitCredits: 2, length: 3, quantity: 1, cohort: "legacy" } },
    });
  });

  test("[O4] [O13] nothing, of what is free", () => {
    const free = { credits: 0, breakdown: { unitCredits: 0 }, isAffordable: true, lots: [] };
    expect(quoted(omnia, [], wants("upscale"))).toMatchObject({ quote: free });
  });

  test("[O12] [O13] also where the balance does not cover it: to the credit", () => {
    const history = [paid, takes(441, "2026-02-02")];
    expect(quoted(omnia, history, wants("video"))).toMatchObject({ quote: { isAffordable: false, lots: [] } });
    expect(quoted(omnia, [paid, takes(440, "2026-02-02")], wants("video"))).toMatchObject({
      quote: { isAffordable: true, lots: [{ lot: 1, source: "plan", credits: 60 }] },
    });
  });

  test("[O13] under the version of the policy that is in force then, and for as long as that says, to a whole second", () => {
    const later: Policy = { ...omnia, version: "2026-06-01", quotes: { lasts: 1_500 }, earlier: [omnia] };
    expect(quoted(later, [paid], wants("audio"))).toMatchObject({ quote: { policy: "omnia@2026-01-01" } });
    expect(quoted(later, [paid], wants("audio"), "2026-06-02")).toMatchObject({
      quote: { policy: "omnia@2026-06-01", expiresAt: at("2026-06-02T00:00:02Z") },
    });
    const { quotes: _, ...silent } = omnia;
    expect(quoted(silent, [paid], wants("audio"))).toMatchObject({ quote: { expiresAt: at(NOON) + minutes(10) } });
  });
});

describe("what could not be sold to the account is not quoted", () => {
  const refused = (policy: Policy, history: Parameters<typeof play>[1], wanted: ServiceRequest) => {
    const decided = quoted(policy, history, wanted);
    return decided.decision === "rejected" ? decided.rejection : decided;
  };

  test("[M3] [O13] an unknown service, option or quantity, nor a booking that starts in the past", () => {
    const past = wants("session", { options: { length: 9 }, startsAt: at("2026-02-01") });
    expect(refused(omnia, [], wants("toString"))).toMatchObject({
      code: "invalid_request",
      problems: [{ field: "service" }],
    });
    expect(refused(omnia, [], wants("image", { quantity: 0 }))).toMatchObject({ problems: [{ field: "quantity" }] });
    expect(refused(musiversal, [], past)).toMatchObject({
      problems: [{ field: "options.length" }, { field: "startsAt", message: "is not ahead of now" }],
    });
  });

  test("[N6] [O13] a premium service, without its plan", () => {
    const plus = { code: "plan_required", plans: ["plus", "pro"] };
    expect(refused(neume, [month("2026-02-01", "2026-03-01", { plan: "basic" })], wants("song-studio"))).toEqual(plus);
  });

  test("[O13] anything, of an account that is blocked, even if it is free", () => {
    const rejection = { code: "account_blocked", reason: "fraud" };
    expect(refused(omnia, [paid, blocks("fraud", "2026-02-02")], wants("upscale"))).toEqual(rejection);
  });

  test("[M5] [O13] one booking too many", () => {
    const policy: Policy = { ...musiversal, bookings: { openAtOnce: 1, lengths: [1], cancelled: [] } };
    const session = wants("session", { startsAt: at("2026-02-20") });
    const booking: Spend = { type: "Spend", now: at("2026-02-02"), request: "b", by: "ada", for: session };
    expect(refused(policy, [studio, booking], session)).toEqual({ code: "booking_limit", limit: 1, open: 1 });
  });

  test("[O15] [O13] but what a member may not pay is: a quote is the pool's, whoever asks", () => {
    const pool = [team("2026-02-01", "2026-03-01"), joins({ ada: { budget: 0 } }, "2026-02-02")];
    expect(quoted(omnia, pool, wants("video"))).toMatchObject({ quote: { credits: 60, isAffordable: true } });
  });
});

describe("a quoted spend", () => {
  test("[O13] costs what was quoted, whatever the catalogue says now, and names the quote", () => {
    for (const service of ["video", "no-longer-sold"]) {
      given(paid)
        .when(pays(wants(service, { quantity: 2 }), promise(77)))
        .emits({
          type: "spent",
          movements: [spent(77)],
          reason: service,
          policy: "omnia@2026-01-01",
          ref: { service, quantity: 2, options: {}, quote: "q1", quotedUnder: "omnia@2025-01-01" },
        });
    }
  });

  test("[O13] [M7] also for who is in another cohort by now", () => {
    const legacy = quoted(
      musiversal,
      [studio, signedUp("2022-06-01", "2026-02-02")],
      wants("mixing", { startsAt: at("2026-02-20") }),
    );
    if (legacy.decision !== "quoted") throw new Error("not quoted");
    givenPolicy(musiversal, studio)
      .when(pays(wants("mixing", { startsAt: at("2026-02-20") }), { id: "q", ...legacy.quote }))
      .emits({ movements: [spent(2)], booking: { startsAt: "2026-02-20" } });
  });

  test("[O13] to the millisecond until it expires", () => {
    const image = wants("image");
    given(paid)
      .when(pays(image, promise(10), "2026-02-10T12:09:59.999Z"))
      .emits({ movements: [spent(10)] });
    given(paid)
      .when(pays(image, promise(10), "2026-02-10T12:10:00Z"))
      .refuses({ code: "invalid_request", problems: [{ field: "quote", message: "has expired" }] });
  });

  test("[O13] of a booking only before its start", () => {
    const session = wants("session", { startsAt: at("2026-02-10T12:05:00Z") });
    givenPolicy(musiversal, studio)
      .when(pays(session, promise(1), "2026-02-10T12:05:00Z"))
      .refuses({ problems: [{ field: "startsAt", message: "is not ahead of now" }] });
  });

  test("[O4] [O13] of nothing is free, though it costs something by now", () => {
    given(paid)
      .when(pays(wants("video"), promise(0)))
      .isFree();
  });

  test("[O13] that another request has spent is refused before what is missing in credits, and after all else", () => {
    const gone = promise(600, { isSpent: true });
    const pool = [team("2026-02-01", "2026-03-01"), joins({ ada: { budget: 0 } }, "2026-02-02")];
    given(paid)
      .when(pays(wants("video"), gone))
      .refuses({ code: "quote_spent" });
    given(paid)
      .when(pays(wants("video"), promise(600)))
      .refuses({ code: "insufficient_credits", needed: 600 });
    given(...pool)
      .when(pays(wants("video"), gone))
      .refuses({ code: "member_budget" });
    given(...pool)
      .when(asked("eve", pays(wants("video"), gone)))
      .refuses({ code: "not_a_member" });
    given(paid, blocks("fraud", "2026-02-02"))
      .when(pays(wants("video"), gone))
      .refuses({ code: "account_blocked" });
    given(paid)
      .when(pays(wants("video"), { ...gone, expiresAt: at(NOON) }))
      .refuses({ code: "invalid_request" });
  });

  test("[N6] [O13] a quote is a price, and no way into a plan", () => {
    givenPolicy(neume, month("2026-02-01", "2026-03-01", { plan: "basic" }))
      .when(pays(wants("song-studio"), promise(20)))
      .refuses({ code: "plan_required" });
  });
});
