import type { Instant } from "@passbook/core";
import Stripe from "stripe";
import { Refusal } from "../http/problem.ts";
import { isThin, type ThinEvent } from "./thin-event.ts";

/** The API version that events must be rendered in; the endpoint pins it. */
export const API_VERSION = "2026-10-28.endive";

/** An event may be this old, or this much ahead of our clock (docs.stripe.com/webhooks#replay-attacks). */
export const TOLERANCE_SECONDS = 300;
export const MAX_EVENT_BYTES = 262_144;

/** What stands in the header: pairs, of which `t` and `v1` mean something; other schemes are for others. */
const PAIR = /^([a-z][a-z0-9]*)=([\x21-\x7e]*)$/;
const MOST_SIGNATURES = 8;

/**
 * The event that Stripe signed, with its object or without. Stricter than the SDK, which takes any number of timestamps and only minds old ones, and
 * never anything but a refusal: Stripe's own code throws whatever its parser meets.
 * @throws {Refusal} 400 `invalid_signature`
 */
export function verifiedEvent(
  body: Buffer,
  header: string | undefined,
  secrets: readonly string[],
  now: Instant,
): Stripe.Event | ThinEvent {
  if (body.byteLength > MAX_EVENT_BYTES) throw unsigned(`the body is larger than ${MAX_EVENT_BYTES} bytes`);
  const timestamp = timestampOf(header ?? "");
  const nowSeconds = Math.floor(now / 1000);
  if (!(Math.abs(nowSeconds - timestamp) <= TOLERANCE_SECONDS))
    throw unsigned("the timestamp is more than five minutes off");

  const text = textOf(body);
  for (const secret of secrets) {
    const event = eventSignedWith(secret, text, header ?? "", nowSeconds);
    if (event) return event;
    const thin = thinSignedWith(secret, text, header ?? "", nowSeconds);
    if (thin) return thin;
  }
  throw unsigned("no signature matches, or what is signed is no event");
}

/** Exactly one timestamp, and one to eight signatures of the scheme that counts (docs.stripe.com/webhooks#verify-manually). */
function timestampOf(header: string): number {
  const pairs = header.split(",").map((pair) => PAIR.exec(pair));
  const values = (scheme: string) => pairs.flatMap((pair) => (pair?.[1] === scheme ? [pair[2] ?? ""] : []));
  const [timestamps, signatures] = [values("t"), values("v1")];
  const isWellFormed =
    pairs.every(Boolean) &&
    timestamps.length === 1 &&
    timestamps.every((text) => /^\d{1,12}$/.test(text)) &&
    signatures.length > 0 &&
    signatures.length <= MOST_SIGNATURES &&
    signatures.every((text) => /^[0-9a-f]{64}$/.test(text));
  if (!isWellFormed) throw unsigned("the header Stripe-Signature is missing or malformed");
  return Number(timestamps[0]);
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
    // Whatever it throws: a signature that does not match, a body that is no JSON, a thin event.
    return undefined;
  }
}

/** The SDK verifies these by its own key and client; the signature is the same. */
function thinSignedWith(secret: string, body: string, header: string, nowSeconds: number): ThinEvent | undefined {
  const { signature } = Stripe.webhooks;
  try {
    if (!signature?.verifyHeader(body, header, secret, TOLERANCE_SECONDS, undefined, nowSeconds)) return undefined;
    const event: unknown = JSON.parse(body);
    return isThin(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** A signed `null` carries no object to act on. */
export function isEvent(value: unknown): value is Stripe.Event {
  return (
    typeof value === "object" && value !== null && "object" in value && value.object === "event" && "data" in value
  );
}

function unsigned(detail: string): Refusal {
  return new Refusal("invalid_signature", `The event was refused: ${detail}.`);
}
