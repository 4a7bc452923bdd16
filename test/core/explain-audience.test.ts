import {
  costs,
  costsBy,
  expire,
  explain,
  explainSections,
  free,
  keep,
  members,
  onlyOn,
  type Policy,
  rollOver,
} from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { describe, expect, test } from "vitest";
import { omnia } from "../support/omnia-story.ts";

describe("for whom a rule is, in sentences", () => {
  test("[M7] who is a legacy user, what they pay, and what only they can buy", () => {
    expect(explain(musiversal)).toEqual(
      expect.arrayContaining([
        "Who signed up before 2023-01-01 is a legacy user.",
        "mixing costs 3 credits; legacy users pay 2.",
        "1 more credit costs USD 55.00 and does not expire.",
        "The packs of 5 and 20 credits can be bought only by legacy users.",
      ]),
    );
  });

  test("[N3] [N6] what needs a plan", () => {
    expect(explain(neume)).toEqual(
      expect.arrayContaining([
        "Packs can be bought only with a running plan.",
        "song-studio costs 20 credits; only for the plans plus and pro.",
      ]),
    );
  });

  test("[M7] [N6] all that a service can say", () => {
    const services: Policy["services"] = {
      song: costs(1, { legacy: 0 }),
      video: onlyOn(
        ["pro"],
        costsBy("quality", { low: 1, mid: 20, high: 3_000 }, { legacy: { low: 1, mid: 2, high: 3 } }),
      ),
      preview: onlyOn(["basic", "plus", "pro"], free),
    };
    const using = explainSections({ ...neume, services }).find(({ title }) => title === "Using credits");
    expect(using?.sentences.slice(0, 3)).toEqual([
      "song costs 1 credit; legacy users pay nothing.",
      "video costs 1 (low), 20 (mid) or 3,000 (high) credits, by quality; legacy users pay 1 (low), 2 (mid) or 3 (high); only for the plan pro.",
      "preview is free; only for the plans basic, plus and pro.",
    ]);
  });

  test("[M7] [N3] each condition of the packs once", () => {
    const { pack_1, ...others } = musiversal.packs;
    const legacy = { ...musiversal, packs: others };
    expect(explain(legacy)).toContain("Packs can be bought only by legacy users.");
    const { pack_5, ...one } = others;
    expect(
      explain({
        ...musiversal,
        packs: { ...one, pack_1: { ...one["pack_20"], credits: 1, needs: "subscription" } } as Policy["packs"],
      }),
    ).toEqual(
      expect.arrayContaining([
        "Packs can be bought only by legacy users.",
        "The pack of 1 credit can be bought only with a running plan.",
      ]),
    );
    expect([pack_1, pack_5]).not.toContain(undefined);
  });

  test("a subject about which there is nothing to say has no title", () => {
    const titles = (policy: Policy) => explainSections(policy).map(({ title }) => title);
    expect(titles(musiversal)).toEqual([
      "Plans",
      "Credits that are left",
      "Buying more",
      "Using credits",
      "Changing plans",
      "Cancelling",
      "Refunds",
      "Who is who",
    ]);
    expect(titles({ ...omnia, packs: {} })).toEqual([
      "Plans",
      "Credits that are left",
      "Using credits",
      "Teams",
      "Changing plans",
      "Cancelling",
      "Refunds",
    ]);
  });
});

describe("what happens to credits that are left, in sentences", () => {
  const left = (policy: Policy) => {
    const section = explainSections(policy).find(({ title }) => title === "Credits that are left");
    return section?.sentences.slice(0, -1);
  };
  const counted = "More than the limit may be stored: nothing is cut, nothing is added.";

  test("[M13] [M14] which plans roll over, up to how much, and whose don't", () => {
    expect(left(musiversal)).toEqual([
      "Credits of studio-2 that are left when the next ones come expire.",
      "Credits of studio-5, studio-10, studio-50 and studio-100 that are left when the next ones come roll over, up to 30 (studio-5), 60 (studio-10), 300 (studio-50) or 600 (studio-100).",
      `What counts against that limit is all credits of the account. ${counted}`,
      "Credits of payments before 2022-01-05 do not roll over.",
      "They do not roll over for yearly plans of legacy users bought before 2022-07-01.",
    ]);
  });

  test("[M13] the other words", () => {
    const rollover: Policy["rollover"] = { counting: "rollover", for: members("legacy") };
    expect(left({ ...neume, leftovers: rollOver({ upTo: 1_000 }), rollover })).toEqual([
      "Plan credits that are left when the next ones come roll over, up to 1,000.",
      `What counts against that limit is the credits that have rolled over. ${counted}`,
      "Credits roll over for legacy users only.",
    ]);
    const notFor = { interval: "month", boughtBefore: 0, by: "everyone" } as const;
    expect(left({ ...neume, rollover: { counting: "account", for: "everyone", notFor } })).toContain(
      "They do not roll over for monthly plans bought before 1970-01-01.",
    );
  });

  test("[N2] [O5] they expire, or they stay", () => {
    expect(left({ ...neume, leftovers: expire })).toEqual([
      "Plan credits that are left when the next ones come expire.",
    ]);
    expect(left({ ...neume, leftovers: keep })).toEqual(["Plan credits that are left when the next ones come stay."]);
  });
});
