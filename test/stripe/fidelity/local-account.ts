import type Stripe from "stripe";
import { type StripeOptions, startStripe } from "../../../local/stripe/server.ts";
import { type Deliveries, openDeliveries } from "./deliveries.ts";

/** The local Stripe with nothing in it, and an endpoint to which it sends everything. */
export interface LocalAccount {
  readonly apiKey: string;
  readonly address: Stripe.StripeConfig;
  readonly deliveries: Deliveries;
  tellUsage(item: string, quantity: number): Promise<void>;
  /** Once nothing is on its way to the endpoint any more. */
  readonly idle: () => Promise<void>;
  close(): Promise<void>;
}

/** What the Dashboard would say. */
export type Billing = NonNullable<StripeOptions["billing"]>;

export async function openLocalStripe(billing: Billing): Promise<LocalAccount> {
  const deliveries = await openDeliveries();
  const webhookUrl = () => deliveries.url;
  const local = await startStripe({ port: 0, prices: [], webhookUrl, billing, seed: "fidelity" });
  deliveries.secret = local.webhookSecret;
  const { hostname: host, port } = new URL(local.url);
  return {
    apiKey: local.apiKey,
    address: { host, port, protocol: "http" },
    deliveries,
    idle: local.idle,
    tellUsage: async (item, quantity) => {
      const order = JSON.stringify({ item, quantity });
      const { status } = await fetch(`${local.url}/test/usage`, { method: "POST", body: order });
      if (status !== 200) throw new Error(`POST /test/usage: ${status}`);
    },
    close: async () => {
      await local.close();
      await deliveries.close();
    },
  };
}
