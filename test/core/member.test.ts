import { MAX_MEMBERS, type Policy, type SaidMembers } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { captures, holds, releases, reverses } from "../support/booking-story.ts";
import { given, givenPolicy, released, restored, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, omnia, signedUp, takes, uses } from "../support/omnia-story.ts";
import { asked, blocks, joins, team } from "../support/pool-story.ts";

const february = team("2026-02-01", "2026-03-01");
const adaAndBea = joins({ ada: {}, bea: {} }, "2026-02-01");
const image = uses("image", "2026-02-03");
const notAMember = { code: "not_a_member" };

describe("a pool is for its members", () => {
  test("[O15] a member spends from it, and the movement names them", () => {
    given(february, adaAndBea)
      .when(asked("bea", image))
      .emits({ by: "bea", member: { id: "bea" }, movements: [spent(10)], balance: 5_990 });
  });

  test("[O15] who is none does not, however much is there, and neither sets anything aside nor uses what is free", () => {
    const pool = [february, adaAndBea];
    given(...pool)
      .when(asked("eve", image))
      .refuses(notAMember);
    given(...pool)
      .when(asked("eve", holds(10, "2026-02-03", "2026-02-04")))
      .refuses(notAMember);
    given(...pool)
      .when(asked("eve", uses("upscale", "2026-02-03")))
      .refuses(notAMember);
  });

  test("[O15] an operator spends for a member whom he names; he is none himself", () => {
    given(february, adaAndBea).when(takes(7, "2026-02-03")).refuses(notAMember);
    given(february, adaAndBea)
      .when({ ...takes(7, "2026-02-03"), member: "bea" })
      .emits({ by: "operator", member: { id: "bea" }, movements: [spent(7)] });
    given(february, adaAndBea)
      .when({ ...takes(7, "2026-02-03"), member: "eve" })
      .refuses(notAMember);
  });

  test("[O15] without members it is nobody's pool: whoever may act on it spends from it, and nobody is named", () => {
    const [entry] = given(february).when(asked("eve", image)).entries();
    expect(entry).toMatchObject({ by: "eve", movements: [spent(10)] });
    expect(entry).not.toHaveProperty("member");
    const nobody = joins({ ada: null, bea: null }, "2026-02-02");
    given(february, adaAndBea, nobody).when(asked("eve", image)).emits({ by: "eve" });
  });

  test("[O15] what was done stays the member's after they have left, and what they hold can still be ended", () => {
    const past = [february, adaAndBea, asked("bea", takes(5, "2026-02-02", "bought"))];
    const hold = asked("bea", holds(100, "2026-02-02", "2026-02-10"));
    const gone = joins({ bea: null }, "2026-02-03");
    const left = [...past, hold, gone];
    const bea = { member: { id: "bea" } };
    given(...left)
      .when(asked("bea", image))
      .refuses(notAMember);
    given(...left)
      .when(captures(60, "2026-02-04", "bea: hold"))
      .emits({ ...bea, type: "captured", by: "bea" });
    given(...left)
      .when(releases("2026-02-04", "bea: hold"))
      .emits({ ...bea, movements: [released(100)] });
    for (const ending of [captures(60, "2026-02-04", "bea: hold"), releases("2026-02-04", "bea: hold")])
      given(...left)
        .when({ ...ending, by: "ada" })
        .refuses({ code: "hold_not_found" });
    given(...left)
      .when("2026-02-10")
      .emits({ ...bea, reason: "hold expired", by: "time" });
    given(...left)
      .when(reverses("bea: bought", "2026-02-04"))
      .emits({ ...bea, by: "operator", movements: [restored(5)] });
  });

  test("[O15] the pool pays whatever plan it has, and also without one: nothing in it is lost to the members", () => {
    given(month("2026-02-01", "2026-03-01"), adaAndBea)
      .when(image)
      .emits({ member: { id: "ada" }, movements: [spent(10, "plan")] });
    given(bought("pack_1000", "2026-02-01"), adaAndBea)
      .when(image)
      .emits({ member: { id: "ada" }, movements: [spent(10, "top-up")] });
  });
});

