import { createServer } from "node:http";
import { omnia } from "@passbook/core/policies/omnia";
import Stripe from "stripe";
import { describe, expect, it, onTestFinished } from "vitest";
import { close, listen, readBody } from "../../local/http.ts";
import { sellablePrices } from "../../local/stripe/catalogue.ts";
import { startStripe } from "../../local/stripe/server.ts";
import { freshFolder } from "./open-gateway.ts";

/** The local Stripe, and a webhook endpoint that answers these statuses, one after the other, then 200. */
async function openShop({ statuses = [] as number[], file = `${freshFolder()}/stripe.json` } = {}) {
  const received: Stripe.Event[] = [];
  let secret = "";
  const endpoint = createServer(async (request, response) => {
    const body = (await readBody(request, 1_000_000)) ?? "";
    received.push(Stripe.webhooks.constructEvent(body, request.headers["stripe-signature"] ?? "", secret));
    response.writeHead(statuses.shift() ?? 200).end("answered");
  });
  const webhookUrl = await listen(endpoint, 0);
  const stripe = await startStripe({ port: 0, prices: sellablePrices(omnia), file, webhookUrl: () => webhookUrl });
  secret = stripe.webhookSecret;
  onTestFinished(async () => {
    await stripe.close();
    await close(endpoint);
  });
  const order = async (verb: string, body: unknown) => {
    const response = await fetch(`${stripe.url}/test/${verb}`, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, answer: await response.json() };
  };
  return { order, received };
}

const invoices = (events: Stripe.Event[]) =>
  events.flatMap((event) => (event.type === "invoice.paid" ? event.data.object : []));

describe("what a developer makes happen arrives as a signed webhook", () => {
  it("a subscription, and then its renewals, each for the month after the last, also after a restart", async () => {
    const file = `${freshFolder()}/stripe.json`;
    const before = await openShop({ file });
    expect(await before.order("subscribe", { account: "demo", plan: "creator" })).toMatchObject({
      status: 200,
      answer: { type: "invoice.paid", amount: 9_90, currency: "eur", delivery: { delivered: true, attempts: 1 } },
    });
    await before.order("renew", { account: "demo" });
    const after = await openShop({ file });
    expect(await after.order("renew", { account: "demo" })).toMatchObject({ status: 200 });

    const paid = invoices([...before.received, ...after.received]);
    expect(paid.map(({ billing_reason }) => billing_reason)).toEqual([
      "subscription_create",
      "subscription_cycle",
      "subscription_cycle",
    ]);
    const periods = paid.flatMap(({ lines }) => lines.data.map(({ period }) => period));
    expect(periods.map(({ start }) => start).slice(1)).toEqual(periods.map(({ end }) => end).slice(0, -1));
    expect(new Set(paid.map(({ id }) => id)).size).toBe(3);
    expect(new Set(paid.map(({ customer }) => customer)).size).toBe(1);
    expect(new Set(paid.map(({ parent }) => parent?.subscription_details?.subscription)).size).toBe(1);
  });

  it("a subscription by the year, for the same day of the next one", async () => {
    const { order, received } = await openShop();
    await order("subscribe", { account: "demo", plan: "pro", interval: "year" });
    const [period] = invoices(received).flatMap(({ lines }) => lines.data.map((line) => line.period));
    const days = ((period?.end ?? 0) - (period?.start ?? 0)) / 86_400;
    expect([365, 366]).toContain(days);
  });

  it("a pack, by the account's one customer", async () => {
    const { order, received } = await openShop();
    await order("subscribe", { account: "demo", plan: "pro" });
    expect(await order("buy", { account: "demo", pack: "pack_5000", quantity: 2 })).toMatchObject({
      answer: { type: "checkout.session.completed", amount: 158_00 },
    });
    const customers = received.map(({ data }) => (data.object as { customer: string }).customer);
    expect(new Set(customers).size).toBe(1);
  });
});

describe("a webhook that is not taken", () => {
  it("is sent again, signed anew, until it is", async () => {
    const { order, received } = await openShop({ statuses: [500, 503] });
    expect(await order("buy", { account: "demo", pack: "pack_1000" })).toMatchObject({
      status: 200,
      answer: { delivery: { delivered: true, attempts: 3 } },
    });
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
  });

  it("is given up after a few times, and the sale has not happened", async () => {
    const { order, received } = await openShop({ statuses: [500, 500, 302, 400] });
    const subscribe = () => order("subscribe", { account: "demo", plan: "creator" });
    expect(await subscribe()).toMatchObject({ status: 502, answer: { error: { code: "webhook_not_delivered" } } });
    expect(received).toHaveLength(4);
    expect(await subscribe()).toMatchObject({ status: 200 });
  });
});

it.each([
  ["an account that has a subscription", "subscribe", { account: "demo", plan: "pro" }, "already_subscribed"],
  ["a plan that is not sold", "subscribe", { account: "other", plan: "gold" }, "resource_missing"],
  ["a pack as a plan", "subscribe", { account: "other", plan: "pack_1000" }, "resource_missing"],
  ["a plan as a pack", "buy", { account: "demo", pack: "creator" }, "resource_missing"],
  ["a renewal of nothing", "renew", { account: "other" }, "resource_missing"],
  ["an account that can't be one", "renew", { account: "a b" }, "parameter_invalid"],
  ["a field that it does not know", "renew", { account: "demo", months: 2 }, "parameter_invalid"],
])("refuses %s", async (_case, verb, body, code) => {
  const { order, received } = await openShop();
  await order("subscribe", { account: "demo", plan: "creator" });
  expect(await order(verb, body)).toMatchObject({ status: 400, answer: { error: { code } } });
  expect(received).toHaveLength(1);
});
