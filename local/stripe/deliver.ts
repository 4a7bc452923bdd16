import { setTimeout as sleep } from "node:timers/promises";
import Stripe from "stripe";

/** Where webhooks go, and what they are signed with. */
export interface WebhookEndpoint {
  readonly url: string;
  readonly secret: string;
}

/** What became of an event: delivered once an attempt was answered with 2xx. */
export interface Delivery {
  readonly delivered: boolean;
  readonly attempts: number;
  /** The last answer; absent where there was none. */
  readonly status?: number;
  readonly answer: string;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 100;
const TIMEOUT_MS = 10_000;

/** Sends an event as Stripe does, signed anew for every attempt; what Stripe spreads over days is over in a second. */
export async function deliver(event: Stripe.Event, { url, secret }: WebhookEndpoint): Promise<Delivery> {
  const payload = JSON.stringify(event, null, 2);
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt(url, payload, secret);
    if (outcome.delivered || attempts === ATTEMPTS) return { ...outcome, attempts };
    await sleep(FIRST_PAUSE_MS * 2 ** (attempts - 1));
  }
}

async function attempt(url: string, payload: string, secret: string): Promise<Omit<Delivery, "attempts">> {
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret }),
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
  };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: payload,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { delivered: response.ok, status: response.status, answer: await response.text() };
  } catch (error) {
    return { delivered: false, answer: String(error) };
  }
}
