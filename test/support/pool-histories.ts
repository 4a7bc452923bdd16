import type { DescribeAccount, SaidMembers } from "@passbook/core";
import fc from "fast-check";
import { busy, hours, inOrder } from "./histories.ts";
import type { Happening } from "./journal.ts";
import { anyUsage, mixed } from "./usage-histories.ts";

// Random lives of a pool: the same as of any account, by three people, whose budgets and membership change meanwhile.

export const pooled = { ...mixed, pools: ["team"] };

const person = fc.constantFrom("ada", "bea", "cy");
const budget = fc.option(fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.constantFrom(500, 1_000)), { nil: null });
const standing = fc.oneof(
  { weight: 6, arbitrary: fc.record({ budget }) },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const said: fc.Arbitrary<SaidMembers> = fc.dictionary(person, standing, { minKeys: 1, maxKeys: 3 });
const description: fc.Arbitrary<DescribeAccount> = fc.record({
  type: fc.constant("DescribeAccount"),
  now: busy.map(hours),
  request: fc.uuid(),
  by: fc.constant("backend"),
  members: said,
});

/** Everybody is in it from the beginning, most with a budget. */
const founding: fc.Arbitrary<DescribeAccount> = fc
  .record({ ada: fc.record({ budget }), bea: fc.record({ budget }), cy: fc.record({ budget }) })
  .map((members) => ({ type: "DescribeAccount", now: hours(0), request: "founding", by: "backend", members }));

const isAsked = (happening: Happening) => happening.type === "Spend" || happening.type === "PlaceHold";

/** In whatever order. */
export const poolLife: fc.Arbitrary<Happening[]> = fc
  .tuple(founding, anyUsage, fc.array(person, { minLength: 1 }), fc.array(description, { maxLength: 4 }))
  .map(([first, usage, people, descriptions]) => [
    first,
    ...inOrder([
      ...usage.map((happening, n) =>
        isAsked(happening) ? { ...happening, by: people[n % people.length] ?? "ada" } : happening,
      ),
      ...descriptions,
    ]),
  ]);
