import Stripe from "stripe";
import { conflict } from "../http/change.ts";
import { Refusal } from "../http/problem.ts";
import { Busy } from "../ledger/busy.ts";
import { withoutItsWords } from "../stripe/client.ts";

const { StripeAPIError, StripeConnectionError, StripeError, StripeIdempotencyError, StripeRateLimitError } =
  Stripe.errors;

/**
 * What Stripe answers. What goes wrong is told in our words, never in Stripe's: they quote keys, and are for developers.
 * @throws {Refusal} 409: the idempotency key was used for something else; 402: a payment failed.
 * @throws {Busy} Stripe could not be asked, or the outcome is unknown.
 */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof StripeError)) throw error;
    if (error instanceof StripeIdempotencyError) throw conflict();
    if (error.statusCode === 402) throw paymentFailed();
    if (isUndecided(error)) throw new Busy(`Stripe did not answer (${error.type})`);
    return withoutItsWords(error);
  });
}

export function paymentFailed(): Refusal {
  return new Refusal("payment_failed", "The payment failed, and the plan stays as it is. Another card may help.");
}

/** Stripe is down, or has too much to do, or is still busy with the same request. */
function isUndecided(error: InstanceType<typeof StripeError>): boolean {
  const isOutage = error instanceof StripeConnectionError || error instanceof StripeAPIError;
  return isOutage || error instanceof StripeRateLimitError || BUSY_CODES.has(error.code ?? "");
}

/** docs.stripe.com/error-codes */
const BUSY_CODES: ReadonlySet<string> = new Set(["idempotency_key_in_use", "lock_timeout", "rate_limit"]);

/** Whether Stripe does not have it, or not any more. */
export function isMissing(error: unknown): boolean {
  return error instanceof StripeError && error.code === "resource_missing";
}

/** A customer without a card is no failed payment to Stripe: something is missing, and no parameter of ours named it. */
export function hasNobodyToCharge(error: unknown): boolean {
  return isMissing(error) && isRefused(error) && error instanceof StripeError && error.param === undefined;
}

/** Whether Stripe understood, and will not do it. */
export function isRefused(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError;
}
