import type { Account, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import type { GrantAddOn } from "./grant-add-on.ts";

/** An add-on that stands beside a plan, as the subscription has it now: the next renewal pays for it. */
export type AddOnBeside = Pick<AddOnTerm, "item" | "addOn" | "quantity">;

/** Whether an add-on stands beside the plan: as Stripe has last said; where it has not, as it was paid for with the plan. */
export function isBeside(
  { addOns: paid, subscriptions }: Pick<Account, "addOns" | "subscriptions">,
  { subscription, until }: Term,
  name: string,
): boolean {
  const told = subscriptions.find(({ id }) => id === subscription)?.addOns;
  const beside = told ?? paid.filter((line) => line.subscription === subscription && line.until === until);
  return beside.some(({ addOn }) => addOn === name);
}

/** A paid time of an add-on: what the latest of its invoice lines bought. Its credits are lots like others; this renews. */
export interface AddOnTerm {
  readonly subscription: string;
  readonly item: string;
  readonly addOn: string;
  readonly quantity: number;
  readonly from: Instant;
  /** The paid time ends before this instant. */
  readonly until: Instant;
  readonly paidAt: Instant;
}

/** Of two lines of one item the later one counts, whichever was told first (X2). In the order of the items' names. */
export function addOnsAfter(addOns: readonly AddOnTerm[], line: GrantAddOn): readonly AddOnTerm[] {
  const { subscription, item, addOn, quantity, from, until, paidAt } = line;
  const known = addOns.find((other) => other.item === item);
  if (known && (known.from > from || (known.from === from && known.paidAt >= paidAt))) return addOns;
  const others = addOns.filter((other) => other.item !== item);
  return [...others, { subscription, item, addOn, quantity, from, until, paidAt }].toSorted((a, b) =>
    a.item < b.item ? -1 : 1,
  );
}
