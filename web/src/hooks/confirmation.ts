import type { Account } from "@passbook/client";

/** Something was done that shows once Stripe has told of it: it has not yet, it should have by now, it has. */
export type Confirmation = "awaited" | "late" | "told";

/** What is waited for. */
export interface Awaited {
  readonly is: Confirmation;
  /** How the account stood before. */
  readonly before: string;
  /** When it was done, or when the first of what it does was seen; in milliseconds. */
  readonly since: number;
  /** How it stood when it was last looked. */
  readonly seen?: string;
  /** Nothing more is to come. */
  readonly isSettled?: boolean;
}

const FIRST_MS = 250;
const SLOWEST_MS = 2_000;
const LATE_MS = 30_000;

/** All that something done at Stripe may change, to be compared. */
export function standingOf(account: Account): string {
  const { plan, interval, quantity, status, cancelAt, plannedChange, nextRenewal, debt, lots, offers } = account;
  const names = lots.map(({ lot }) => lot);
  const beside = offers.addOns.map(({ isBeside }) => isBeside);
  return JSON.stringify([plan, interval, quantity, status, cancelAt, plannedChange, nextRenewal, debt, names, beside]);
}

/** What is known once it was looked how the account stands. One change is told in several webhooks: it is over when nothing moves. */
export function looked(awaited: Awaited, standing: string, now: number): Awaited {
  const { is, before, seen, since, isSettled = false } = awaited;
  if (isSettled) return awaited;
  if (standing !== before && standing !== seen) return { ...awaited, is: "told", seen: standing, since: now };
  if (is === "told") return { ...awaited, isSettled: true };
  return is === "awaited" && now - since >= LATE_MS ? { ...awaited, is: "late" } : awaited;
}

/** When to look again, in milliseconds: after as long as it has been waited already; `undefined`: there is no hurry. */
export function lookAgainMs({ is, since, isSettled = false }: Awaited, now: number): number | undefined {
  if (isSettled || is === "late") return undefined;
  return Math.min(SLOWEST_MS, Math.max(FIRST_MS, now - since));
}
