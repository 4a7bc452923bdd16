import { createServer } from "node:http";
import type Stripe from "stripe";
import { onTestFinished } from "vitest";
import { close, listen, sendJson } from "../../local/http.ts";

/** As much of Stripe's API as the webhook asks: `GET /v1/prices/:id`, over HTTP, with a list of what it was asked. */
export async function tinyStripe(prices: readonly Stripe.Price[]) {
  const asked: string[] = [];
  const server = createServer(({ method, url = "" }, response) => {
    asked.push(`${method} ${url}`);
    const price = prices.find(({ id }) => url === `/v1/prices/${id}`);
    const error = { type: "invalid_request_error", code: "resource_missing", message: `No such price at ${url}` };
    sendJson(response, price ? 200 : 404, price ?? { error });
  });
  const url = await listen(server, 0);
  onTestFinished(() => close(server));
  return { url: new URL(url), asked };
}
