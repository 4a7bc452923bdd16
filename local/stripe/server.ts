import { createServer, type IncomingMessage } from "node:http";
import type Stripe from "stripe";
import { close, listen, sendJson } from "../http.ts";
import type { SellablePrice } from "./catalogue.ts";
import { deliver } from "./deliver.ts";
import { randomId } from "./ids.ts";
import { openMemory } from "./memory.ts";
import { toStripePrice } from "./price.ts";
import { findPrice, listPrices } from "./price-list.ts";
import { StripeProblem } from "./problem.ts";
import { openSales, type Sales } from "./sales.ts";
import { orderFrom } from "./sales-requests.ts";

export interface StripeOptions {
  readonly port: number;
  readonly prices: readonly SellablePrice[];
  /** Where keys, customers and subscriptions are kept over restarts. */
  readonly file: string;
  /** Where webhooks go; asked for each of them, since that server starts after this one. */
  readonly webhookUrl: () => string;
  readonly webhookSecret?: string | undefined;
}

export interface LocalStripe {
  readonly url: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly close: () => Promise<void>;
}

interface Shop {
  readonly apiKey: string;
  readonly prices: readonly Stripe.Price[];
  readonly sales: Sales;
}

/**
 * A tiny Stripe on loopback: the catalogue's prices under `/v1`, for the `stripe` package, and under `/test`, which the
 * real one does not have, what a developer can make happen: subscribe, renew, buy.
 */
export async function startStripe({
  port,
  prices,
  file,
  webhookUrl,
  webhookSecret,
}: StripeOptions): Promise<LocalStripe> {
  const memory = openMemory(file, webhookSecret);
  const { apiKey, webhookSecret: secret } = memory.read();
  const stripePrices = prices.map(toStripePrice);
  const sales = openSales(stripePrices, memory, (event) => deliver(event, { url: webhookUrl(), secret }));
  const server = createServer((request, response) => {
    response.setHeader("request-id", randomId("req"));
    void answer(request, { apiKey, prices: stripePrices, sales }).then(
      (value) => sendJson(response, 200, value),
      (error: unknown) => {
        const problem = error instanceof StripeProblem ? error : new StripeProblem(500, "internal", String(error));
        sendJson(response, problem.status, problem.body);
      },
    );
  });
  const url = await listen(server, port);
  return { url, apiKey, webhookSecret: secret, close: () => close(server) };
}

async function answer(request: IncomingMessage, shop: Shop): Promise<unknown> {
  const { method = "", headers } = request;
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://stripe");
  if (pathname.startsWith("/v1/")) return apiAnswer(`${method} ${pathname}`, searchParams, headers.authorization, shop);
  switch (`${method} ${pathname}`) {
    case "POST /test/subscribe":
      return await shop.sales.subscribe(await orderFrom(request, "subscribe"));
    case "POST /test/renew":
      return await shop.sales.renew(await orderFrom(request, "renew"));
    case "POST /test/buy":
      return await shop.sales.buy(await orderFrom(request, "buy"));
    default:
      throw unrecognized(`${method} ${pathname}`);
  }
}

/** The part that Stripe has too. */
function apiAnswer(
  request: string,
  query: URLSearchParams,
  authorization: string | undefined,
  { apiKey, prices }: Shop,
): unknown {
  if (authorization !== `Bearer ${apiKey}`) throw new StripeProblem(401, "invalid_api_key", "Invalid API Key provided");
  if (request === "GET /v1/prices") return listPrices(prices, query);
  const price = /^GET \/v1\/prices\/([^/]+)$/.exec(request)?.[1];
  if (price !== undefined) return findPrice(prices, price);
  throw unrecognized(request);
}

const unrecognized = (request: string) =>
  new StripeProblem(
    404,
    "unrecognized_url",
    `Unrecognized request URL (${request.replace(" ", ": ")}): the local Stripe has no such thing`,
  );
