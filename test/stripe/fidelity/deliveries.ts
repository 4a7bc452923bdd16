import { createServer } from "node:http";
import Stripe from "stripe";
import { close, listen, readBody } from "../../../local/http.ts";

/** An endpoint that takes everything, once it has checked the signature. */
export interface Deliveries {
  readonly url: string;
  /** What the endpoint is sent is signed with. */
  secret: string;
  /** What has come, as it was on the wire. */
  readonly events: unknown[];
  close(): Promise<void>;
}

export async function openDeliveries(): Promise<Deliveries> {
  const server = createServer(async (request, response) => {
    const body = (await readBody(request, 10_000_000)) ?? "";
    try {
      Stripe.webhooks.constructEvent(body, request.headers["stripe-signature"] ?? "", deliveries.secret);
      deliveries.events.push(JSON.parse(String(body)));
      response.end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  const deliveries: Deliveries = {
    url: await listen(server, 0),
    secret: "",
    events: [],
    close: () => close(server),
  };
  return deliveries;
}
