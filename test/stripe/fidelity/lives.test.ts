import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { violations } from "../schema/violations.ts";
import { type Account, isReal, openAccount } from "./account.ts";
import { eventsSince, typesOf } from "./events-since.ts";
import { lives } from "./lives.ts";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

// They fill in pages, and take long: on a real account months pass in minutes.
describe.skipIf(isReal)("whatever becomes of a customer, all that is answered is as Stripe's types say", () => {
  test.each(Object.entries(lives))("the %s one", async (_, live) => {
    const before = account.answers.length;
    await live(account);
    const answers = account.answers.slice(before);
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.flatMap((answer) => violations(answer))).toEqual([]);
  });

  test("and so is every event, of every kind that Passbook may be sent", async () => {
    const events = await eventsSince(account, undefined);
    expect(account.violations()).toEqual([]);
    expect(new Set(typesOf(events)).size).toBeGreaterThanOrEqual(50);
  });
});
