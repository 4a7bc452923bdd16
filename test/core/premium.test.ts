import { type Account, decide, free, onlyOn, type Policy, planInForce, planMissing } from "@passbook/core";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { givenPolicy, spent } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { play } from "../support/journal.ts";
import { bought, month, takes, uses } from "../support/omnia-story.ts";

const given = (...history: Parameters<typeof givenPolicy>[1][]) => givenPolicy(neume, ...history);
const paid = (plan: string, subscription = "sub_1") => month("2026-02-01", "2026-03-01", { plan, subscription });
const premium = uses("song-studio", "2026-02-03");
const refusal = { code: "plan_required", plans: ["plus", "pro"] };

describe("access to premium features with certain subscription tiers", () => {
  test.each(["plus", "pro"])("[N6] %s may use the song studio, for credits", (plan) => {
    given(paid(plan))
      .when(premium)
      .emits({ reason: "song-studio", movements: [spent(20)] });
  });

  test("[N6] basic may not, however many credits there are, and is told which plans may", () => {
    given(paid("basic"), bought("pack_1000", "2026-02-02")).when(premium).refuses(refusal);
  });

  test("[N6] it is the plan that is missing, not credits, also where both are", () => {
    given(paid("basic"), takes(100, "2026-02-02")).when(premium).refuses(refusal);
    given().when(premium).refuses(refusal);
  });

  test("[N6] but what is wrong with the request is told before", () => {
    given(paid("basic"))
      .when(uses("song-studio", "2026-02-03", { quantity: 0 }))
      .refuses({ code: "invalid_request", problems: [{ field: "quantity" }] });
  });

  test("[N6] an amount that an operator names asks for no plan", () => {
    given(paid("basic"))
      .when(takes(20, "2026-02-03"))
      .emits({ movements: [spent(20)] });
  });

  test("[N6] a free service may be premium, too", () => {
    const policy: Policy = { ...neume, services: { preview: onlyOn(["pro"], free) } };
    const preview = uses("preview", "2026-02-03");
    givenPolicy(policy, paid("plus"))
      .when(preview)
      .refuses({ code: "plan_required", plans: ["pro"] });
    givenPolicy(policy, paid("pro")).when(preview).isFree();
  });
});

describe("a plan that the policy has no more", () => {
  const { plus: _, ...others } = neume.plans;
  const member = () => play(neume, [paid("plus")]).account;

  test("[N6] its members pay for what needs no plan as before", () => {
    expect(decide({ ...neume, plans: others }, member(), uses("song", "2026-02-03"))).toMatchObject({
      decision: "accepted",
      entry: { movements: [spent(10)] },
    });
  });

  test("[N6] whether they may use what needs one, nobody can say", () => {
    expect(() => decide({ ...neume, plans: others }, member(), premium)).toThrow(RangeError);
  });
});

test("[N6] what there is not is nobody's to use, and no plan would help", () => {
  const { account } = play(neume, [paid("plus")]);
  expect(planMissing(neume, account, "hologram", at("2026-02-03"))).toBeUndefined();
});

describe("the plan in force", () => {
  const inForce = (account: Account, now: string) => planInForce(neume, account, at(now));

  test("[N6] [X1] runs until the end of the grace", () => {
    given(paid("plus"))
      .when(uses("song-studio", "2026-03-03T23:59:59.999Z"))
      .emits({ movements: [spent(20)] });
    given(paid("plus"), bought("pack_50", "2026-02-02")).when(uses("song-studio", "2026-03-04")).refuses(refusal);
  });

  test("[N6] [X3] a clock that is behind the journal does not bring a plan back", () => {
    given(paid("plus"), bought("pack_50", "2026-02-02"), takes(1, "2026-03-05"))
      .when(uses("song-studio", "2026-03-03"))
      .refuses(refusal);
  });

  test("[O14] of two that are paid the larger one, whichever came first", () => {
    for (const plans of [["basic", "pro"] as const, ["pro", "basic"] as const]) {
      const { account } = play(neume, [paid(plans[0], "sub_1"), paid(plans[1], "sub_2")]);
      expect(inForce(account, "2026-02-03")).toBe("pro");
    }
  });

  test("[O14] many of a small plan are no larger plan", () => {
    const many = month("2026-02-01", "2026-03-01", { plan: "basic", quantity: 9, subscription: "sub_2" });
    expect(inForce(play(neume, [paid("plus"), many]).account, "2026-02-03")).toBe("plus");
  });

  test("is none where nothing was paid, or the time is over", () => {
    expect(inForce(play(neume, []).account, "2026-02-03")).toBeUndefined();
    expect(inForce(play(neume, [paid("plus")]).account, "2026-03-04")).toBeUndefined();
  });
});
