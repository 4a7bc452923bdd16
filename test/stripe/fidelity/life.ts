import type { Account } from "./account.ts";
import { advance, at, type Person } from "./moves.ts";

/** A life that touches as much of Stripe as one customer can. */
export type Life = (account: Account) => Promise<unknown>;

export const DAY = 86_400;

/** An hour after the last day's invoice of a month is paid, counted from January. */
export const endOf = (month: number) => at(new Date(Date.UTC(2027, month + 1, 0, 11)).toISOString());

/** Month after month, as a clock allows no more than two at once. */
export async function live(
  account: Account,
  person: Person,
  [from, to]: readonly [from: number, to: number],
): Promise<void> {
  for (let month = from; month <= to; month++) await advance(account, person, endOf(month));
}
