import { passbook } from "@passbook/client";
import { musiversal } from "@passbook/core/policies/musiversal";
import { expect, it } from "vitest";
import { billingStory } from "../support/billing-story.ts";
import { served } from "../support/served-passbook.ts";

/** Ada, Musiversal and its Stripe. */
async function adaAtTheShop() {
  const story = await billingStory(musiversal);
  const { url, issue } = await served(story.passbook);
  const ada = passbook({ url, token: () => issue({ sub: "ada" }) }).account("ada");
  /** She buys what is on Stripe's page. */
  const pays = async (page: string) => {
    expect(await story.pay(page)).toBe(303);
    await story.told();
  };
  return { ada, pays };
}

it("Ada subscribes on Stripe's page, takes an add-on, upgrades after a look, and manages her card", async () => {
  const { ada, pays } = await adaAtTheShop();
  const { url } = await ada.checkout({ plan: "studio-5", interval: "month" });
  await pays(url);
  const before = await ada.get();
  expect(before).toMatchObject({ plan: "studio-5", status: "active", balance: 5 });

  const { effectiveAt } = await ada.checkout({ addOn: "extra" });
  expect(Date.parse(effectiveAt)).toBeGreaterThan(0);

  const preview = await ada.previewPlan({ plan: "studio-50", interval: "month" });
  expect(preview).toMatchObject({ direction: "up", credits: { granted: expect.any(Number) } });
  expect(await ada.get()).toMatchObject({ plan: "studio-5" });
  expect(await ada.changePlan({ plan: "studio-50", interval: "month" })).toMatchObject({ direction: "up" });

  expect((await ada.portal()).url).toMatch(/^http/);
});

it("Ada looks at what she would lose, cancels, and thinks better of it", async () => {
  const { ada, pays } = await adaAtTheShop();
  await pays((await ada.checkout({ plan: "studio-5", interval: "month" })).url);
  const { loses } = await ada.previewCancel({ when: "period_end" });
  expect(loses).toContain("plan");
  expect(await ada.cancel({ when: "period_end" })).toMatchObject({ ends: { plan: "studio-5" } });
  expect(await ada.resume()).toMatchObject({ plan: "studio-5" });
});
