import type { Account, Lot } from "./account.ts";
import { provenanceOf } from "./burn-down.ts";
import { sum } from "./credits.ts";
import type { Movement, Spent } from "./entry.ts";

/**
 * What is owed is paid first from whatever an entry brings, a grant or a re-credit, before anybody can spend it; to the lot
 * that pays it counts as spent (X5).
 * @param account after the movements.
 * @returns what each lot pays; nothing where nothing is owed, or nothing was brought.
 */
export function payDebt({ lots, debt }: Pick<Account, "lots" | "debt">, movements: readonly Movement[]): Spent[] {
  const payments: Spent[] = [];
  let due = debt;
  for (const lot of debt > 0 ? lots : []) {
    const brought = sum(movements.filter(isBroughtTo(lot)), ({ credits }) => credits);
    const paid = Math.max(0, Math.min(due, brought, lot.left));
    if (paid > 0) payments.push({ type: "spent", ...provenanceOf(lot), credits: paid });
    due -= paid;
  }
  return payments;
}

/** What was carried over had been there before. */
function isBroughtTo({ number, source }: Lot): (movement: Movement) => boolean {
  return (movement) =>
    BRINGING.has(movement.type) &&
    movement.lot === number &&
    movement.source === source &&
    !(movement.type === "granted" && source === "rollover");
}

const BRINGING: ReadonlySet<Movement["type"]> = new Set(["granted", "restored", "released"]);
