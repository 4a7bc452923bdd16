import {
  type Account,
  type Balance,
  type Code,
  type Entry,
  PassbookError,
  type Problem,
  passbook,
} from "@passbook/client";
import { expect, expectTypeOf, it } from "vitest";
import type { ProblemCode } from "../../functions/http/problem.ts";

const ada = passbook().account("ada");

it("Answers have their types", () => {
  expectTypeOf(ada.get).returns.resolves.toEqualTypeOf<Account>();
  expectTypeOf<Balance>().toHaveProperty("lots");
  expectTypeOf<Entry["type"]>().extract<"spent" | "told">().toEqualTypeOf<"spent">();
  expect(ada.id).toBe("ada");
});

it("What is bought says what is answered: a page, or when an add-on begins", () => {
  const page = () => ada.checkout({ pack: "pack_1000" });
  const addOn = () => ada.checkout({ addOn: "extra" });
  expectTypeOf(page).returns.resolves.toEqualTypeOf<{ readonly url: string }>();
  expectTypeOf(addOn).returns.resolves.toEqualTypeOf<{ readonly effectiveAt: string }>();
  expect([page, addOn]).toHaveLength(2);
});

it("What is asked for is checked before it is sent", () => {
  type Spent = Parameters<typeof ada.spend>[0];
  expectTypeOf<{ service: string }>().toExtend<Spent>();
  expectTypeOf<{ quote: string }>().toExtend<Spent>();
  expectTypeOf<{ amount: number }>().not.toExtend<Spent>();
  expectTypeOf<{ plan: string; interval: "week" }>().not.toExtend<Parameters<typeof ada.changePlan>[0]>();
  expect(ada).toHaveProperty("spend");
});

it("Codes are a closed set, and each has what would help", () => {
  type Ours = Exclude<ProblemCode, "invalid_signature" | "unreadable_event">;
  type OnTheWay = "unauthorized" | "forbidden" | "throttled" | "gateway_error" | "network_error" | "timeout";
  expectTypeOf<Code>().toEqualTypeOf<Ours | OnTheWay>();
  expectTypeOf<Problem<"plan_required">["plans"]>().toEqualTypeOf<readonly string[]>();
  expectTypeOf<Problem<"booking_limit">>().toHaveProperty("open");
  expectTypeOf<Problem<"busy">>().not.toHaveProperty("packs");
  const error: unknown = new PassbookError({ code: "timeout", detail: "Nothing was heard." });
  if (PassbookError.is(error, "insufficient_credits")) expectTypeOf(error.problem.short).toEqualTypeOf<number>();
  expect(PassbookError.is(error, "timeout")).toBe(true);
});
