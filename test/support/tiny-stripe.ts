import { createServer } from "node:http";
import type Stripe from "stripe";
import { onTestFinished } from "vitest";
import { close, listen, sendJson } from "../../local/http.ts";

/** What is asked, as it stands in the request: `/v1/subscriptions/sub_ada`, `/v1/checkout/sessions?payment_intent=pi_1`. */
type Answers = Readonly<Record<string, unknown>>;

/**
 * As much of Stripe's API as the webhook asks, over HTTP, with a list of what it was asked: prices, and whatever the test
 * answers. A list that the test says nothing of is empty, and a customer lives in real time.
 */
export async function tinyStripe(prices: readonly Stripe.Price[], answers: Answers = {}) {
  const asked: string[] = [];
  const server = createServer(({ method, url = "" }, response) => {
    const target = decodeURIComponent(url);
    asked.push(`${method} ${target}`);
    const answer =
      answers[target] ??
      prices.find(({ id }) => target === `/v1/prices/${id}`) ??
      plainCustomer(target) ??
      emptyList(target);
    const error = { type: "invalid_request_error", code: "resource_missing", message: `No such object: ${target}` };
    sendJson(response, answer === undefined ? 404 : 200, answer ?? { error });
  });
  const url = await listen(server, 0);
  onTestFinished(() => close(server));
  return { url: new URL(url), asked };
}

/** A page of a list of Stripe's. */
export function listOf(data: readonly unknown[], { has_more = false } = {}) {
  return { object: "list", data, has_more, url: "/v1/list" };
}

function plainCustomer(target: string): unknown {
  const [, id] = /^\/v1\/customers\/(cus_\w+)$/.exec(target) ?? [];
  return id === undefined ? undefined : { id, object: "customer", created: 0, metadata: {}, test_clock: null };
}

function emptyList(target: string): unknown {
  return target.includes("?") ? listOf([]) : undefined;
}
