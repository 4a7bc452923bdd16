import type { Instant } from "@passbook/core";
import Stripe from "stripe";
import { Refusal } from "../http/problem.ts";

/** The API version that events must be rendered in; the endpoint pins it. */
export const API_VERSION = "2026-10-28.endive";

/** An event may be this old, or this much ahead of our clock (docs.stripe.com/webhooks#replay-attacks). */
export const TOLERANCE_SECONDS = 300;
export const MAX_EVENT_BYTES = 262_144;

/** One `t`, then up to eight signatures of the live scheme; test-mode `v0` signatures may stand beside them. */
const HEADER = /^t=(\d{1,12})((?:,v1=[0-9a-f]{64}){1,8})(?:,v0=[0-9a-f]{64})*$/;

/**
 * The event that Stripe signed. Stricter than the SDK, which takes any number of timestamps and only minds old ones, and
 * never anything but a refusal: Stripe's own code throws whatever its parser meets.
 * @throws {Refusal} 400 `invalid_signature`
 */
export function verifiedEvent(
  body: Buffer,
  header: string | undefined,
  secrets: readonly string[],
  now: Instant,
): Stripe.Event {
  if (body.byteLength > MAX_EVENT_BYTES) throw unsigned(`the body is larger than ${MAX_EVENT_BYTES} bytes`);
  const timestamp = Number(HEADER.exec(header ?? "")?.[1] ?? Number.NaN);
  if (!header || Number.isNaN(timestamp)) throw unsigned("the header Stripe-Signature is missing or malformed");
  const nowSeconds = Math.floor(now / 1000);
  if (!(Math.abs(nowSeconds - timestamp) <= TOLERANCE_SECONDS))
    throw unsigned("the timestamp is more than five minutes off");

  const text = textOf(body);
  for (const secret of secrets) {
    const event = eventSignedWith(secret, text, header, nowSeconds);
    if (event) return event;
  }
  throw unsigned("no signature matches");
}

/** The signature is over the bytes as they came: the SDK's own decoding would drop a byte order mark and mend bad UTF-8. */
function textOf(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw unsigned("the body is not UTF-8");
  }
}

function eventSignedWith(secret: string, body: string, header: string, nowSeconds: number): Stripe.Event | undefined {
  try {
    const event: unknown = Stripe.webhooks.constructEvent(
      body,
      header,
      secret,
      TOLERANCE_SECONDS,
      undefined,
      nowSeconds,
    );
    return isEvent(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** A thin event or a signed `null` carries no object to act on. */
function isEvent(value: unknown): value is Stripe.Event {
  return (
    typeof value === "object" && value !== null && "object" in value && value.object === "event" && "data" in value
  );
}

function unsigned(detail: string): Refusal {
  return new Refusal("invalid_signature", `The event was refused: ${detail}.`);
}
