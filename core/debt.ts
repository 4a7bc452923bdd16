import type { Account, Lot } from "./account.ts";
import { provenanceOf } from "./burn-down.ts";
import { sum } from "./credits.ts";
import type { Entry, Reference } from "./entry.ts";
import type { Movement, Spent } from "./movement.ts";

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

/** What was carried over, and has no end, had been there before; what comes back too late for its own lot ends with the cycle. */
function isBroughtTo({ number, source }: Lot): (movement: Movement) => boolean {
  return (movement) =>
    BRINGING.has(movement.type) &&
    movement.lot === number &&
    movement.source === source &&
    !(movement.type === "granted" && source === "rollover" && movement.end === null);
}

const BRINGING: ReadonlySet<Movement["type"]> = new Set(["granted", "restored", "released"]);

/** How much of each payment's credits was owed, by the `seq` of its entry, whether it has been paid since or not. */
export type Charges = ReadonlyMap<string, number>;

/** What entries have charged to payments in all; an entry that undoes others charges less than nothing. */
export function chargesOf(entries: readonly Entry[]): Charges {
  const charges = new Map<string, number>();
  for (const { ref } of entries)
    for (const [origin, credits] of Object.entries((ref["charged"] ?? {}) as Readonly<Record<string, number>>))
      charges.set(origin, (charges.get(origin) ?? 0) + credits);
  return charges;
}

/** As an entry refers to what it charges; nothing where that is nothing. */
export function charging(charges: Charges): Reference {
  const charged = [...charges].filter(([, credits]) => credits !== 0);
  return charged.length > 0 ? { charged: Object.fromEntries(charged) } : {};
}

/** What facts and time have paid of what was owed, net of what was undone. */
export function paidOff(decided: readonly Movement[]): number {
  return sum(decided, (movement) => {
    if (movement.type === "spent") return movement.credits;
    return movement.type === "restored" && movement.undoes === undefined ? -movement.credits : 0;
  });
}

/** What has still to be charged so that `some` and `more` without `less` are. */
export function chargesLeft(some: Charges, more: Charges, less: Charges, already: Charges): Charges {
  const origins = new Set([some, more, less, already].flatMap((charges) => [...charges.keys()]));
  const of = (charges: Charges, origin: string) => charges.get(origin) ?? 0;
  const left = (origin: string) =>
    Math.max(0, of(some, origin) + of(more, origin) - of(less, origin)) - of(already, origin);
  return new Map([...origins].map((origin) => [origin, left(origin)]));
}
