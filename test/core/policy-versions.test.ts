import {
  costs,
  keep,
  nextRenewal,
  offersTo,
  outcome,
  type Policy,
  policyAt,
  policyVersion,
  rollOver,
  versionsAfter,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { clawedBack, expired, givenPolicy, granted, rolledOver, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { passes, play } from "../support/journal.ts";
import { bought, calls, month, omnia, stands, takes, uses, year } from "../support/omnia-story.ts";
import { refunds } from "../support/reversal-story.ts";

const first: Policy = { ...omnia, version: "2026-01-01" };

/** From 15 February on Creator gives 600, and a video costs 80. */
const second: Policy = {
  ...first,
  version: "2026-02-15",
  plans: { ...first.plans, creator: { allowance: 600, price: { month: 9_90, year: 99_00 } } },
  services: { ...first.services, video: costs(80) },
  earlier: [first],
};
const from = (version: string, change: Partial<Policy>): Policy => ({ ...first, version, ...change, earlier: [first] });

const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01");
const march = month("2026-03-01", "2026-04-01");
const pack = bought("pack_1000", "2026-01-05");

describe("the version in force", () => {
  const third: Policy = { ...second, version: "2026-05-01", earlier: [second, first] };

  test.each([
    ["2026-01-01", "2026-01-01"],
    ["2026-02-14T23:59:59Z", "2026-01-01"],
    ["2026-02-15", "2026-02-15"],
    ["2026-04-30", "2026-02-15"],
    ["2027-01-01", "2026-05-01"],
    ["2020-01-01", "2026-01-01"],
  ])("at %s it is that of %s: the latest that had begun, and before the first one that", (instant, version) => {
    expect(policyAt(third, at(instant)).version).toBe(version);
  });

  test("it knows those before it, and none after it", () => {
    const then = policyAt(third, at("2026-03-01"));
    expect(then.earlier).toEqual([first]);
    expect(policyAt(then, at("2026-01-10")).version).toBe("2026-01-01");
    expect(policyAt(third, at("2026-05-01"))).toBe(third);
    expect(policyAt(first, at("2020-01-01"))).toBe(first);
    expect(policyAt(then, at("2027-01-01")).version).toBe("2026-02-15");
  });
});

describe("a new version of the policy", () => {
  test("changes allowances from its day on, and each entry names the version that decided it", () => {
    givenPolicy(second, january)
      .when(february)
      .emits({ movements: [expired(500), granted(500)], policy: "omnia@2026-01-01" });
    givenPolicy(second, january, february)
      .when(march)
      .emits({ movements: [expired(500), granted(600)], policy: "omnia@2026-02-15" });
  });

  test("and prices: what was spent before its day by the old one", () => {
    givenPolicy(second, february)
      .when(uses("video", "2026-02-14"))
      .emits({ movements: [spent(60)], policy: "omnia@2026-01-01" });
    givenPolicy(second, february)
      .when(uses("video", "2026-02-15"))
      .emits({ movements: [spent(80)], policy: "omnia@2026-02-15" });
  });

  test("and limits of what rolls over", () => {
    const lower = { leftovers: rollOver({ upTo: 100 }) };
    const higher = { leftovers: rollOver({ upTo: 300 }) };
    const policy = { ...from("2026-02-15", lower), earlier: [{ ...first, ...higher }] };
    givenPolicy(policy, january).when(february).leaves({ plan: 500, rollover: 300 });
    // What is stored is never cut, but nothing more goes beside it.
    givenPolicy(policy, january, february).when(march).leaves({ plan: 500, rollover: 300 });
    givenPolicy(policy, february).when(march).leaves({ plan: 500, rollover: 100 });
  });

  test("[X3] what became due before its day goes by the old one, whenever somebody looks", () => {
    const paid = year("2026-01-01", "2027-01-01");
    givenPolicy(second, paid)
      .when("2026-04-10")
      .emits(
        { at: "2026-02-01", movements: [expired(500), granted(500)], policy: "omnia@2026-01-01" },
        { at: "2026-03-01", movements: [expired(500), granted(600)], policy: "omnia@2026-02-15" },
        { at: "2026-04-01", movements: [expired(600), granted(600)], policy: "omnia@2026-02-15" },
      );
  });

  test("[X2] a payment from before its day that is told after it gives what the old one gave", () => {
    givenPolicy(second, "2026-02-20")
      .when({ ...february, now: at("2026-02-20") })
      .emits({ movements: [granted(500)], policy: "omnia@2026-01-01" });
  });

  test("does not change what had been decided: the journal that was written is the journal", () => {
    const before = play(first, [january, takes(100, "2026-01-05"), february]);
    const after = play(second, [january, takes(100, "2026-01-05"), february]);
    expect(after.entries).toEqual(before.entries);
    expect(after.account).toEqual(before.account);
  });

  test("[X1] the grace of what was paid before its day stays as it was, also where a lot already ended by it", () => {
    const noGrace = from("2026-01-15", { grace: 0 });
    givenPolicy(noGrace, january, "2026-02-03").when("2026-02-03T01:00Z").leaves({ plan: 500 });
    givenPolicy(noGrace, january, february, "2026-03-01").when("2026-03-01T01:00Z").leaves({});
  });

  test("[M12] what the end of a membership takes is said by the version of that day", () => {
    const losing = from("2026-02-15", { cancelling: { ...first.cancelling, loses: ["plan", "rollover", "top-up"] } });
    const history = [february, stands("2026-02-01")] as const;
    for (const [end, left] of [
      ["2026-02-10", { "top-up": 1_000 }],
      ["2026-02-20", {}],
    ] as const)
      givenPolicy(losing, pack, ...history)
        .when(stands(end, { endedAt: end }))
        .leaves(left);
  });

  test("[O1] changes what a free cycle gives, from the first one that begins after", () => {
    const lessFree = from("2026-02-15", { plans: { ...first.plans, free: { allowance: 20, price: {} } } });
    givenPolicy(lessFree, calls("2026-01-20")).when("2026-02-20").leaves({ plan: 20 });
    givenPolicy(lessFree, calls("2026-01-10")).when("2026-02-14").leaves({ plan: 50 });
  });

  test("[X5] a refund takes its share of what the payment gave, by the version of then", () => {
    givenPolicy(second, february)
      .when(refunds(february, "2026-02-20", { amount: 4_95 }))
      .emits({ movements: [clawedBack(250)], balance: 250, policy: "omnia@2026-02-15" });
  });

  test("[X5] of a year each allowance counts as it was given, or will be", () => {
    const paid = year("2026-01-01", "2027-01-01", { amount: 99_00 });
    // 2 × 500 and 10 × 600 are 7,000: half is 3,500, of which January's and February's 1,000 have expired.
    givenPolicy(second, paid, "2026-03-10")
      .when(refunds(paid, "2026-03-10", { amount: 49_50 }))
      .emits({ movements: [], term: { withheld: 2_500 } });
  });

  test("[O5] leftovers are kept from its day on", () => {
    const keeping = from("2026-02-15", { leftovers: keep });
    givenPolicy(keeping, january)
      .when(february)
      .emits({ movements: [expired(500), granted(500)] });
    givenPolicy(keeping, january, february)
      .when(march)
      .emits({ movements: [rolledOver(500), granted(500, { source: "rollover" }), granted(500)] });
  });

  test("of the versions after an instant the first one to come is the first, and each knows those before it", () => {
    const third: Policy = { ...second, version: "2026-05-01", earlier: [second, first] };
    const after = (instant: string) =>
      versionsAfter(third, at(instant)).map(({ version, earlier = [] }) => [version, earlier.length]);
    expect(after("2026-01-01")).toEqual([
      ["2026-02-15", 1],
      ["2026-05-01", 2],
    ]);
    expect(after("2026-02-15")).toEqual([["2026-05-01", 2]]);
    expect(after("2026-05-01")).toEqual([]);
  });

  test("[N4] a renewal after its day is foretold by it, also to who is refused before it", () => {
    const { account } = play(second, [february]);
    const renewal = { at: at("2026-03-01"), credits: 600, plan: "creator" };
    expect(nextRenewal(second, account, at("2026-02-10"))).toEqual(renewal);
    givenPolicy(second, february)
      .when(takes(600, "2026-02-10"))
      .refuses({ code: "insufficient_credits", nextRenewal: { ...renewal, at: "2026-03-01" } });
  });

  test("sells nothing before its day", () => {
    const { account } = play(second, [february]);
    const creator = (instant: string) =>
      offersTo(second, account, at(instant)).plans.find(({ plan }) => plan === "creator")?.credits;
    expect([creator("2026-02-14T23:59:59Z"), creator("2026-02-15")]).toEqual([500, 600]);
  });

  test("[O6] a pack that it does not sell any more is granted as it was sold where it is paid after its day", () => {
    givenPolicy(from("2026-02-15", { packs: {} }), "2026-02-16")
      .when(bought("pack_1000", "2026-02-16"))
      .emits({ movements: [granted(1_000, { source: "top-up" })] });
  });

  test("what a change would do is foretold by the version of its instant", () => {
    const { account } = play(second, [passes("2026-02-10")]);
    const { after } = outcome(second, account, at("2026-02-10"), [month("2026-02-10", "2026-03-10")], at("2026-02-10"));
    expect(after).toEqual({ plan: 500 });
  });

  test("names itself", () => {
    expect(policyVersion(second)).toBe("omnia@2026-02-15");
  });
});
