import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { packBought, planPaid } from "../support/omnia-events.ts";
import { changed, customer, subscription, told, unix } from "../support/stripe-objects.ts";
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

describe("A customer who never named the account lives by their clock all the same: what names it asks for them", () => {
  const CUSTOMER = "/v1/customers/cus_ada";
  const onClock = customer({ metadata: {}, test_clock: "clock_1", created: unix("2022-05-01") });
  const stripe = { [CUSTOMER]: onClock };
  const silent = told("customer.created", onClock, SAID);
  const asked = (list: readonly string[]) => list.filter((request) => request.includes("customers"));

  it.each<[string, Stripe.Event]>([
    ["an invoice", changed(planPaid(), { test_clock: "clock_1" })],
    ["a subscription", told("customer.subscription.created", subscription({ test_clock: "clock_1" }), SAID)],
    ["a session", packBought()],
  ])("%s, once", async (_, event) => {
    const { passbook, stripe: beside } = await passbookBeside(stripe);
    expect(await deliver(passbook, stands("2026-02-10"), silent, event, event)).toEqual([200, 200, 200, 200]);
    const { body } = await passbook.call("GET /accounts/ada/balance", { token: reader("ada") });
    expect(body).toMatchObject({ asOf: "2026-02-10T00:00:00.000Z" });
    expect((await passbook.table.readHead("ada")).account).toMatchObject({
      clock: "clock_1",
      seenAt: at("2022-05-01"),
    });
    expect(asked(beside.asked)).toEqual([`GET ${CUSTOMER}`]);
  });

  it("and one that is gone by then has none", async () => {
    const { passbook } = await passbookBeside({ [CUSTOMER]: { id: "cus_ada", object: "customer", deleted: true } });
    expect(await deliver(passbook, changed(planPaid(), { test_clock: "clock_1" }))).toEqual([200]);
    expect((await passbook.table.readHead("ada")).account.clock).toBeNull();
  });

  it("nobody is asked for where money is real, or where there is no clock", async () => {
    const { passbook, stripe: beside } = await passbookBeside(stripe);
    expect(await deliver(passbook, planPaid(), changed(planPaid(), { test_clock: null }))).toEqual([200, 200]);
    expect(asked(beside.asked)).toEqual([]);
    const { passbook: live, stripe: real } = await passbookBeside(stripe, undefined, { livemode: true });
    expect(await deliver(live, { ...packBought(), livemode: true })).toEqual([200]);
    expect(real.asked).toEqual([]);
  });
});
