import { expect, it } from "vitest";
import { formatsFor } from "../../web/src/formats.ts";
import { localeOf } from "../../web/src/whole-locale.ts";

it("money is written as the reader's locale and the currency's smallest unit have it, without empty cents", () => {
  const { money } = formatsFor("en-US");
  expect([money(990, "EUR"), money(9900, "EUR"), money(500, "JPY")]).toEqual(["€9.90", "€99", "¥500"]);
  expect(formatsFor("de-DE").money(123_456, "EUR")).toBe("1.234,56\u00a0€");
});

it("[N4] credits are counted in words and figures, with a true minus", () => {
  const { credits, formats } = localeOf({ locale: "en-US" });
  expect([credits(1), credits(1_490), formats.signed(-60), formats.signed(0)]).toEqual([
    "1 credit",
    "1,490 credits",
    "−60",
    "0",
  ]);
});

it("a plan is called as the host calls it, or as its id spells it", () => {
  const { named } = localeOf({ texts: { names: { pro: "Professional" } } });
  expect([named("pro"), named("studio-10")]).toEqual(["Professional", "Studio 10"]);
});