describe("who the members are is the product's to say", () => {
  const members = (...steps: Parameters<typeof play>[1]) => play(omnia, steps).account.members;

  test("[O15] in the order of their ids, each with a budget or none", () => {
    given(february)
      .when(joins({ bea: { budget: 100 }, ada: {} }, "2026-02-02"))
      .emits({
        type: "noted",
        reason: "described",
        by: "backend",
        movements: [],
        members: [
          { id: "bea", budget: 100 },
          { id: "ada", budget: null },
        ],
      });
    expect(members(joins({ bea: { budget: 100 }, ada: { budget: 0 } }, "2026-02-02"))).toEqual([
      { id: "ada", budget: 0 },
      { id: "bea", budget: 100 },
    ]);
  });

  test("[O15] what is said is merged into what is known, and the entry carries what changed", () => {
    const before = joins({ ada: { budget: 100 }, bea: { budget: 50 }, cy: {} }, "2026-02-01");
    given(before)
      .when(joins({ ada: {}, bea: { budget: null }, cy: null, dan: null, eve: {} }, "2026-02-02"))
      .emits({
        members: [
          { id: "bea", budget: null },
          { id: "cy", removed: true },
          { id: "eve", budget: null },
        ],
      });
    const [entry] = given(before)
      .when(joins({ ada: { budget: 100 } }, "2026-02-02"))
      .entries();
    expect(entry).not.toHaveProperty("members");
    expect(members(before, joins({ ada: {}, bea: { budget: null }, cy: null }, "2026-02-02"))).toEqual([
      { id: "ada", budget: 100 },
      { id: "bea", budget: null },
    ]);
  });

  test("[O15] an entry says only what was said", () => {
    const [first] = given()
      .when(joins({ ada: {} }, "2026-02-02"))
      .entries();
    expect(first).toMatchObject({ key: "req/members 2026-02-02 ada", ref: {} });
    expect(first).not.toHaveProperty("signedUpAt");
    expect(first).not.toHaveProperty("blocked");
    const [second] = given().when(blocks("fraud", "2026-02-02")).entries();
    expect(second).toMatchObject({ blocked: { reason: "fraud" } });
    expect(second).not.toHaveProperty("members");
  });

  test("[O15] it leaves alone what else is known of the account, and the other way round", () => {
    const both = play(omnia, [adaAndBea, blocks("fraud", "2026-02-02"), signedUp("2022-05-01", "2026-02-03")]).account;
    expect(both).toMatchObject({ blocked: { reason: "fraud" }, members: [{ id: "ada" }, { id: "bea" }] });
    expect(both.signedUpAt).toBe(at("2022-05-01"));
  });

  const named = (count: number, budget?: number): SaidMembers =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`m-${n}`, budget === undefined ? {} : { budget }]));

  test("[O15] so many and no more", () => {
    expect(members(joins(named(MAX_MEMBERS), "2026-02-01"))).toHaveLength(MAX_MEMBERS);
    const tooMany = { code: "invalid_request", problems: [{ field: "members", message: "would be more than 500" }] };
    given()
      .when(joins(named(MAX_MEMBERS + 1), "2026-02-01"))
      .refuses(tooMany);
    const full = joins(named(MAX_MEMBERS), "2026-02-01");
    given(full)
      .when(joins({ ada: {} }, "2026-02-02"))
      .refuses(tooMany);
    given(full)
      .when(joins({ ada: {}, "m-1": null }, "2026-02-02"))
      .emits({});
  });

  test.each([-1, 0.5, 1e12 + 1, Number.NaN])("[O15] [X10] %d is no budget", (budget) => {
    given()
      .when(joins({ ada: { budget } }, "2026-02-01"))
      .refuses({
        code: "invalid_request",
        problems: [{ field: "members.ada.budget", message: "is not a whole number from 0 to 10¹²" }],
      });
  });

  test.each(["", "a b", "a#b", "a".repeat(129)])("[O15] %j is nobody's id", (id) => {
    given()
      .when(joins({ [id]: {} }, "2026-02-01"))
      .refuses({
        code: "invalid_request",
        problems: [{ field: `members.${id}`, message: "is not 1 to 128 letters, digits and . _ : @ | + -" }],
      });
  });

  test.each(["a", "Z9._:@|+-", "a".repeat(128)])("[O15] %j is somebody's id", (id) => {
    expect(members(joins({ [id]: {} }, "2026-02-01"))).toEqual([{ id, budget: null }]);
  });

  test("[O15] an id is a name and nothing else, also one that objects have", () => {
    const odd = JSON.parse('{"__proto__": {"budget": 5}, "constructor": {}}') as SaidMembers;
    expect(members(joins(odd, "2026-02-01"))).toEqual([
      { id: "__proto__", budget: 5 },
      { id: "constructor", budget: null },
    ]);
    given(february, adaAndBea).when(asked("toString", image)).refuses(notAMember);
  });

  test("[O15] a product without pools has no members; who is there from before can be removed", () => {
    const { pools: _, ...alone } = omnia;
    const policy: Policy = alone;
    givenPolicy(policy)
      .when(adaAndBea)
      .refuses({ code: "invalid_request", problems: [{ field: "members", message: "are for plans with a pool" }] });
    givenPolicy(policy)
      .when(joins({ ada: null }, "2026-02-01"))
      .emits({ reason: "described" });
  });
});
