import { decide, type Entry, keep, MAX_HOLDS } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { books, captures, holds, musiversal, releases } from "../support/booking-story.ts";
import { captured, given, givenPolicy, held, released } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { passes, play } from "../support/journal.ts";
import { bought, month, omnia, takes, uses } from "../support/omnia-story.ts";

const february = month("2026-02-01", "2026-03-01");
const pack = bought("pack_1000", "2026-01-10");
const hundred = holds(100, "2026-02-03", "2026-02-10");

describe("a hold sets credits aside", () => {
  test("[X9] what is held can't be spent, and is not gone", () => {
    given(february)
      .when(hundred)
      .emits({
        key: "req/hold",
        type: "held",
        reason: "render",
        movements: [held(100, "plan", 1)],
        hold: { expiresAt: "2026-02-10" },
        balance: 400,
        bySource: { plan: 400 },
      });
    given(february, hundred).when(takes(401, "2026-02-04")).refuses({ available: 400, short: 1 });
    expect(play(omnia, [february, hundred]).account).toMatchObject({
      lots: [{ granted: 500, left: 400, held: 100 }],
      holds: [{ entry: 2, expiresAt: at("2026-02-10"), parts: [{ lot: 1, source: "plan", credits: 100 }] }],
    });
  });

  test("[X9] for a service, at its price; a free one needs none", () => {
    const render = { ...hundred, for: uses("video", "2026-02-03", { quantity: 2 }).for };
    given(february)
      .when(render)
      .emits({ reason: "video", ref: { service: "video", quantity: 2 }, movements: [held(120)] });
    given()
      .when({ ...hundred, for: uses("upscale", "2026-02-03").for })
      .isFree();
  });

  test("[N7] from the lots that would pay, in their order; the last credit can be held", () => {
    given(pack, february)
      .when(holds(1_500, "2026-02-03", "2026-02-10"))
      .emits({ movements: [held(500, "plan", 2), held(1_000, "top-up", 1)], balance: 0 });
    given(pack, february)
      .when(holds(1_501, "2026-02-03", "2026-02-10"))
      .refuses({ code: "insufficient_credits", short: 1 });
  });

  test.each<[string, object, string]>([
    ["an end that is now", { expiresAt: hundred.now }, "expiresAt"],
    ["an end that is no instant", { expiresAt: Number.NaN }, "expiresAt"],
    ["an amount of 0", { for: { credits: 0, reason: "render" } }, "credits"],
    ["half a credit", { for: { credits: 0.5, reason: "render" } }, "credits"],
    ["an unknown service", { for: { service: "hologram", quantity: 1, options: {} } }, "service"],
  ])("[X9] with %s is refused", (_, defect, field) => {
    given(february)
      .when({ ...hundred, ...defect })
      .refuses({ code: "invalid_request", problems: [{ field }] });
  });

  test("[M5] what is booked is paid when it is booked", () => {
    givenPolicy(musiversal, month("2026-02-01", "2026-03-01", { plan: "studio-5" }))
      .when({ ...hundred, for: books("2026-02-20", "2026-02-03").for })
      .refuses({ problems: [{ field: "service", message: "is booked, not held" }] });
  });

  test("[M5] what is wrong with the wish itself is said first", () => {
    givenPolicy(musiversal, month("2026-02-01", "2026-03-01", { plan: "studio-5" }))
      .when({ ...hundred, for: { service: "session", quantity: 0, options: {} } })
      .refuses({ problems: [{ field: "quantity" }] });
  });

  test("[X9] all that is wrong is said at once", () => {
    given(february)
      .when({ ...hundred, for: { credits: 0, reason: "render" }, expiresAt: hundred.now })
      .refuses({
        problems: [
          { field: "credits", message: "is not a whole number from 1 to 10¹²" },
          { field: "expiresAt", message: "is not within the year that is ahead" },
        ],
      });
  });

  test("[X9] an account has at most so many at a time", () => {
    const many = Array.from({ length: MAX_HOLDS }, (_, n) => holds(1, "2026-02-03", "2026-02-10", `hold ${n}`));
    given(february, ...many.slice(1))
      .when(hundred)
      .emits({ type: "held" });
    given(february, ...many)
      .when(hundred)
      .refuses({ problems: [{ field: "hold", message: "is one more than 50 at a time" }] });
  });
});

