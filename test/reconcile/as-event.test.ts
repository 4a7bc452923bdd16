import { describe, expect, it } from "vitest";
import { asEvent, type Reconcilable } from "../../functions/reconcile/as-event.ts";
import { instantSince } from "../../functions/reconcile/since.ts";
import { at } from "../support/instants.ts";

const NOW = 9_000;

/** The type and the second of the event that tells an object, asked at 9000. */
function telling(object: object): unknown {
  const event = asEvent({ id: "x_1", livemode: false, created: 1_000, ...object } as unknown as Reconcilable, NOW);
  return event && [event.type, event.created];
}

const invoice = (status: string, at_: object = {}) => ({
  object: "invoice",
  status,
  status_transitions: { paid_at: null, voided_at: null, marked_uncollectible_at: null, ...at_ },
});
const session = (status: string, payment_intent: unknown) => ({ object: "checkout.session", status, payment_intent });

describe("The event that would have told an object", () => {
  it.each([
    ["a paid invoice, when it was paid", invoice("paid", { paid_at: 5_000 }), ["invoice.paid", 5_000]],
    ["a void one", invoice("void", { voided_at: 6_000 }), ["invoice.voided", 6_000]],
    [
      "one that was written off",
      invoice("uncollectible", { marked_uncollectible_at: 7_000 }),
      ["invoice.marked_uncollectible", 7_000],
    ],
    ["an open one tells nothing", invoice("open"), undefined],
    [
      "a session, when its charge was made",
      session("complete", { latest_charge: { created: 4_000 } }),
      ["checkout.session.completed", 4_000],
    ],
    ["one that was free, when it was opened", session("complete", null), ["checkout.session.completed", 1_000]],
    ["one that nobody has finished tells nothing", session("open", null), undefined],
    ["a refund, when it was made", { object: "refund", status: "pending" }, ["refund.created", 1_000]],
    ["one that has failed, now", { object: "refund", status: "failed" }, ["refund.failed", NOW]],
    ["one that was canceled, now", { object: "refund", status: "canceled" }, ["refund.failed", NOW]],
    ["a dispute, when it began", { object: "dispute", status: "needs_response" }, ["charge.dispute.created", 1_000]],
    ["one that was won, now", { object: "dispute", status: "won" }, ["charge.dispute.closed", NOW]],
    ["one that was lost, now", { object: "dispute", status: "lost" }, ["charge.dispute.closed", NOW]],
    [
      "a subscription that lives, now",
      { object: "subscription", ended_at: null },
      ["customer.subscription.updated", NOW],
    ],
    [
      "one that has ended, when it did",
      { object: "subscription", ended_at: 3_000 },
      ["customer.subscription.deleted", 3_000],
    ],
    [
      "a customer that names its account",
      { object: "customer", metadata: { account: "ada" } },
      ["customer.updated", 1_000],
    ],
    ["one that names none tells nothing", { object: "customer", metadata: {} }, undefined],
    [
      "a test clock that has moved",
      { object: "test_helpers.test_clock", frozen_time: 8_000 },
      ["test_helpers.test_clock.ready", 8_000],
    ],
    ["one that never has tells nothing", { object: "test_helpers.test_clock", frozen_time: 1_000 }, undefined],
  ])("%s", (_, object, told) => expect(telling(object)).toEqual(told));
});

describe("Since when", () => {
  const now = at("2026-02-10T12:00:00Z");
  it.each([
    ["7d", at("2026-02-03T12:00:00Z")],
    ["36h", at("2026-02-09T00:00:00Z")],
    ["2026-01-31", at("2026-01-31T00:00:00Z")],
    ["2026-01-31T09:00:00Z", at("2026-01-31T09:00:00Z")],
    ["7", undefined],
    ["-7d", undefined],
    ["yesterday", undefined],
    ["2026-13-01", undefined],
  ])("%s", (text, instant) => expect(instantSince(text, now)).toBe(instant));
});
