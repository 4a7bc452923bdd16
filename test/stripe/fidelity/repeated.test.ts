import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { beside, hasFixtures, recorded } from "../../support/fixtures.ts";
import { type Account, isReal, openAccount } from "./account.ts";
import { differences, madeAt } from "./difference.ts";
import { explained, explanations } from "./explanations.ts";
import { repeated } from "./repeated.ts";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

const used = new Set<string>();

describe.skipIf(!hasFixtures || isReal)(`what was recorded, done again here${beside}`, () => {
  test.each(Object.entries(repeated))("%s is the same, but for what the document says", async (name, repeat) => {
    const there = recorded().get(name);
    await repeat({ account, ...sceneOf(there) });
    const found = differences(there, account.answers.at(-1));
    const unexplained = found.filter((difference) => {
      const by = explained(there, difference);
      for (const explanation of by) used.add(explanation.field);
      return by.length === 0;
    });
    expect(unexplained).toEqual([]);
  });

  test("every difference that the document explains is there", () => {
    expect(explanations().filter(({ field }) => !used.has(field))).toEqual([]);
  });

  test("only a recording of taxes, which are none of ours, is not done again", () => {
    expect([...recorded().keys()].filter((name) => !Object.hasOwn(repeated, name))).toEqual([
      "invoice.paid.subscription_create.with_tax_before_credit_note",
    ]);
  });
});

/** When it was recorded, and for how much a month. */
function sceneOf(there: unknown) {
  const isBasic = /"(?:unit_amount|amount|amount_total|amount_paid)":1000,/.test(JSON.stringify(there));
  return { at: madeAt(there), price: isBasic ? account.prices.basic : account.prices.month };
}
