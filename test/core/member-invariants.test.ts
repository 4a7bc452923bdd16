import {
  type Account,
  checkAccount,
  decide,
  type Entry,
  emptyAccount,
  evolveChecked,
  InvariantBroken,
  MAX_CREDITS,
  MAX_MEMBERS,
  type Member,
} from "@passbook/core";
import { describe, expect, test } from "vitest";
import { holds } from "../support/booking-story.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { omnia, takes } from "../support/omnia-story.ts";
import { asked, joins, team } from "../support/pool-story.ts";

const story = [team("2026-02-01", "2026-03-01"), joins({ ada: { budget: 100 }, bea: {} }, "2026-02-01")];
const pool = (): Account => play(omnia, story).account;
const entryOf = (by: string): Entry => {
  const decision = decide(omnia, pool(), asked(by, takes(60, "2026-02-03")));
  if (decision.decision !== "accepted") throw new Error(decision.decision);
  return decision.entry;
};
const cycle = at("2026-02-01");

describe("what the rules can't have made of a pool is refused before it is written", () => {
  test.each<[string, Entry["member"], string]>([
    ["nobody's", undefined, "is no member's"],
    ["somebody else's", { id: "eve" }, "is no member's"],
    ["over its member's budget", { id: "ada", cycle, spent: 101 }, "spends more than its member's budget"],
    ["less than nothing", { id: "ada", cycle, spent: -1 }, "counts what are no credits"],
    ["half a credit", { id: "ada", cycle, spent: 0.5 }, "counts what are no credits"],
  ])("[O15] a spend that is %s", (_, member, complaint) => {
    const { member: __, ...entry } = entryOf("ada");
    const append = () => evolveChecked(pool(), [{ ...entry, ...(member && { member }) }]);
    expect(append).toThrow(InvariantBroken);
    expect(append).toThrow(complaint);
    expect(append).toThrow(/^entry 3 /);
  });

  test("[O15] [X9] a hold that is nobody's", () => {
    const decision = decide(omnia, pool(), asked("ada", holds(60, "2026-02-03", "2026-02-10")));
    if (decision.decision !== "accepted") throw new Error(decision.decision);
    const { member: _, ...entry } = decision.entry;
    expect(() => evolveChecked(pool(), [decision.entry])).not.toThrow();
    expect(() => evolveChecked(pool(), [entry])).toThrow(new InvariantBroken("entry 3 is no member's"));
  });

  test("[O15] what came back to somebody who has left since is not checked against the members", () => {
    const { member: _, ...entry } = entryOf("ada");
    const nothing = { ...entry, type: "noted", movements: [], balance: 6_000, bySource: { plan: 6_000 } } as const;
    expect(() => evolveChecked(pool(), [nothing])).not.toThrow();
  });

  test("[O15] what they did make is not", () => {
    for (const by of ["ada", "bea"]) expect(() => evolveChecked(pool(), [entryOf(by)])).not.toThrow();
    const exact = { ...entryOf("ada"), member: { id: "ada", cycle, spent: 100 } };
    expect(() => evolveChecked(pool(), [exact])).not.toThrow();
  });

  const withMembers = (...members: Member[]): Account => ({ ...emptyAccount("crew"), members });
  const many = Array.from({ length: MAX_MEMBERS + 1 }, (_, n): Member => ({ id: `m-${n}`, budget: MAX_CREDITS }));

  test("[O15] members who are there twice, or too many, or with what is no budget", () => {
    expect(() => checkAccount(withMembers(...many.slice(1)))).not.toThrow();
    expect(() => checkAccount(withMembers(...many))).toThrow("the account has too many members");
    expect(() => checkAccount(withMembers({ id: "ada", budget: 1 }, { id: "ada", budget: null }))).toThrow(
      "the account has a member twice",
    );
    expect(() => checkAccount(withMembers({ id: "ada", budget: MAX_CREDITS + 1 }))).toThrow(
      "the account has a member with a budget of what are no credits",
    );
    expect(() => checkAccount(withMembers({ id: "ada", budget: -1 }))).toThrow("no credits");
  });
});
