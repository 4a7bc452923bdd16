import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { counted } from "./counted.ts";
import { crashEverywhere } from "./matrix.ts";
import { ada, type Shopper, shopper } from "./subscribed.ts";

// What is asked about a subscription that Stripe knows: every call to Stripe and to the table, where `crash.test.ts` finds the
// verbs by their routes, and a subscription of which only the table knows.

const passes = counted();
const MANY_TIMEOUT_MS = 60_000;
const monthly = (plan: string) => (story: Shopper) => story.buys({ plan, interval: "month" });
const asked = (verb: string, body: object) => (story: Shopper) => story.asks(verb, body);

describe("Whoever dies at a call that changes a subscription leaves nothing that sending it again does not finish", () => {
  it.each([
    [
      "a plan with an add-on is bought",
      musiversal,
      [],
      "checkout",
      { plan: "studio-5", interval: "month", addOns: ["extra"] },
    ],
    ["an add-on beside a plan", musiversal, [monthly("studio-5")], "checkout", { addOn: "extra" }],
    [
      "an add-on beside a plan that is going to change",
      musiversal,
      [monthly("studio-10"), asked("plan", { plan: "studio-5", interval: "month" })],
      "checkout",
      { addOn: "extra" },
    ],
    ["a larger plan, at once", neume, [monthly("basic")], "plan", { plan: "pro", interval: "month" }],
    [
      "a larger plan, from the next renewal on",
      omnia,
      [monthly("creator")],
      "plan",
      { plan: "pro", interval: "month" },
    ],
    [
      "a larger plan inside a paid year",
      omnia,
      [(story: Shopper) => story.buys({ plan: "creator", interval: "year" })],
      "plan",
      { plan: "pro", interval: "year" },
    ],
    [
      "a smaller plan, in the place of another that was planned",
      omnia,
      [monthly("team"), asked("plan", { plan: "pro", interval: "month" })],
      "plan",
      { plan: "creator", interval: "month" },
    ],
    [
      "the end, for later, of what was planned too",
      omnia,
      [monthly("team"), asked("plan", { plan: "pro", interval: "month" })],
      "cancel",
      { when: "period_end" },
    ],
    ["the end, now", omnia, [monthly("creator")], "cancel", { when: "now" }],
    ["the end, taken back", omnia, [monthly("creator"), asked("cancel", { when: "period_end" })], "resume", {}],
    ["the portal's page", omnia, [monthly("creator")], "portal", { cancel: "period_end" }],
  ] as const)(
    "[X9] %s",
    async (_, policy, begins, verb, body) => {
      const story = await shopper(policy);
      for (const step of begins) await step(story);
      const { stage, stripe } = story;
      const { answer: before } = await stripe.control("snapshot");
      const line = `POST /accounts/ada/${verb}`;
      const crashed = await crashEverywhere({
        name: `${line} ${JSON.stringify(body)}`,
        stage,
        line,
        request: { token: ada, key: "the key", body },
        reset: async () => void (await stripe.control("restore", before)),
        outside: async () => (await stripe.events()).map(({ type }) => type),
      });
      passes(crashed);
      expect(
        crashed.sites.filter((site) => site.startsWith("POST") || site.startsWith("DELETE")).length,
      ).toBeGreaterThan(0);
    },
    MANY_TIMEOUT_MS,
  );
});
