import Stripe from "stripe";

/** One attempt at a delivery, and what came of it. */
export interface Attempt {
  readonly delivered: boolean;
  /** Absent where there was no answer. */
  readonly status?: number;
  readonly answer: string;
  /** Wall time, in milliseconds. */
  readonly startedAt: number;
  readonly tookMs: number;
}

const TIMEOUT_MS = 10_000;
const KEPT_ANSWER_LENGTH = 500;

/** Sends a payload once, signed for now: every attempt has a timestamp of its own. */
export async function deliver(url: string, payload: string, secret: string, now: () => number): Promise<Attempt> {
  const startedAt = now();
  const timestamp = Math.floor(startedAt / 1000);
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "stripe-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }),
    "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
  };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: payload,
      // A redirect is a failure.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = (await response.text()).slice(0, KEPT_ANSWER_LENGTH);
    return { delivered: response.ok, status: response.status, answer, startedAt, tookMs: now() - startedAt };
  } catch (error) {
    return { delivered: false, answer: String(error), startedAt, tookMs: now() - startedAt };
  }
}
