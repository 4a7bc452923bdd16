import Stripe from "stripe";
import { expect, test } from "vitest";
import { violations } from "./violations.ts";

const clock = {
  id: "clock_1",
  object: "test_helpers.test_clock",
  created: 1767225600,
  deletes_after: 1769817600,
  frozen_time: 1767225600,
  livemode: false,
  name: null,
  status: "ready",
  status_details: {},
};
const event = {
  id: "evt_1",
  object: "event",
  api_version: Stripe.API_VERSION,
  created: 1767225600,
  data: { object: clock },
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type: "test_helpers.test_clock.ready",
};
const { frozen_time: _, ...unfrozen } = clock;
const line = "test_helpers.test_clock";

test("an object that has all that it must and nothing else is right, alone, in a list and in an event", () => {
  for (const right of [clock, { object: "list", data: [clock] }, event]) expect(violations(right)).toEqual([]);
});

test.each([
  ["a missing field", unfrozen, `${line} must have required property 'frozen_time'`],
  ["a field that is none", { ...clock, plan: null }, `${line} must NOT have additional properties: plan`],
  ["half a second", { ...clock, created: 0.5 }, `${line}/created must be integer`],
  [
    "a word that Stripe does not use",
    { ...clock, status: "idle" },
    `${line}/status must be equal to one of the allowed values: advancing, internal_failure, ready`,
  ],
  ["a field that is missing further down", { object: "list", data: [unfrozen] }, /^test_helpers.test_clock must have/],
  ["an event of another version", { ...event, api_version: "2020-08-27" }, /api_version is 2020-08-27, and not 2026-/],
  ["an event about something else", { ...event, type: "invoice.paid" }, /^invoice.paid\/data\/object must have/],
  ["an event that does not exist", { ...event, type: "invoice.payed" }, /^invoice.payed is nothing that/],
  ["what is no object", { error: {} }, /^\{"error":\{\}\} is nothing that/],
])("%s is found in it", (_title, wrong, said) => {
  const [first = ""] = violations(wrong);
  if (said instanceof RegExp) expect(first).toMatch(said);
  else expect(first).toBe(said);
});

test("an object of a near version may lack fields and use new words, but not have others", () => {
  expect(violations({ ...unfrozen, status: "idle" }, "shape")).toEqual([]);
  expect(violations({ ...clock, plan: null }, "shape")).toEqual([`${line} must NOT have additional properties: plan`]);
});

test("what has changed may be any part of an object, however small", () => {
  const updated = { ...event, type: "customer.subscription.updated" };
  const said = (previous_attributes: object) =>
    violations({ ...updated, data: { object: {}, previous_attributes } }).filter((each) => each.includes("previous"));
  expect(
    said({ metadata: { a: null }, status_details: null, items: { data: [{ current_period_end: 1767225600 }] } }),
  ).toEqual([]);
  expect(said({ current_period_end: 1767225600 })).toHaveLength(1);
});
