import type { Adjust, PlaceHold, Spend } from "@passbook/core";
import { at } from "./instants.ts";
import type { FollowUp } from "./journal.ts";

export { musiversal } from "@passbook/core/policies/musiversal";

// What Ada books, cancels and holds, told in ISO dates.

interface Booking {
  readonly service?: string;
  readonly length?: number;
  readonly request?: string;
}

/** Ada books a session (or another service) that starts then. */
export function books(startsAt: string, now: string, booking: Booking = {}): Spend {
  const { service = "session", length, request = `book ${startsAt}` } = booking;
  const options: Record<string, number> = length === undefined ? {} : { length };
  const wanted = { service, quantity: 1, options, startsAt: at(startsAt) };
  return { type: "Spend", now: at(now), request, by: "ada", for: wanted };
}

/** Ada cancels the booking of that start (or of that request). */
export function cancels(startsAt: string, now: string, of = `book ${startsAt}`): FollowUp {
  return { type: "FollowUp", verb: "CancelBooking", of, now: at(now) };
}

/** An operator takes the payment of that request back. */
export function reverses(of: string, now: string): FollowUp {
  return { type: "FollowUp", verb: "ReverseSpend", of, now: at(now) };
}

/** Ada's work sets credits aside until then. */
export function holds(credits: number, now: string, expiresAt: string, request = "hold"): PlaceHold {
  const wanted = { credits, reason: "render" };
  return { type: "PlaceHold", now: at(now), request, by: "ada", for: wanted, expiresAt: at(expiresAt) };
}

export function captures(credits: number | undefined, now: string, of = "hold"): FollowUp {
  return { type: "FollowUp", verb: "CaptureHold", of, now: at(now), ...(credits !== undefined && { credits }) };
}

export function releases(now: string, of = "hold"): FollowUp {
  return { type: "FollowUp", verb: "ReleaseHold", of, now: at(now) };
}

/** An operator gives credits, or takes them. */
export function adjusts(credits: number, now: string, expiresAt?: string): Adjust {
  const end = expiresAt === undefined ? {} : { expiresAt: at(expiresAt) };
  return { type: "Adjust", now: at(now), request: `adjust ${now}`, by: "operator", credits, reason: "sorry", ...end };
}
