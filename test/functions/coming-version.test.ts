import type { Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { push } from "../../cli/push/push.ts";
import { type BillingStory, billingStory } from "../support/billing-story.ts";
import { ada } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { testPassbook } from "../support/test-passbook.ts";

/**
 * Deployed in February, in force from 10 March on: Creator gives 600 credits for 12.90 a month, there is a plan more, Pro is
 * sold no more, one pack is dearer and the other is gone, and what is low is said otherwise.
 */
const coming: Policy = {
  ...omnia,
  version: "2026-03-10",
  plans: {
    ...omnia.plans,
    creator: { allowance: 600, price: { month: 12_90, year: 99_00 } },
    pro: { allowance: 2_000, price: {} },
    studio: { allowance: 4_000, price: { month: 39_00 } },
  },
  packs: { pack_1000: { credits: 1_000, price: 25_00, lasts: { lifetime: "forever" } } },
  low: 123,
  earlier: [omnia],
};
const EVE = "2026-03-09T23:59:30Z";
const DAY = "2026-03-10T00:00:00Z";

const creator = { plan: "creator", interval: "month" };
const pro = { plan: "pro", interval: "month" };
const studio = { plan: "studio", interval: "month" };

interface View {
  readonly offers: Record<"plans" | "packs", { plan?: string; pack?: string; interval?: string; amount: number }[]>;
  readonly nextRenewal: object;
  readonly warnings: object[];
}

/** Ada's story with both versions deployed, and the prices of the one to come pushed before its day. */
async function deployedEarly(begins = "2026-02-20T12:00:00Z") {
  const story = await billingStory(omnia, begins, coming);
  const { stripe, passbook } = story;
  const pushed = { policy: coming, now: at(begins), stripe: stripe.api, table: passbook.table };
  await push({ ...pushed, webhook: undefined, isMeant: true });
  return story;
}

const view = async ({ passbook }: BillingStory) =>
  (await passbook.call("GET /accounts/ada", { token: ada })).body as View;

const sells = async (story: BillingStory) => {
  const { plans, packs } = (await view(story)).offers;
  const monthly = plans.filter(({ interval }) => interval === "month");
  return Object.fromEntries([...monthly, ...packs].map(({ plan, pack, amount }) => [plan ?? pack, amount]));
};

describe("A version of the policy that is still to come", () => {
  it("is not in the catalogue before its day, and nobody keeps an answer beyond it", async () => {
    const passbook = await testPassbook({ policy: coming });
    const catalogue = async (now: string) => {
      passbook.time.now = at(now);
      const { body, headers } = await passbook.call("GET /catalog");
      return [(body as { version: string }).version, headers["cache-control"]];
    };
    expect(await catalogue("2026-03-01")).toEqual([omnia.version, "public, max-age=60"]);
    expect(await catalogue(EVE)).toEqual([omnia.version, "public, max-age=30"]);
    expect(await catalogue("2026-03-09T23:59:59.900Z")).toEqual([omnia.version, "public, max-age=0"]);
    expect(await catalogue(DAY)).toEqual(["2026-03-10", "public, max-age=60"]);
  });

  it("sells nothing before its day, though its prices are on the shelf, and all from its day on, without another push", async () => {
    const story = await deployedEarly();
    const same = { team: 79_00, enterprise: 249_00 };
    const before = { ...same, creator: 9_90, pro: 29_00, pack_1000: 19_00, pack_5000: 79_00 };
    expect(await sells(story)).toEqual(before);
    expect(await story.ask("checkout", studio)).toMatchObject({ status: 422 });
    await story.buys({ pack: "pack_1000" });
    await story.buys(creator);
    expect([await story.has(), await story.latestPayment()]).toEqual([{ plan: 500, "top-up": 1_000 }, 9_90]);
    expect(await story.ask("plan", { ...studio, preview: true })).toMatchObject({ status: 422 });

    await story.until(DAY);
    expect(await sells(story)).toEqual({ ...same, creator: 12_90, studio: 39_00, pack_1000: 25_00 });
    expect(await story.ask("checkout", { pack: "pack_5000" })).toMatchObject({ status: 422 });
    await story.buys({ pack: "pack_1000" });
    expect(await story.has()).toEqual({ plan: 500, "top-up": 2_000 });
    const preview = await story.done("plan", { ...studio, preview: true });
    expect(preview).toMatchObject({ direction: "up", money: { dueNow: 0, next: { amount: 39_00 } } });
    await story.done("plan", studio);
    await story.until("2026-03-20T14:00:00Z");
    expect([await story.has(), await story.latestPayment()]).toEqual([{ plan: 4_000, "top-up": 2_000 }, 39_00]);
  });

  it("foretells the renewal after its day by its words, and says what is so today by today's", async () => {
    const story = await deployedEarly();
    await story.buys(creator);
    await story.spends(400);
    const renewal = { at: "2026-03-20T12:00:00.000Z", credits: 600, plan: "creator" };
    expect(await view(story)).toMatchObject({ nextRenewal: renewal, warnings: [] });
    expect(await story.balance()).toMatchObject({ nextRenewal: renewal });
    const tooMuch = { token: ada, key: "too much", body: { service: "avatar", quantity: 100 } };
    expect(await story.passbook.call("POST /accounts/ada/spends", tooMuch)).toMatchObject({
      status: 402,
      body: { nextRenewal: renewal, packs: [{ amount: 5 * 19_00 }, { amount: 79_00 }] },
    });
    await story.until(DAY);
    expect((await view(story)).warnings).toContainEqual({ code: "low_balance", low: 123 });
    await story.until("2026-03-20T14:00:00Z");
    // Who has bought for less goes on paying less.
    expect([await story.has(), await story.latestPayment()]).toEqual([{ plan: 600 }, 9_90]);
  });

  it("takes nothing from who has bought what it does not sell any more: it renews", async () => {
    const story = await deployedEarly();
    await story.buys(pro);
    await story.until("2026-03-20T14:00:00Z");
    expect(await story.ask("checkout", pro)).toMatchObject({ status: 422 });
    expect([await story.has(), await story.latestPayment()]).toEqual([{ plan: 2_000 }, 29_00]);
    expect(await story.done("cancel", { when: "period_end" })).toMatchObject({ ends: pro });
  });

  it.each(["pack_1000", "pack_5000"])(
    "[O6] of a page that was opened before its day for %s the pack is granted as it was sold",
    async (pack) => {
      const story = await deployedEarly("2026-03-09T23:50:00Z");
      const { url } = await story.done<{ url: string }>("checkout", { pack });
      await story.until("2026-03-10T00:10:00Z");
      expect(await story.pay(url)).toBe(303);
      expect(await story.has()).toMatchObject({ "top-up": Number(pack.slice(5)) });
    },
  );

  it("[X9] answers the same page to the same key, also once its day has come and the pack is gone", async () => {
    const story = await deployedEarly("2026-03-09T23:50:00Z");
    const first = await story.done("checkout", { pack: "pack_5000" }, "k");
    await story.until("2026-03-10T00:10:00Z");
    expect(await story.done("checkout", { pack: "pack_5000" }, "k")).toEqual(first);
    expect(await story.ask("checkout", { pack: "pack_7" }, "k")).toMatchObject({ status: 409 });
  });
});
