import { createHash, randomBytes } from "node:crypto";

/** Makes the id of a new object: its prefix, as Stripe has them, and something that was never there before. */
export type NewId = (prefix: string) => string;

export const randomId: NewId = (prefix) => `${prefix}_${randomBytes(12).toString("hex")}`;

/** The same id for the same name, always. */
export function stableId(prefix: string, name: string): string {
  return `${prefix}_${createHash("sha256").update(name).digest("hex").slice(0, 24)}`;
}

/** A number from 0 up to, and not with, 1: the same for the same name, always. */
export function stableFraction(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE() / 2 ** 32;
}
