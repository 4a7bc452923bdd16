import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { reader } from "../support/gateway-event.ts";
import { omniaPrices, planPaid } from "../support/omnia-events.ts";
import { signature } from "../support/signed.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";
import { tinyStripe } from "../support/tiny-stripe.ts";

const event = planPaid();
const price = omniaPrices.get("omnia_creator_month") as Stripe.Price;
const asking = `GET /v1/prices/${price.id}`;

async function deliver(to: TestPassbook, sent: Stripe.Event = event) {
  const body = JSON.stringify(sent);
  const { status } = await to.call("POST /stripe/webhook", {
    body,
    headers: { "stripe-signature": signature(body, to.time.now) },
  });
  return status;
}

async function balanceOf(passbook: TestPassbook) {
  const { body } = await passbook.call("GET /accounts/ada/balance", { token: reader("ada") });
  return (body as { balance: number }).balance;
}

describe("The name of a price", () => {
  it("is asked from Stripe when it is seen first, and comes from the table ever after", async () => {
    const stripe = await tinyStripe([price]);
    const first = await testPassbook({ stripe: stripe.url });
    expect(await deliver(first)).toBe(200);
    expect(await balanceOf(first)).toBe(500);
    expect(stripe.asked).toEqual([asking]);
    expect(await first.table.readPriceName(price.id)).toBe("omnia_creator_month");

    await deliver(first, planPaid({ account: "bea" }));
    const second = await testPassbook({ stripe: stripe.url, table: first.tableName });
    await deliver(second, planPaid({ account: "eve" }));
    expect(stripe.asked).toEqual([asking]);
  });

  it("stays what it was when the lookup key is moved to another price", async () => {
    const before = await testPassbook({ stripe: (await tinyStripe([price])).url });
    await deliver(before);
    const moved = await tinyStripe([{ ...price, lookup_key: null, metadata: {} }]);
    const after = await testPassbook({ stripe: moved.url, table: before.tableName });
    const renewal = planPaid({
      from: "2026-02-28T12:00:00Z",
      until: "2026-03-31T12:00:00Z",
      paidAt: "2026-02-28T12:00:00Z",
    });
    after.time.now = renewal.created * 1000;
    expect(await deliver(after, renewal)).toBe(200);
    expect(moved.asked).toEqual([]);
    expect(await balanceOf(after)).toBe(500);
  });

  it("is its metadata's where the lookup key has been moved on before it was seen", async () => {
    const stripe = await tinyStripe([{ ...price, lookup_key: null, metadata: { passbook: "omnia/pro" } }]);
    const passbook = await testPassbook({ stripe: stripe.url });
    await deliver(passbook);
    expect(await balanceOf(passbook)).toBe(2_000);
  });

  it.each<[string, Partial<Stripe.Price>]>([
    ["by its lookup key", { lookup_key: "other_creator_month", metadata: {} }],
    ["by its metadata", { lookup_key: null, metadata: { passbook: "other/creator" } }],
    ["by nothing", { lookup_key: null, metadata: {} }],
    ["by metadata that names nothing", { lookup_key: null, metadata: { passbook: "omnia/" } }],
    ["by a product whose name begins like ours", { lookup_key: "omniavore_creator_month", metadata: {} }],
  ])("is not ours %s: the event is ignored, and nothing is remembered for ever", async (_, other) => {
    const passbook = await testPassbook({ stripe: (await tinyStripe([{ ...price, ...other }])).url });
    const sent = planPaid();
    const { parent } = sent.data.object;
    if (parent?.subscription_details) parent.subscription_details.metadata = {};
    expect(await deliver(passbook, sent)).toBe(200);
    expect(await passbook.items()).toEqual({});
    expect(passbook.log.map((line) => JSON.parse(line))).toMatchObject([{ level: "INFO", message: "ignored" }]);
  });

  it("is ours from when it is given our lookup key, in a warm environment too", async () => {
    const shelf: Stripe.Price[] = [{ ...price, lookup_key: null, metadata: {} }];
    const passbook = await testPassbook({ stripe: (await tinyStripe(shelf)).url });
    await deliver(passbook);
    expect(await balanceOf(passbook)).toBe(0);
    shelf[0] = price;
    await deliver(passbook);
    expect(await balanceOf(passbook)).toBe(500);
  });

  it("is not remembered where it is misspelt: loud until it is mended, and then granted", async () => {
    const shelf: Stripe.Price[] = [{ ...price, lookup_key: "omnia_creater_month" }];
    const passbook = await testPassbook({ stripe: (await tinyStripe(shelf)).url });
    expect(await deliver(passbook)).toBe(500);
    expect(await passbook.items()).toEqual({});
    shelf[0] = price;
    expect(await deliver(passbook)).toBe(200);
    expect(await balanceOf(passbook)).toBe(500);
  });

  it("fails loudly where Stripe does not answer, and nothing is granted until it does", async () => {
    const silent = await tinyStripe([]);
    const passbook = await testPassbook({ stripe: silent.url });
    expect(await deliver(passbook)).toBe(500);
    expect(await passbook.items()).toEqual({});
    const stripe = await tinyStripe([price]);
    const later = await testPassbook({ stripe: stripe.url, table: passbook.tableName });
    expect(await deliver(later)).toBe(200);
    expect(await balanceOf(later)).toBe(500);
  });
});
