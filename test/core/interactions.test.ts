import { giving, type Policy, rollOver } from "@passbook/core";
import { clay } from "@passbook/core/policies/clay";
import { elevenlabs } from "@passbook/core/policies/elevenlabs";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, test } from "vitest";
import { adjusts, holds } from "../support/booking-story.ts";
import { expired, forfeited, given, givenPolicy, granted, rolledOver } from "../support/given.ts";
import { addOn, bought, calls, month, omnia, stands, takes, year } from "../support/omnia-story.ts";

// Where rules meet: each of these was wrong once.

const creator = (from: string, until: string) => month(from, until, { plan: "creator" });
const threeMonths = [
  creator("2026-01-01", "2026-02-01"),
  creator("2026-02-01", "2026-03-01"),
  creator("2026-03-01", "2026-04-01"),
];

describe("the Free plan begins once with an end, however often that is told", () => {
  const free = [calls("2026-01-04"), month("2026-01-05", "2026-02-05")];

  test("[O1] when time has ended the subscription and Stripe says so a moment later", () => {
    given(...free, stands("2026-01-06", { cancelAt: "2026-02-05" }))
      .when(stands("2026-02-05T00:00:03Z", { endedAt: "2026-02-05" }))
      .emits({ movements: [forfeited(500), granted(50)] }, { type: "noted", movements: [], balance: 50 });
  });

  test("[O1] when an older word of the same end comes after it", () => {
    const older = stands("2026-02-04", { cancelAt: "2026-02-05", toldAt: "2026-02-05T02:00Z" });
    const ended = [...free, stands("2026-01-06", { cancelAt: "2026-02-05" }), "2026-02-05T01:00Z"];
    given(...ended)
      .when(older)
      .emits({ type: "noted", movements: [], balance: 50 });
    given(...ended, older)
      .when("2026-02-10")
      .emits();
    given(...ended, older)
      .when("2026-02-10")
      .leaves({ plan: 50 });
  });

  test("[O1] when Stripe tells again of a subscription that has ended", () => {
    const ended = (saidAt: string) => stands(saidAt, { endedAt: "2026-01-20" });
    given(...free, ended("2026-01-20"), ended("2026-01-21"), takes(50, "2026-01-21T12:00Z"))
      .when(ended("2026-01-22"))
      .emits({ movements: [], balance: 0 });
  });

  test("[O1] and not at all with the end of one that never replaced it", () => {
    given(calls("2026-01-01"), takes(50, "2026-01-01T12:00Z"))
      .when(stands("2026-01-02", { subscription: "sub_2", endedAt: "2026-01-02" }))
      .emits({ movements: [], balance: 0 });
  });
});

describe("money that was paid inside a membership and told after its end", () => {
  const ended = stands("2026-01-20", { endedAt: "2026-01-20" });
  const studio = month("2026-01-01", "2026-02-01", { plan: "studio-5" });
  const member = () => givenPolicy(musiversal, studio, ended);

  test("[M12] [X2] a pack is granted and lost with the rest", () => {
    member()
      .when(bought("pack_1", "2026-01-10", { toldAt: "2026-01-21" }))
      .emits({ movements: [granted(1, { source: "top-up" }), forfeited(1, "top-up")], balance: 0 });
  });

  test("[X4] an add-on too; one that is paid after the end grants nothing", () => {
    const late = { ...addOn("extra", "2026-01-01", "2026-02-01"), now: Date.UTC(2026, 0, 21) };
    member()
      .when(late)
      .emits({ movements: [granted(5, { source: "add-on" }), forfeited(5, "add-on")], balance: 0 });
    member()
      .when(addOn("extra", "2026-02-01", "2026-03-01"))
      .emits({ type: "noted", movements: [], balance: 0 });
  });

  test("[X4] of a subscription that time has ended, a year gives what had begun by then", () => {
    given(stands("2026-01-05", { cancelAt: "2026-02-05" }), "2026-02-05T01:00Z")
      .when(year("2026-01-05", "2027-01-05", { toldAt: "2026-02-06" }))
      .emits({ movements: [granted(500, { birth: "2026-01-05", end: "2026-02-05" }), forfeited(500)], balance: 0 });
  });
});

