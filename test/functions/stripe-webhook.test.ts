import type Stripe from "stripe";
import { beforeEach, describe, expect, it } from "vitest";
import { reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { omniaPriceNames, packBought, planPaid } from "../support/omnia-events.ts";
import { NEXT_SECRET, signature } from "../support/signed.ts";
import { told } from "../support/stripe-objects.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { tinyStripe } from "../support/tiny-stripe.ts";

const WEBHOOK = "POST /stripe/webhook";

let passbook: TestPassbook;
beforeEach(async () => {
  passbook = await testPassbook();
  await Promise.all([...omniaPriceNames].map(([price, name]) => passbook.table.writePriceName(price, name)));
});

/** What Stripe may send; some of it is not what its types promise. */
type Sent =
  | Stripe.Event
  | (Omit<Stripe.Event, "api_version" | "type"> & { readonly api_version?: unknown; readonly type: string });

/** Delivers an event, signed, as Stripe does. */
async function deliver(event: Sent, to = passbook) {
  const body = JSON.stringify(event, null, 2);
  return to.call(WEBHOOK, { body, headers: { "stripe-signature": signature(body, to.time.now) } });
}

async function balanceOf(account = "ada") {
  const { body } = await passbook.call(`GET /accounts/${account}/balance`, { token: reader(account) });
  return (body as { balance: number }).balance;
}

const received = { status: 200, body: { received: true } };
const underAnotherId = (event: Stripe.Event): Stripe.Event => ({
  ...event,
  id: "evt_twin",
  created: event.created + 3,
});

describe("A paid invoice", () => {
  it("becomes the plan's credits before it is answered, asking Stripe nothing that is known", async () => {
    expect(await deliver(planPaid())).toMatchObject(received);
    expect(await balanceOf()).toBe(500);
  });

  it("[X2] frappe/press#1175, pollinations#10621, open-saas#688, Couchers#1664, llmgateway#1713: grants once, told again, under another event id, elsewhere, after 30 days", async () => {
    const event = planPaid();
    await deliver(event);
    const after = await passbook.items();
    const elsewhere = await testPassbook({ table: passbook.tableName });
    for (const twin of [event, underAnotherId(event)]) {
      expect(await deliver(twin)).toMatchObject(received);
      expect(await deliver(twin, elsewhere)).toMatchObject(received);
    }
    elsewhere.time.now = at("2026-03-02T12:00:00Z");
    expect(await deliver(event, elsewhere)).toMatchObject(received);
    expect(await passbook.items()).toEqual(after);
  });

  it("[X2] vm0#10668: grants once where its deliveries race each other", async () => {
    const event = planPaid();
    const environments = await Promise.all(
      Array.from({ length: 8 }, () => testPassbook({ table: passbook.tableName })),
    );
    const answers = await Promise.all(environments.map((to) => deliver(underAnotherId(event), to)));
    for (const answer of answers) expect(answer).toMatchObject(received);
    expect(await balanceOf()).toBe(500);
  });

  it("[N2] of a renewal replaces what is left of the plan's credits", async () => {
    await deliver(planPaid());
    passbook.time.now = at("2026-02-28T13:00:00Z");
    await deliver(
      planPaid({ from: "2026-02-28T12:00:00Z", until: "2026-03-31T12:00:00Z", paidAt: "2026-02-28T13:00:00Z" }),
    );
    expect(await balanceOf()).toBe(500);
  });

  it("goes to the account that it names, and to no other", async () => {
    await deliver(planPaid({ account: "team|7", plan: "team" }));
    expect([await balanceOf("team|7"), await balanceOf()]).toEqual([6_000, 0]);
  });
});

/** What was bought by a slow method is paid now. */
function moneyCame(unpaid: Stripe.Checkout.Session, on: string) {
  return told("checkout.session.async_payment_succeeded", { ...unpaid, payment_status: "paid" }, on);
}

describe("A bought pack", () => {
  beforeEach(async () => {
    const { url } = await tinyStripe([]);
    passbook = await testPassbook({ table: passbook.tableName, stripe: url });
  });

  it("[O6] is credited with its completed session, instantly and for ever", async () => {
    expect(await deliver(packBought({ pack: "pack_5000", quantity: 2 }))).toMatchObject(received);
    expect(await balanceOf()).toBe(10_000);
    passbook.time.now = at("2036-01-31");
    expect(await balanceOf()).toBe(10_000);
  });

  it("[O6] by a method whose money comes later is credited when it has come, once", async () => {
    const unpaid = packBought({ paymentStatus: "unpaid" });
    expect(await deliver(unpaid)).toMatchObject(received);
    expect(await balanceOf()).toBe(0);
    const paid = moneyCame(unpaid.data.object, "2026-02-01T12:00:00Z");
    for (const event of [paid, underAnotherId(paid), unpaid]) await deliver(event);
    expect(await balanceOf()).toBe(1_000);
  });

  it("[X2] is credited once, though the session's first and its later event both say that it is paid", async () => {
    const event = packBought();
    await deliver(event);
    await deliver(moneyCame(event.data.object, "2026-01-31T12:01:00Z"));
    expect(await balanceOf()).toBe(1_000);
  });
});

describe("A delivery is refused with 400", () => {
  it.each<[string, Record<string, string>]>([
    ["unsigned", {}],
    ["signed by somebody else", { "stripe-signature": signature(JSON.stringify(planPaid()), NOON, "whsec_other") }],
    ["with a header that makes Stripe's own code throw", { "stripe-signature": `t=${NOON / 1000},v1=` }],
  ])("%s, and nothing is written", async (_, headers) => {
    const before = await passbook.items();
    const answer = await passbook.call(WEBHOOK, { body: planPaid(), headers });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_signature" } });
    expect(await passbook.items()).toEqual(before);
  });

  it("six minutes after it was signed: Stripe signs anew when it sends again", async () => {
    const body = JSON.stringify(planPaid());
    const request = { body, headers: { "stripe-signature": signature(body, NOON - 360_000) } };
    expect(await passbook.call(WEBHOOK, request)).toMatchObject({ status: 400 });
  });

  it("of the other mode, in both directions", async () => {
    const live = await testPassbook({ livemode: true, table: passbook.tableName });
    const refused = { status: 400, body: { code: "invalid_signature" } };
    expect(await deliver({ ...planPaid(), livemode: true })).toMatchObject(refused);
    expect(await deliver(planPaid(), live)).toMatchObject(refused);
    expect(await deliver({ ...planPaid(), livemode: true }, live)).toMatchObject(received);
    expect(await balanceOf()).toBe(500);
  });
});

/** What is known otherwise, is nobody's money or state yet, or never will be. */
const TELLS_NOTHING = [
  "invoice.upcoming",
  "invoice.payment_failed",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "customer.subscription.trial_will_end",
  "subscription_schedule.created",
  "subscription_schedule.updated",
  "subscription_schedule.released",
  "credit_note.created",
  "charge.dispute.funds_withdrawn",
  "charge.dispute.funds_reinstated",
  "test_helpers.test_clock.advancing",
  "test_helpers.test_clock.deleted",
];

describe("A delivery is taken", () => {
  it("stripe-node#356, stripe-node#1768, middy#741: as its bytes, in base64, and signed with the secret that comes next", async () => {
    const body = JSON.stringify(planPaid({ account: "ada" }));
    const headers = {
      "content-type": "application/octet-stream",
      "stripe-signature": signature(body, NOON, NEXT_SECRET),
    };
    expect(await passbook.call(WEBHOOK, { body, headers })).toMatchObject(received);
    expect(await balanceOf()).toBe(500);
  });

  it("and left alone, of a type that means nothing to us, in whatever version", async () => {
    const before = await passbook.items();
    for (const type of [
      "invoice.payment_succeeded",
      "charge.refunded",
      ...TELLS_NOTHING,
      "v1.invoice.paid",
      "toString",
    ]) {
      expect(await deliver({ ...planPaid(), type, api_version: "2020-03-02" })).toMatchObject(received);
    }
    expect(await passbook.items()).toEqual(before);
    expect(passbook.log).toEqual([]);
  });
});

describe("An event of ours that can't be read is answered 500 and told to the log, so that Stripe sends it again", () => {
  const unreadable: [string, (event: Stripe.InvoicePaidEvent) => Sent][] = [
    ["of another version of Stripe's API", (event) => ({ ...event, api_version: "2025-03-31.basil" })],
    ["of no version", (event) => ({ ...event, api_version: null })],
    ["that names nobody", (event) => ({ ...event, data: { object: { ...event.data.object, parent: null } } })],
  ];
  it.each(unreadable)("%s", async (_, change) => {
    const before = await passbook.items();
    const event = planPaid();
    const { status, body } = await deliver(change(event));
    expect(status).toBe(500);
    expect(body).toEqual({
      type: "urn:passbook:problem:unreadable_event",
      title: expect.any(String),
      status: 500,
      detail: expect.any(String),
      code: "unreadable_event",
      requestId: "invocation-1",
    });
    expect(await passbook.items()).toEqual(before);
    expect((await passbook.parked()).map((kept) => JSON.parse(kept))).toEqual([
      JSON.parse(JSON.stringify(change(event))),
    ]);
    expect(passbook.log).toHaveLength(1);
    const line = JSON.parse(String(passbook.log[0]));
    expect(line).toMatchObject({ level: "ERROR", message: "unreadable_event", requestId: "invocation-1" });
    expect(line.error.cause).toMatchObject({ name: "Unreadable" });
    expect([event.id, event.data.object.id]).toContain(line.error.cause.message.split(" ")[0]);
  });

  it("and kept once, however often Stripe sends it", async () => {
    const event = { ...planPaid(), api_version: "2020-03-02" };
    for (const _ of [1, 2, 3]) expect(await deliver(event)).toMatchObject({ status: 500 });
    expect(await passbook.parked()).toEqual([JSON.stringify(event)]);
  });

  it("and is granted once it can", async () => {
    const event = planPaid();
    expect(await deliver({ ...event, api_version: "2020-03-02" })).toMatchObject({ status: 500 });
    expect(await deliver(event)).toMatchObject(received);
    expect(await balanceOf()).toBe(500);
  });
});

/** A notification of an event destination that was set up for thin events. */
function thin(type: string, more: object = {}) {
  const created = "2026-01-31T12:00:00.000Z";
  const related_object = { id: "in_1", type: "invoice", url: "/v1/invoices/in_1" };
  const event = { id: "evt_thin", object: "v2.core.event", type, created, livemode: false, related_object };
  return { ...event, snapshot_event: "evt_1", ...more };
}

describe("A thin event has no object to read", () => {
  async function send(event: object, secret?: string) {
    const body = JSON.stringify(event);
    return passbook.call(WEBHOOK, { body, headers: { "stripe-signature": signature(body, NOON, secret) } });
  }

  it.each([
    "v1.invoice.paid",
    "v1.customer.subscription.past_due",
    "v1.refund.created",
    "v1.checkout.session.completed",
  ])(
    "[X2] %s: one that may be ours is told to the log, kept once and answered 500, so that somebody mends the endpoint",
    async (type) => {
      for (const _ of [1, 2])
        expect(await send(thin(type))).toMatchObject({ status: 500, body: { code: "unreadable_event" } });
      expect(await passbook.parked()).toEqual([JSON.stringify(thin(type))]);
      expect(passbook.log).toHaveLength(2);
      expect(await balanceOf()).toBe(0);
    },
  );

  it.each(["v2.core.account.created", "v1.payout.paid", "v1.billing.meter.error_report_triggered", "v1.account"])(
    "%s: one that is about nothing of ours is left alone",
    async (type) => {
      expect(await send(thin(type))).toMatchObject(received);
      expect(await passbook.parked()).toEqual([]);
    },
  );

  it.each<[string, object, string?]>([
    ["of the other mode", thin("v1.invoice.paid", { livemode: true })],
    ["signed by somebody else", thin("v1.invoice.paid"), "whsec_other"],
    ["without an id", thin("v1.invoice.paid", { id: undefined })],
    ["that was made at no time", thin("v1.invoice.paid", { created: "soon" })],
  ])("%s: it is refused, and nothing is kept", async (_, event, secret) => {
    expect(await send(event, secret)).toMatchObject({ status: 400, body: { code: "invalid_signature" } });
    expect(await passbook.parked()).toEqual([]);
  });
});
