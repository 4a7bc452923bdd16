import {
  booked,
  budgetCycle,
  costs,
  endOfCycle,
  free,
  givesBack,
  moreThan,
  hours as notice,
  type Policy,
  percent,
  spendingAsked,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { books, cancels, reverses } from "../support/booking-story.ts";
import { given, givenPolicy, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, stands, takes, uses, year } from "../support/omnia-story.ts";
import { asked, joins, team } from "../support/pool-story.ts";

const february = team("2026-02-01", "2026-03-01");
const march = team("2026-03-01", "2026-04-01");
const hundred = joins({ ada: { budget: 100 }, bea: {} }, "2026-02-01");
const pool = [february, hundred] as const;
const ada = (credits: number, now: string, request = `ada ${now}`) => asked("ada", takes(credits, now, request));
const inFebruary = (spentThen: number) => ({ member: { id: "ada", cycle: "2026-02-01", spent: spentThen } });
const over = (spentBefore: number, short: number) => ({
  code: "member_budget",
  budget: 100,
  spent: spentBefore,
  short,
});

describe("a member's budget", () => {
  test("[O15] is spent to its last credit and no further, and the entry says how much of it is gone", () => {
    given(...pool)
      .when(ada(60, "2026-02-03"))
      .emits({ ...inFebruary(60), movements: [spent(60)] });
    given(...pool, ada(60, "2026-02-03"))
      .when(ada(40, "2026-02-04"))
      .emits({ ...inFebruary(100), movements: [spent(40)] });
    given(...pool, ada(60, "2026-02-03"))
      .when(ada(41, "2026-02-04"))
      .refuses(over(60, 1));
  });

  test("[O15] is each member's own: what others spend does not count, and who has none spends what is there", () => {
    const two = joins({ ada: { budget: 100 }, bea: { budget: 30 }, cy: {} }, "2026-02-01");
    const story = [february, two, ada(100, "2026-02-03")];
    given(...story)
      .when(asked("bea", takes(30, "2026-02-03")))
      .emits({ member: { id: "bea", cycle: "2026-02-01", spent: 30 } });
    const [entry] = given(...story)
      .when(asked("cy", takes(5_900, "2026-02-03")))
      .entries();
    expect(entry?.member).toEqual({ id: "cy" });
  });

  test("[O15] is asked for only where there is one", () => {
    const { account } = play(omnia, [...pool]);
    const spends = (by: string) => spendingAsked(account, asked(by, takes(1, "2026-02-03")));
    expect([spends("ada"), spends("bea"), spends("eve")]).toEqual(["ada", undefined, undefined]);
  });

  test("[O15] of 0 leaves what is free", () => {
    const none = joins({ ada: { budget: 0 } }, "2026-02-01");
    given(february, none).when(ada(1, "2026-02-03")).refuses({ code: "member_budget", budget: 0, spent: 0, short: 1 });
    given(february, none).when(uses("upscale", "2026-02-03")).isFree();
  });

  test("[O15] is told before the credits that are missing, and after the places", () => {
    given(month("2026-02-01", "2026-03-01"), hundred).when(ada(501, "2026-02-03")).refuses(over(0, 401));
  });

  test("[O15] that is cut below what is spent allows nothing more; one that is raised allows the rest", () => {
    const cut = [...pool, ada(60, "2026-02-03"), joins({ ada: { budget: 50 } }, "2026-02-04")];
    given(...cut)
      .when(ada(1, "2026-02-05"))
      .refuses({ code: "member_budget", budget: 50, spent: 60, short: 11 });
    given(...cut, joins({ ada: { budget: 70 } }, "2026-02-05"))
      .when(ada(10, "2026-02-06"))
      .emits(inFebruary(70));
  });

  test("[O15] counts what is spent while there is one, also by who has left and come back", () => {
    const late = [
      february,
      joins({ ada: {} }, "2026-02-01"),
      ada(500, "2026-02-02"),
      joins({ ada: { budget: 100 } }, "2026-02-03"),
    ];
    given(...late)
      .when(ada(100, "2026-02-04"))
      .emits(inFebruary(100));
    const back = [...pool, ada(60, "2026-02-03"), joins({ ada: null }, "2026-02-04")];
    given(...back, joins({ ada: { budget: 100 } }, "2026-02-05"))
      .when(ada(41, "2026-02-06"))
      .refuses(over(60, 1));
  });
});

describe("a budget is for a cycle", () => {
  const spentAll = [...pool, ada(100, "2026-02-03")];

  test("[O15] the next one's is whole again, from its first instant on", () => {
    given(...spentAll)
      .when(ada(1, "2026-02-28T23:59:59.999Z"))
      .refuses(over(100, 1));
    given(...spentAll, march)
      .when(ada(100, "2026-03-01"))
      .emits({ member: { id: "ada", cycle: "2026-03-01", spent: 100 } });
  });

  test("[O15] which comes with the payment: until then the old one goes on", () => {
    given(...spentAll)
      .when(ada(1, "2026-03-02"))
      .refuses(over(100, 1));
    given(...spentAll, team("2026-03-01", "2026-04-01", { paidAt: "2026-03-02" }))
      .when(ada(1, "2026-03-02"))
      .emits({ member: { id: "ada", cycle: "2026-03-02", spent: 1 } });
  });

  test("[O15] inside a paid year with each of its allowances", () => {
    const paid = year("2026-01-31", "2027-01-31", { plan: "team" });
    const story = [paid, hundred, ada(100, "2026-02-03")];
    given(...story)
      .when(ada(1, "2026-02-27"))
      .refuses(over(100, 1));
    given(...story)
      .when(ada(1, "2026-02-28"))
      .emits({ type: "granted" }, { member: { id: "ada", cycle: "2026-02-28", spent: 1 } });
  });

  test("[O15] where no plan runs it is one cycle, from the last one's end until there is a plan again", () => {
    const pack = bought("pack_1000", "2026-02-01");
    const ended = [pack, february, hundred, ada(100, "2026-02-03"), ada(60, "2026-03-20")];
    const [, spending] = given(pack, february, hundred, ada(100, "2026-02-03")).when(ada(60, "2026-03-20")).entries();
    expect(spending?.member).toEqual({ id: "ada", cycle: "2026-03-04", spent: 60 });
    given(...ended)
      .when(ada(41, "2026-09-20"))
      .refuses(over(60, 1));
    given(...ended, team("2026-10-01", "2026-11-01"))
      .when(ada(100, "2026-10-01"))
      .emits({ member: { cycle: "2026-10-01", spent: 100 } });
  });

  test("[O15] where there has never been one it has no beginning, and where it is known when it ended, that is it", () => {
    const pack = bought("pack_1000", "2026-01-01");
    for (const story of [
      [pack, hundred],
      [pack, hundred, stands("2026-02-01", { status: "unpaid" })],
    ])
      given(...story)
        .when(ada(1, "2026-02-03"))
        .emits({ member: { id: "ada", cycle: "1970-01-01", spent: 1 } });
    const [, atOnce] = given(pack, february, hundred).when(ada(1, "2026-03-04")).entries();
    expect(atOnce?.member).toEqual({ id: "ada", cycle: "2026-03-04", spent: 1 });
    const { account } = play(omnia, [pack, february, hundred, stands("2026-02-10", { endedAt: "2026-02-10" })]);
    expect(budgetCycle(omnia, account, at("2026-02-09"))).toBe(0);
    given(pack, february, hundred, stands("2026-02-10", { endedAt: "2026-02-10" }))
      .when(ada(1, "2026-02-20"))
      .emits({ member: { id: "ada", cycle: "2026-02-10", spent: 1 } });
    const lapses = stands("2026-02-02", { cancelAt: "2026-02-15" });
    const [, spending] = given(pack, february, hundred, lapses).when(ada(1, "2026-02-20")).entries();
    expect(spending?.member).toEqual({ id: "ada", cycle: "2026-02-15", spent: 1 });
  });

  test("[O15] of two plans it is the larger one's; when that ends nobody's budget begins anew in a cycle from before", () => {
    const larger = month("2026-02-10", "2026-03-10", { plan: "enterprise", subscription: "sub_2" });
    const both = [...pool, ada(100, "2026-02-03"), larger];
    given(...both)
      .when(ada(100, "2026-02-10"))
      .emits({ member: { cycle: "2026-02-10", spent: 100 } });
    const end = stands("2026-02-20", { subscription: "sub_2", endedAt: "2026-02-20" });
    given(...both, ada(90, "2026-02-10"), end)
      .when(ada(11, "2026-02-21"))
      .refuses(over(90, 1));
    given(...both, ada(90, "2026-02-10"), end, march)
      .when(ada(100, "2026-03-01"))
      .emits({ member: { cycle: "2026-03-01", spent: 100 } });
  });
});

describe("what comes back can be spent again in the same cycle", () => {
  const sessions: Policy = {
    ...omnia,
    services: { session: booked(costs(50)), talk: booked(free) },
    bookings: { openAtOnce: 9, lengths: [1], cancelled: [givesBack(percent(50), moreThan(notice(48)))] },
    recredit: endOfCycle,
  };

  test("[O15] a payment that is taken back", () => {
    const story = [...pool, ada(60, "2026-02-03", "first"), ada(40, "2026-02-04", "second")];
    given(...story)
      .when(reverses("ada: first", "2026-02-05"))
      .emits({ type: "re-credited", by: "operator", ...inFebruary(40) });
    given(...story, reverses("ada: first", "2026-02-05"))
      .when(ada(60, "2026-02-06"))
      .emits(inFebruary(100));
  });

  test("[O15] as much of a booking as its cancellation gives back", () => {
    const story = [...pool, books("2026-02-20", "2026-02-03"), books("2026-02-21", "2026-02-03")];
    givenPolicy(sessions, ...story)
      .when(books("2026-02-22", "2026-02-03"))
      .refuses(over(100, 50));
    givenPolicy(sessions, ...story)
      .when(cancels("2026-02-20", "2026-02-04"))
      .emits(inFebruary(75));
    const [late] = givenPolicy(sessions, ...story)
      .when(cancels("2026-02-20", "2026-02-19"))
      .entries();
    expect(late?.member).toEqual({ id: "ada" });
  });

  test("[O15] a booking that costs nothing takes nothing of it", () => {
    const talk = books("2026-02-20", "2026-02-03", { service: "talk" });
    const [entry] = givenPolicy(sessions, february, joins({ ada: { budget: 0 } }, "2026-02-01"))
      .when(talk)
      .entries();
    expect(entry).toMatchObject({ member: { id: "ada" }, movements: [] });
  });

  test("[O15] nor is it refused for a budget that is overdrawn", () => {
    const talk = books("2026-02-20", "2026-02-05", { service: "talk" });
    givenPolicy(sessions, ...pool, ada(60, "2026-02-03"), joins({ ada: { budget: 50 } }, "2026-02-04"))
      .when(talk)
      .emits({ member: { id: "ada" }, movements: [] });
  });

  test("[O15] but the next cycle's budget does not grow by it", () => {
    const next = [...pool, ada(60, "2026-02-03", "old"), march, ada(30, "2026-03-02")];
    const [entry] = given(...next)
      .when(reverses("ada: old", "2026-03-03"))
      .entries();
    expect(entry?.member).toEqual({ id: "ada" });
    given(...next, reverses("ada: old", "2026-03-03"))
      .when(ada(71, "2026-03-04"))
      .refuses(over(30, 1));
  });
});
