import { REAL_TIME, type SeeCustomer } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { describe, expect, test } from "vitest";
import { given } from "../support/given.ts";
import { at } from "../support/instants.ts";
import { type Happening, play } from "../support/journal.ts";
import { calls, omnia, signedUp, takes, uses } from "../support/omnia-story.ts";

/** Stripe tells of a customer who belongs to the account. */
function customer(createdAt: string, told: Partial<SeeCustomer> = {}): SeeCustomer {
  const name = { customer: "cus_1", clock: null };
  return { type: "SeeCustomer", now: at(createdAt), ...name, createdAt: at(createdAt), ...told };
}

const after = (...told: Happening[]) => play(omnia, told).account;

describe("an account's first customer", () => {
  test("[M7] says since when the account is there, where nobody has said when it signed up", () => {
    expect(after(customer("2022-05-01"), calls("2026-01-01")).seenAt).toBe(at("2022-05-01"));
    expect(after(calls("2021-01-01"), customer("2022-05-01")).seenAt).toBe(at("2021-01-01"));
  });

  test("[M7] makes it a legacy one if it was made early, but for what the product says", () => {
    const legacy = { isFor: (...told: Happening[]) => play(musiversal, told).account };
    expect(legacy.isFor(customer("2022-05-01"))).toMatchObject({ signedUpAt: null, seenAt: at("2022-05-01") });
    expect(legacy.isFor(customer("2022-05-01"), signedUp("2024-01-01", "2026-01-01")).signedUpAt).toBe(
      at("2024-01-01"),
    );
  });

  test("is the one whose clock the account lives by", () => {
    const on = customer("2026-01-01", { clock: "clock_1" });
    const other = customer("2026-02-01", { customer: "cus_2", clock: "clock_2" });
    expect(after(on, other).clock).toBe("clock_1");
    expect(after(customer("2026-01-01"), other).clock).toBe(REAL_TIME);
    expect(REAL_TIME).toBe("real");
    expect(after(takes(1, "2026-01-01")).clock).toBeNull();
  });

  test("is written down with who that is, and what clock", () => {
    given()
      .when(customer("2026-01-01", { clock: "clock_1", now: at("2026-01-02") }))
      .emits({
        key: "mark/cus_1",
        type: "noted",
        reason: "customer",
        ref: { customer: "cus_1", clock: "clock_1" },
        at: "2026-01-02",
        occurredAt: "2026-01-01",
        by: "stripe",
      });
    const [entry] = given().when(customer("2026-01-01")).entries();
    expect(entry?.ref).toEqual({ customer: "cus_1" });
  });

  test("[X2] reopens nothing, whenever it is told", () => {
    const told = customer("2025-01-01", { now: at("2026-03-01") });
    const journal = play(omnia, [calls("2026-01-01"), uses("image", "2026-01-02"), told]);
    expect(journal.entries.at(-1)).toMatchObject({ type: "noted", reason: "customer", movements: [] });
    expect(journal.entries.at(-1)?.corrected).toBeUndefined();
  });
});
