import { describe, expect, it } from "vitest";
import { type Route, routes } from "../../../functions/routes.ts";
import { type HandledEvent, isHandled } from "../../../functions/stripe/translate.ts";
import type { Token } from "../../support/gateway-event.ts";
import { bookable, GOOD_BODY, readyLine } from "../../support/good-request.ts";
import { localStripe } from "../../support/local-stripe.ts";
import { bought, month } from "../../support/omnia-story.ts";
import { signature } from "../../support/signed.ts";
import { counted } from "./counted.ts";
import { crashEverywhere } from "./matrix.ts";
import { CrashStage } from "./stage.ts";

// Where a function dies is found by letting it run and counting what it calls: a new call, and a new verb, join by themselves.

const passes = counted();

const everything: Token = {
  sub: "ada.lovelace",
  accounts: ["ada"],
  scope: "credits:read credits:spend credits:manage credits:operate",
};

const verbs = routes.filter((route: Route) => route.function !== "stripe-webhook");

describe("Whoever dies at a call of a verb leaves nothing that sending it again does not finish", () => {
  it.for(verbs)("[X9] $method $path", async (route) => {
    const stripe = await localStripe();
    const stage = new CrashStage({ policy: bookable, stripe: stripe.stripe });
    const { passbook } = await stage.environment();
    await passbook.given("ada", bought("pack_1000", "2026-01-31"), month("2026-01-31", "2026-02-28"));
    const line = await readyLine(passbook, route, "ada");
    const isRead = GOOD_BODY[route.function] === undefined;
    const request = { token: everything, ...(!isRead && { key: "the key", body: GOOD_BODY[route.function] }) };
    const { answer: before } = await stripe.control("snapshot");
    const outside = {
      reset: async () => void (await stripe.control("restore", before)),
      outside: async () => (await stripe.events()).map(({ type }) => type),
    };
    const scenario = { name: line, stage, line, request, isKeyless: route.method === "PATCH", ...outside };
    passes(await crashEverywhere(scenario));
    const warm = {
      line: "POST /accounts/ada/spends",
      request: { token: everything, key: "w", body: { service: "audio" } },
    };
    passes(await crashEverywhere({ ...scenario, name: `${line}, remembering`, warm }));
  });
});

/** A customer's life with us, as the local Stripe tells it. */
async function life() {
  const { api, stripe, advance, control, customer: newCustomer, price } = await localStripe();
  const { clock, customer } = await newCustomer("2026-01-31T12:00:00Z");
  const items = [{ price: await price("omnia_creator_month") }];
  const { id: subscription } = await api.subscriptions.create({ customer, items, metadata: { account: "ada" } });
  await control("buy", { account: "ada", pack: "pack_1000" });
  await advance(clock, "2026-02-28T14:00:00Z");
  const { data } = await api.invoices.list({ customer, status: "paid" });
  await control("refund", { invoice: data[0]?.id, amount: 3_00 });
  const { answer } = await control("dispute", { invoice: data[1]?.id });
  await control("close_dispute", { dispute: answer["id"], outcome: "lost" });
  await api.subscriptions.update(subscription, { cancel_at_period_end: true });
  await api.subscriptions.cancel(subscription);
  await api.customers.del(customer);
  const events = (await api.events.list({ limit: 100 }).autoPagingToArray({ limit: 1_000 })).toReversed();
  return { stripe, events: events.filter(isHandled) };
}

/** Each event, where all before it has been told, but for what Stripe is then asked for. */
async function tellsAll(retold: (event: HandledEvent) => HandledEvent | undefined) {
  const { stripe, events } = await life();
  const stage = new CrashStage({ policy: bookable, stripe });
  for (const event of events.flatMap((one) => retold(one) ?? [])) {
    stage.time.now = Math.max(stage.time.now, event.created * 1000);
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, stage.time.now) };
    const line = "POST /stripe/webhook";
    const name = `${event.type} ${event.id}`;
    passes(await crashEverywhere({ name, stage: stage.copy(), line, request: { body, headers } }));
    const { invoke } = await stage.environment();
    expect([event.type, (await invoke(line, { body, headers }))?.status]).toEqual([event.type, 200]);
  }
}

const without =
  (...types: HandledEvent["type"][]) =>
  (event: HandledEvent) =>
    types.includes(event.type) ? undefined : event;

/** What the event leaves out, Stripe has: the lines of an invoice, what a session sold. */
function inPart(event: HandledEvent): HandledEvent | undefined {
  const { object } = event.data;
  const change = (rest: object) => ({ ...event, data: { object: { ...object, ...rest } } }) as HandledEvent;
  if (object.object === "invoice") return change({ lines: { ...object.lines, data: [], has_more: true } });
  if (object.object === "checkout.session") return change({ metadata: { account: "ada" } });
  return event.type === "customer.subscription.deleted" ? undefined : event;
}

/** A thousand crashes, beside other tests on a small machine. */
const MANY_TIMEOUT_MS = 180_000;

describe("Whoever dies at a call of the webhook leaves nothing that Stripe's telling it again does not finish", () => {
  it(
    "[X2] in a life that is told in order",
    async () => {
      await tellsAll((event) => event);
    },
    MANY_TIMEOUT_MS,
  );

  it(
    "[X2] where Stripe has to be asked whose a customer is and what was paid for",
    async () => {
      await tellsAll(without("invoice_payment.paid", "customer.created"));
    },
    MANY_TIMEOUT_MS,
  );

  it(
    "[X2] where Stripe has to be asked for lines, items and subscriptions",
    async () => {
      await tellsAll(inPart);
    },
    MANY_TIMEOUT_MS,
  );
});
