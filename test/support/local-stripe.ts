import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { omnia } from "@passbook/core/policies/omnia";
import Stripe from "stripe";
import { onTestFinished } from "vitest";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { close, listen, readBody } from "../../local/http.ts";
import { type StripeOptions, startStripe } from "../../local/stripe/server.ts";

interface Settings extends Partial<StripeOptions> {
  /** What the webhook endpoint answers, one after the other, then 200. */
  readonly statuses?: number[];
}

/** When the tests' time of day begins; their clocks begin where they say. */
export const TODAY = "2026-01-15T10:00:00Z";

export const unix = (iso: string): number => Date.parse(iso) / 1000;
export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** The local Stripe, the unmodified client of the `stripe` package, and an endpoint that hears all events. */
export async function localStripe({ statuses = [], ...options }: Settings = {}) {
  const heard: Stripe.Event[] = [];
  const signatures: string[] = [];
  const secrets: string[] = [];
  const endpoint = createServer(async (request, response) => {
    const body = (await readBody(request, 10_000_000)) ?? "";
    const signature = String(request.headers["stripe-signature"]);
    // The time of day is the tests' own, and stands still.
    heard.push(verified(body, signature, secrets));
    signatures.push(signature);
    response.writeHead(statuses.shift() ?? 200).end("answered");
  });
  const webhookUrl = await listen(endpoint, 0);
  const wall = { now: Date.parse(TODAY) };
  const stripe = await startStripe({
    port: 0,
    prices: sellablePrices(omnia),
    webhookUrl: () => webhookUrl,
    seed: "test",
    now: () => wall.now,
    retryPausesMs: [5, 5, 5, 5, 5],
    ...options,
  });
  secrets.push(stripe.webhookSecret);
  onTestFinished(async () => {
    await stripe.close();
    await close(endpoint);
  });
  const { hostname: host, port } = new URL(stripe.url);
  const client = (apiKey: string) =>
    new Stripe(apiKey, { host, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
  const api = client(stripe.apiKey);

  return {
    stripe,
    api,
    /** The client of somebody with this key. */
    client,
    /** The time of day, in milliseconds. */
    wall,
    signatures,
    /** What is signed with this secret is heard, too. */
    trust: (secret: string) => void secrets.push(secret),
    /** What was delivered, once nothing is on its way any more. */
    heard: async (): Promise<Stripe.Event[]> => {
      await stripe.idle();
      return heard;
    },
    /** What has happened, oldest first, as the API lists it; only what came after `since`. */
    events: async (since?: string): Promise<Stripe.Event[]> => {
      const events = await api.events.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
      const place = events.findIndex(({ id }) => id === since);
      return (place === -1 ? events : events.slice(0, place)).toReversed();
    },
    /** The id of the last event so far. */
    mark: async (): Promise<string> => {
      return (await api.events.list({ limit: 1 })).data[0]?.id ?? "";
    },
    /** Moves a clock by Stripe's own verb, and waits until it is ready. */
    advance: async (clock: string, to: string): Promise<void> => {
      await api.testHelpers.testClocks.advance(clock, { frozen_time: unix(to) });
      while ((await api.testHelpers.testClocks.retrieve(clock)).status === "advancing") await sleep(2);
    },
    /** A verb that the real Stripe does not have. */
    control: async (verb: string, order: object = {}) => {
      const response = await fetch(`${stripe.url}/test/${verb}`, { method: "POST", body: JSON.stringify(order) });
      return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
    },
    /** A form of a page, sent as a browser does. */
    post: async (path: string, form: Record<string, string>) => {
      const response = await fetch(new URL(path, stripe.url), {
        method: "POST",
        body: new URLSearchParams(form),
        redirect: "manual",
      });
      return { status: response.status, location: response.headers.get("location"), html: await response.text() };
    },
    price: async (lookupKey: string): Promise<string> => {
      const { data } = await api.prices.list({ lookup_keys: [lookupKey] });
      return data[0]?.id ?? lookupKey;
    },
    /** A customer on a clock of their own, who pays by the card of one of Stripe's tokens. */
    customer: async (at = "2026-01-31T12:00:00Z", card: string | null = "pm_card_visa") => {
      const clock = await api.testHelpers.testClocks.create({ frozen_time: unix(at) });
      const customer = await api.customers.create({
        email: "ada@example.com",
        test_clock: clock.id,
        ...(card !== null && { payment_method: card, invoice_settings: { default_payment_method: card } }),
        metadata: { account: "ada" },
      });
      return { clock: clock.id, customer: customer.id };
    },
  };
}

function verified(body: string | Buffer, signature: string, secrets: readonly string[]): Stripe.Event {
  for (const secret of secrets) {
    // One secret of several signed it; the others' complaints say nothing.
    try {
      return Stripe.webhooks.constructEvent(body, signature, secret, 0);
    } catch (error) {
      if (secret === secrets.at(-1)) throw error;
    }
  }
  throw new Error("nothing is trusted");
}

export type LocalStripeUnderTest = Awaited<ReturnType<typeof localStripe>>;

/** The id that a field names an object by. */
export const nameOf = (reference: string | { id: string } | null | undefined): string =>
  typeof reference === "string" ? reference : (reference?.id ?? "");

/** The types of events, as a list to compare. */
export const typesOf = (events: readonly Stripe.Event[]): string[] => events.map(({ type }) => type);
