import Stripe from "stripe";
import { violations } from "../schema/violations.ts";
import { type Billing, openLocalStripe } from "./local-account.ts";

/** An account of Stripe's in test mode: a real one where `STRIPE_SECRET_KEY` names it, else one of the local Stripe. */
export interface Account {
  readonly stripe: Stripe;
  readonly isReal: boolean;
  /** What it sells: the prices that the recorded objects are about. */
  readonly prices: Prices;
  /** Every answer so far, as it was on the wire. */
  readonly answers: readonly unknown[];
  /** What in the answers is not as the types say. */
  violations(): string[];
  /** So much more of a metered item was used; nothing on a real account. */
  tellUsage(item: string, quantity: number): Promise<void>;
  /** What a webhook endpoint has been sent; nothing of a real account's. */
  delivered(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

interface Prices {
  readonly basic: string;
  readonly month: string;
  readonly year: string;
  readonly pack: string;
  readonly fee: string;
}

const secretKey = process.env["STRIPE_SECRET_KEY"] ?? "";

/** The suite makes and deletes things: it is for an account in test mode only. */
export const isReal = secretKey.startsWith("sk_test_");

export async function openAccount(billing: Billing = {}): Promise<Account> {
  const local = isReal ? undefined : await openLocalStripe(billing);
  const answers: unknown[] = [];
  const httpClient = Stripe.createFetchHttpClient(async (...request: Parameters<typeof fetch>) => {
    const response = await fetch(...request);
    if (response.ok) answers.push(await response.clone().json());
    return response;
  });
  const stripe = new Stripe(local?.apiKey ?? secretKey, { ...local?.address, httpClient });
  return {
    stripe,
    isReal,
    prices: await pricesIn(stripe),
    answers,
    // A real account may be newer than the package, and leaves out what the types require.
    violations: () => answers.flatMap((answer) => violations(answer, isReal ? "shape" : "strict")),
    tellUsage: async (item, quantity) => {
      await local?.tellUsage(item, quantity);
    },
    delivered: async () => {
      await local?.idle();
      return local?.deliveries.events ?? [];
    },
    close: async () => {
      await (local ? local.close() : sweep(stripe, answers));
    },
  };
}

/** With a clock go the customers who live on it, and all that is theirs. */
async function sweep({ testHelpers: { testClocks } }: Stripe, answers: readonly unknown[]): Promise<void> {
  const named = (answers as { readonly object?: string; readonly id?: string }[]).filter(
    ({ object }) => object === "test_helpers.test_clock",
  );
  for (const id of new Set(named.map((clock) => clock.id ?? ""))) await testClocks.del(id);
}

async function pricesIn({ products, prices }: Stripe): Promise<Prices> {
  const { id: product } = await products.create({ name: "Test Subscription", unit_label: "user" });
  const price = async (nickname: string, unit_amount: number, interval?: "month" | "year") => {
    const sold = { product, nickname, unit_amount, currency: "usd", tax_behavior: "exclusive" } as const;
    const { id } = await prices.create({ ...sold, ...(interval && { recurring: { interval } }) });
    return id;
  };
  return {
    basic: await price("Default", 10_00, "month"),
    month: await price("Small Monthly", 25_00, "month"),
    year: await price("Small Annual", 250_00, "year"),
    pack: await price("Pack", 15_00),
    fee: await price("Fee", 10_00),
  };
}
