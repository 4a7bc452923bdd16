import type { Lot } from "./account.ts";
import type { Credits } from "./credits.ts";
import type { ClawedBack, Expired, Forfeited, Movement, Thawed, Withdrawn } from "./movement.ts";

/** How credits can go without having been spent. */
type Gone = (Expired | Forfeited | Withdrawn | ClawedBack)["type"];

/** Whether there is something in a lot that ends with it: what is held was taken while it lived, and can still be captured (X9). */
export function hasToLose({ left, frozen }: Lot): boolean {
  return left > 0 || frozen > 0;
}

/** The end of a lot: all of it that is not held goes, what is frozen too (X5). */
export function endLot(lot: Lot, how: Gone): Movement[] {
  return [...thaw(lot), ...take(lot, how, lot.left + lot.frozen)];
}

export function thaw({ number: lot, source, frozen }: Lot): Thawed[] {
  return frozen > 0 ? [{ type: "thawed", lot, source, credits: frozen }] : [];
}

export function take({ number: lot, source }: Pick<Lot, "number" | "source">, how: Gone, credits: Credits): Movement[] {
  return credits > 0 ? [{ type: how, lot, source, credits }] : [];
}
