import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
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

  test.each(["unpaid", "past_due", "pause"] as const)("the broke one, who ends as %s", async (afterLastAttempt) => {
    const other = await openAccount({ afterLastAttempt });
    onTestFinished(() => other.close());
    await lives["broke"]?.(other);
    await eventsSince(other, undefined);
    expect(other.violations()).toEqual([]);
  });

  test("and so is every event, of every kind that Passbook may be sent", async () => {
    const events = await eventsSince(account, undefined);
    expect(account.violations()).toEqual([]);
    expect(new Set(typesOf(events)).size).toBeGreaterThanOrEqual(50);
  });

  test("and what was delivered is what the log says, each event once", async () => {
    // The first is the birth of everybody's clock: nobody listens yet.
    const [, ...logged] = await eventsSince(account, undefined);
    const delivered = (await account.delivered()) as readonly Stripe.Event[];
    expect(delivered.flatMap((event) => violations(event))).toEqual([]);
    const byId = new Map(delivered.map((event) => [event.id, event.data.object]));
    expect(delivered).toHaveLength(byId.size);
    expect([...byId.keys()].toSorted()).toEqual(logged.map(({ id }) => id).toSorted());
    for (const { id, data } of logged) expect(byId.get(id)).toEqual(JSON.parse(JSON.stringify(data.object)));
  });
});