describe("a downgrade", () => {
  const down = month("2026-04-01", "2026-05-01", { plan: "starter" });

  test("[M11] takes what rolled over once, also what would have ended by itself then", () => {
    givenPolicy(elevenlabs, ...threeMonths)
      .when(down)
      .emits({
        movements: [
          forfeited(100_000, "rollover"),
          forfeited(100_000, "rollover"),
          forfeited(100_000),
          granted(30_000),
        ],
        balance: 30_000,
      });
  });

  test("[O14] takes nothing from another subscription's plan", () => {
    const other = month("2026-03-15", "2026-04-15", { plan: "pro", subscription: "sub_2" });
    givenPolicy(elevenlabs, creator("2026-03-01", "2026-04-01"), other).when(down).leaves({ plan: 530_000 });
  });

  test("[O14] cuts nothing of another subscription's plan, where what is stored is cut", () => {
    const other = month("2026-01-15", "2026-02-15", { plan: "pro", subscription: "sub_2" });
    const explorer = month("2026-01-01", "2026-02-01", { plan: "explorer" });
    const starter = month("2026-02-01", "2026-03-01", { plan: "starter" });
    givenPolicy(clay, explorer, other)
      .when(starter)
      .emits({
        movements: [forfeited(6_000), rolledOver(4_000), granted(4_000, { source: "rollover" }), granted(2_000)],
        bySource: { plan: 52_000, rollover: 4_000 },
      });
    const hard: Policy = {
      ...clay,
      downgrading: {},
      leftovers: rollOver({ upTo: 3_000 }),
      rollover: { counting: "account", above: "cut", for: "everyone" },
    };
    givenPolicy(hard, explorer, other).when(starter).leaves({ plan: 52_000 });
  });

  test("[O1] takes no Free credits that the payment has replaced", () => {
    const explorer = month("2026-01-01", "2026-02-01", { plan: "explorer" });
    const starter = month("2026-03-01", "2026-04-01", { plan: "starter" });
    const packs = bought("pack_1000", "2026-02-11", { quantity: 9 });
    const ended = stands("2026-02-05", { endedAt: "2026-02-05" });
    const again = { ...starter, subscription: "sub_2", item: "sub_2_item" };
    givenPolicy(clay, explorer, ended, calls("2026-02-10"), packs)
      .when(again)
      .emits({ movements: [expired(100), granted(2_000)], bySource: { plan: 2_000, rollover: 200, "top-up": 9_000 } });
    // While nobody has told of an end there is no Free, and what was kept goes first.
    givenPolicy(clay, explorer, calls("2026-02-10"), packs)
      .when(starter)
      .emits({
        movements: [forfeited(10_000, "rollover"), forfeited(5_000, "top-up"), granted(2_000)],
        balance: 6_000,
      });
  });

  test("[X9] an ageing lot that is wholly held has nothing to expire", () => {
    const starter = (from: string, until: string) => month(from, until, { plan: "starter" });
    const history = [starter("2026-01-01", "2026-02-01"), starter("2026-02-01", "2026-03-01")];
    givenPolicy(elevenlabs, ...history, holds(30_000, "2026-02-10", "2026-08-01"), starter("2026-03-01", "2026-04-01"))
      .when(starter("2026-04-01", "2026-05-01"))
      .emits({ movements: [rolledOver(30_000), granted(30_000, { source: "rollover" }), granted(30_000)] });
  });
});

describe("at one instant", () => {
  test("[M11] what ends then does not stand against the limit any more", () => {
    givenPolicy(
      musiversal,
      year("2026-01-01", "2027-01-01", { plan: "studio-5" }),
      adjusts(30, "2026-01-02", "2026-02-01"),
    )
      .when("2026-02-01")
      .emits({ movements: [expired(30, "adjustment"), rolledOver(5), granted(5, { source: "rollover" }), granted(5)] });
  });

  test("[X8] a trial is one cycle, also of a plan that is paid yearly", () => {
    givenPolicy({ ...omnia, trial: giving(10) }, year("2026-01-05", "2026-03-06", { amount: 0 }))
      .when("2026-03-01")
      .leaves({ plan: 10 });
  });
});
