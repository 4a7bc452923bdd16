import { expect, it } from "vitest";
import { at } from "../support/instants.ts";
import { customer, told, unix } from "../support/stripe-objects.ts";
import { deliver, passbookBeside } from "../support/webhook.ts";

const SAID = "2026-01-31T12:00:00Z";

function stands(instant: string) {
  const clock = { id: "clock_1", object: "test_helpers.test_clock", frozen_time: unix(instant) };
  return told("test_helpers.test_clock.ready", clock, SAID);
}

it("A test clock goes forward only, in whatever order Stripe tells where it stands", async () => {
  const { passbook } = await passbookBeside();
  expect(await deliver(passbook, stands("2026-03-01"), stands("2026-02-01"))).toEqual([200, 200]);
  expect(await passbook.table.readClock("clock_1")).toBe(at("2026-03-01"));
});

it("An account lives by the clock of its first customer that has one, told once", async () => {
  const { passbook } = await passbookBeside();
  const created = told("customer.created", customer({ test_clock: "clock_1" }), SAID);
  const updated = told("customer.updated", customer({ test_clock: "clock_1" }), SAID);
  expect(await deliver(passbook, created, created, updated)).toEqual([200, 200, 200]);
  const { account } = await passbook.table.readHead("ada");
  expect(account).toMatchObject({ clock: "clock_1", seq: 1, seenAt: at("2026-01-31T11:00:00Z") });
});
