import { describe, expect, test } from "vitest";
import { captures, holds, releases, reverses } from "../support/booking-story.ts";
import { given, held } from "../support/given.ts";
import { month, stands, takes } from "../support/omnia-story.ts";
import { asked, joins, team } from "../support/pool-story.ts";

const pool = [team("2026-02-01", "2026-03-01"), joins({ ada: { budget: 100 }, bea: {} }, "2026-02-01")] as const;
const march = team("2026-03-01", "2026-04-01");
const ada = (credits: number, now: string) => asked("ada", takes(credits, now));
const inFebruary = (spent: number) => ({ member: { id: "ada", cycle: "2026-02-01", spent } });
const over = (spent: number, short: number) => ({ code: "member_budget", budget: 100, spent, short });

describe("a hold counts when it is placed", () => {
  const hold = holds(70, "2026-02-03", "2026-02-10");

  test("[O15] with what is spent, and neither goes over the budget", () => {
    const [entry] = given(...pool)
      .when(hold)
      .entries();
    expect(entry).toMatchObject({ movements: [held(70)] });
    expect(entry?.member).toEqual({ id: "ada", cycle: "2026-02-01" });
    given(...pool, hold)
      .when(ada(31, "2026-02-04"))
      .refuses(over(70, 1));
    given(...pool, hold)
      .when(ada(30, "2026-02-04"))
      .emits(inFebruary(30));
    given(...pool, ada(31, "2026-02-02"))
      .when(hold)
      .refuses(over(31, 1));
  });

  test("[O15] and others' holds do not, nor those from before there were members or a budget", () => {
    const [payment] = pool;
    const both = joins({ ada: { budget: 100 }, bea: { budget: 100 } }, "2026-02-02");
    const all = asked("bea", holds(100, "2026-02-03", "2026-02-10"));
    given(payment, both, all).when(ada(100, "2026-02-04")).emits(inFebruary(100));
    given(payment, hold, joins({ ada: { budget: 100 } }, "2026-02-03"))
      .when(ada(100, "2026-02-04"))
      .emits(inFebruary(100));
    given(payment, joins({ ada: {} }, "2026-02-02"), hold, joins({ ada: { budget: 100 } }, "2026-02-03"))
      .when(ada(100, "2026-02-04"))
      .emits(inFebruary(100));
  });

  test.each([
    ["captured in part gives the difference back", captures(20, "2026-02-04"), 20, 80],
    ["captured whole takes what it held", captures(undefined, "2026-02-04"), 70, 30],
  ])("[O15] one that is %s", (_, capture, paid, rest) => {
    given(...pool, hold)
      .when(capture)
      .emits({ type: "captured", ...inFebruary(paid) });
    given(...pool, hold, capture)
      .when(ada(rest, "2026-02-05"))
      .emits(inFebruary(100));
    given(...pool, hold, capture)
      .when(ada(rest + 1, "2026-02-05"))
      .refuses(over(paid, 1));
  });

  test("[O15] one that is released, or ends by itself, gives all of it back", () => {
    const [entry] = given(...pool, hold)
      .when(releases("2026-02-04"))
      .entries();
    expect(entry?.member).toEqual({ id: "ada" });
    for (const end of [releases("2026-02-04"), "2026-02-10"])
      given(...pool, hold, end)
        .when(ada(100, "2026-02-11"))
        .emits(inFebruary(100));
  });

  test("[O15] a capture that is taken back gives back what it took", () => {
    const story = [...pool, hold, captures(50, "2026-02-04")];
    given(...story)
      .when({ ...reverses("hold", "2026-02-05"), verb: "ReverseSpend" })
      .refuses({ code: "invalid_request" });
    given(...story)
      .when({ type: "FollowUp", verb: "ReverseSpend", of: 0, now: ada(1, "2026-02-05").now })
      .emits(inFebruary(0));
  });

  test("[O15] one that is captured in the next cycle was this one's", () => {
    const long = holds(70, "2026-02-03", "2026-03-10");
    const story = [...pool, long, march];
    given(...story)
      .when(captures(70, "2026-03-02"))
      .emits(inFebruary(70));
    given(...story, captures(70, "2026-03-02"))
      .when(ada(100, "2026-03-02"))
      .emits({ member: { cycle: "2026-03-01", spent: 100 } });
    const [late] = given(...story, ada(100, "2026-03-02"))
      .when(captures(70, "2026-03-03"))
      .entries();
    expect(late?.member).toEqual({ id: "ada" });
  });

  test("[O15] it keeps its cycle where the plan in force falls back to an older one", () => {
    const larger = month("2026-02-10", "2026-03-10", { plan: "enterprise", subscription: "sub_2" });
    const story = [...pool, larger, holds(70, "2026-02-11", "2026-02-25")];
    const end = stands("2026-02-20", { subscription: "sub_2", endedAt: "2026-02-20" });
    given(...story, end)
      .when(ada(31, "2026-02-21"))
      .refuses(over(70, 1));
    given(...story, end)
      .when(captures(70, "2026-02-21"))
      .emits({ member: { cycle: "2026-02-10", spent: 70 } });
  });
});
