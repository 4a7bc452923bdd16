import { createHmac } from "node:crypto";
import type { Instant } from "@passbook/core";

/** The endpoint's signing secrets: the one in use, and the one that will replace it. */
export const SECRET = "whsec_current";
export const NEXT_SECRET = "whsec_next";

/** The hex HMAC that Stripe puts into a `v1`: over the bytes, so that a body that is no text can be signed too. */
export function hmac(payload: string | Buffer, seconds: number | string, secret = SECRET): string {
  return createHmac("sha256", secret).update(`${seconds}.`).update(payload).digest("hex");
}

/** The header Stripe-Signature of a payload that is sent at an instant. */
export function signature(payload: string | Buffer, sentAt: Instant, secret = SECRET): string {
  const seconds = Math.floor(sentAt / 1000);
  return `t=${seconds},v1=${hmac(payload, seconds, secret)}`;
}
