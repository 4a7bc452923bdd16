import type { DescribeAccount, SaidMembers } from "@passbook/core";
import { at } from "./instants.ts";
import { month } from "./omnia-story.ts";

// The story of a team: its pool, who is in it, and who may spend how much.

/** A paid month of Team: 6,000 credits. */
export const team = (from: string, until: string, payment: Parameters<typeof month>[2] = {}) =>
  month(from, until, { plan: "team", ...payment });

/** The product says who is in the team: each with a budget, with none (`{}`), or out (`null`). */
export function joins(members: SaidMembers, now: string): DescribeAccount {
  return { ...described(now), request: `members ${now} ${Object.keys(members).join()}`, members };
}

/** An operator stops what goes out. */
export function blocks(reason: string, now: string): DescribeAccount {
  return { ...described(now), request: `block ${now}`, blocked: { reason } };
}

export function unblocks(now: string): DescribeAccount {
  return { ...described(now), request: `unblock ${now}`, blocked: null };
}

function described(now: string) {
  return { type: "DescribeAccount", now: at(now), by: "backend" } as const;
}

/** The same, asked by somebody else. */
export function asked<T extends { readonly by: string; readonly request: string }>(by: string, command: T): T {
  return { ...command, by, request: `${by}: ${command.request}` };
}
