import { neume } from "@passbook/core/policies/neume";
import { describe, expect, it } from "vitest";
import { billingStory } from "../support/billing-story.ts";

const BASIC = { plan: "basic", interval: "month" };
const conflict = { status: 409, body: { code: "idempotency_conflict" } };
const invalid = { status: 422, body: { code: "invalid_request" } };

/** Each verb of Stripe's, with what makes sense and what does not. */
const verbs = [
  ["checkout", { pack: "pack_200" }, { pack: "pack_3" }],
  ["portal", {}, { cancel: "tomorrow" }],
  ["plan", { plan: "plus", interval: "month" }, { plan: "gold", interval: "month" }],
  ["cancel", { when: "period_end" }, { when: "tomorrow" }],
  ["resume", {}, { when: "now" }],
] as const;

async function subscribed(verb: string) {
  const story = await billingStory(neume);
  await story.buys(BASIC);
  if (verb === "resume") await story.done("cancel", { when: "period_end" });
  return story;
}

describe.each(verbs)("The key of a %s", (verb, good, bad) => {
  it("[X9] that is used is told before what is wrong with the content", async () => {
    const story = await subscribed(verb);
    const { text } = await story.ask(verb, good, "k");
    expect(await story.ask(verb, bad, "k")).toMatchObject(conflict);
    expect(await story.ask(verb, { ...good, colour: "red" }, "k")).toMatchObject(conflict);
    expect(await story.ask(verb, bad, "another")).toMatchObject(invalid);
    expect((await story.ask(verb, good, "k")).text).toBe(text);
  });

  it("[X9] is not used by a content that is wrong: mended, it is done", async () => {
    const story = await subscribed(verb);
    for (let n = 0; n < 2; n += 1) expect(await story.ask(verb, bad, "k")).toMatchObject(invalid);
    expect(await story.ask(verb, good, "k")).toMatchObject({ status: 200, headers: {} });
    story.stripe.wall.now += 24 * 3_600_000;
    expect(await story.ask(verb, bad, "k")).toMatchObject(invalid);
  });

  it("[X9] is told to be wrong, also where Stripe does not answer", async () => {
    const story = await subscribed(verb);
    story.wire.diesAfter(0);
    expect(await story.call(verb, bad, "k")).toMatchObject(invalid);
  });

  it("[X9] is one for all of them: that of another verb is a conflict", async () => {
    const story = await subscribed(verb);
    await story.done(verb, good, "k");
    for (const [other, content] of verbs.filter(([name]) => name !== verb))
      expect(await story.ask(other, content, "k")).toMatchObject(conflict);
  });
});

describe("A used key", () => {
  it("[X9] is told before what the rules refuse", async () => {
    const story = await billingStory(neume);
    await story.done("checkout", BASIC, "k");
    expect(await story.ask("plan", BASIC, "k")).toMatchObject(conflict);
    expect(await story.ask("checkout", { pack: "pack_50" }, "k")).toMatchObject(conflict);
    expect(await story.ask("checkout", { pack: "pack_50" })).toMatchObject({ body: { code: "not_for_you" } });
  });

  it("[X9] of an earlier request is answered as then, though the rules would refuse it by now", async () => {
    const story = await subscribed("plan");
    const first = await story.ask("plan", { plan: "plus", interval: "month" }, "first");
    await story.done("plan", { plan: "pro", interval: "month" });
    await story.done("cancel", { when: "period_end" });
    expect(await story.ask("plan", { plan: "plus", interval: "month" }, "first")).toMatchObject({
      status: 200,
      text: first.text,
    });
    expect(await story.ask("plan", { plan: "pro", interval: "month" }, "first")).toMatchObject(conflict);
  });
});