describe("a capture pays with what is held", () => {
  test("[X9] all of it, where it does not say how much", () => {
    given(february, hundred)
      .when(captures(undefined, "2026-02-04"))
      .emits({
        key: "hold-end/hold",
        type: "captured",
        reason: "render",
        ref: { hold: 2 },
        hold: { ended: 2 },
        movements: [captured(100, "plan", 1)],
        balance: 400,
      });
  });

  test("[X9] a part of it: the rest is released", () => {
    given(february, hundred)
      .when(captures(30, "2026-02-04"))
      .emits({ movements: [captured(30), released(70)], balance: 470 });
    expect(play(omnia, [february, hundred, captures(30, "2026-02-04")]).account).toMatchObject({
      lots: [{ left: 470, held: 0 }],
      holds: [],
    });
  });

  test.each([101, 0, -1, 0.5, Number.NaN])("[X9] nothing is minted: a capture of %d of 100 is refused", (credits) => {
    given(february, hundred)
      .when(captures(credits, "2026-02-04"))
      .refuses({
        code: "invalid_request",
        problems: [{ field: "credits", message: "is not a whole number from 1 to 100, which is held" }],
      });
  });

  test("[N7] the lots that would have paid first pay, the others are released", () => {
    given(pack, february, takes(450, "2026-02-02"), hundred)
      .when(captures(60, "2026-02-04"))
      .emits({
        movements: [captured(50, "plan", 2), captured(10, "top-up", 1), released(40, "top-up", 1)],
        bySource: { "top-up": 990 },
      });
  });

  test("[N7] a lot that has nothing to pay pays nothing", () => {
    given(pack, february, takes(450, "2026-02-02"), hundred)
      .when(captures(50, "2026-02-04"))
      .emits({ movements: [captured(50, "plan", 2), released(50, "top-up", 1)], bySource: { "top-up": 1_000 } });
  });

  test("[N7] [M11] carried-over credits are known from the plan's that they come from, and have their number", () => {
    const march = month("2026-03-01", "2026-04-01");
    givenPolicy(
      { ...omnia, leftovers: keep },
      february,
      holds(100, "2026-02-03", "2026-06-01", "long"),
      march,
      holds(600, "2026-03-02", "2026-03-20"),
    )
      .when(captures(600, "2026-03-03"))
      .emits({ movements: [captured(500, "plan", 3), captured(100, "rollover", 1)], bySource: { rollover: 300 } });
  });

  test("[X9] a hold of a lot that is not there is a defect", () => {
    const { account, entries } = play(omnia, [february, hundred]);
    const capture = { type: "CaptureHold", now: at("2026-02-04"), by: "ada", hold: entries[1] as Entry } as const;
    expect(() => decide(omnia, { ...account, lots: [] }, capture)).toThrow(
      new RangeError("lot 1 (plan) is held and not there"),
    );
  });

  test("[X9] after the lot's end: the credits were taken while it lived", () => {
    const long = holds(100, "2026-02-03", "2026-04-01");
    given(february, long, "2026-03-10")
      .when(captures(100, "2026-03-11"))
      .emits({ movements: [captured(100, "plan", 1)], balance: 0 });
    expect(play(omnia, [february, long, passes("2026-03-11"), captures(100, "2026-03-11")]).account.lots).toEqual([]);
  });

  test("[X9] of holds on one lot each has its own", () => {
    given(february, hundred, holds(30, "2026-02-03", "2026-02-12", "other"), captures(30, "2026-02-04", "other"))
      .when(captures(100, "2026-02-05"))
      .emits({ movements: [captured(100)], balance: 370 });
  });
});

describe("a hold ends once", () => {
  test("[X9] a capture and a release of one hold exclude each other, whatever comes first", () => {
    for (const first of [captures(30, "2026-02-04"), releases("2026-02-04")]) {
      given(february, hundred, first).when(releases("2026-02-05")).emits();
      given(february, hundred, first).when(captures(100, "2026-02-05")).emits();
    }
  });

  test("[X9] released, all that was held can be spent again", () => {
    given(february, hundred)
      .when(releases("2026-02-04"))
      .emits({ key: "hold-end/hold", type: "released", movements: [released(100, "plan", 1)], balance: 500 });
  });

  test("[X9] at its end by itself, a millisecond before not", () => {
    given(february, hundred).when("2026-02-09T23:59:59.999Z").emits();
    given(february, hundred)
      .when("2026-02-11")
      .emits({
        key: `due/${at("2026-02-10")}/3`,
        type: "released",
        reason: "hold expired",
        by: "time",
        at: "2026-02-10",
        movements: [released(100)],
        balance: 500,
      });
  });

  test("[X9] after that there is nothing to capture or to release", () => {
    const ended = { code: "invalid_request", problems: [{ field: "hold", message: "has ended" }] };
    given(february, hundred).when(captures(1, "2026-02-10")).refuses(ended);
    given(february, hundred).when(releases("2026-02-10")).refuses(ended);
  });

  test("[X3] two holds that end at one instant end in two entries, the older first", () => {
    given(february, hundred, holds(7, "2026-02-04", "2026-02-10", "other"))
      .when("2026-02-10")
      .emits({ ref: { hold: 2 }, movements: [released(100)] }, { ref: { hold: 3 }, movements: [released(7)] });
  });
});
