import type { Instant } from "./calendar.ts";
import type { EntryKey } from "./entry.ts";

/** A line of a paid invoice, as far as all that invoices sell have it in common. */
export interface PaidLine {
  readonly now: Instant;
  readonly paidAt: Instant;
  readonly quantity: number;
  /** The period that the line pays for. */
  readonly from: Instant;
  readonly until: Instant;
  readonly subscription: string;
  readonly item: string;
  readonly price: string;
  readonly invoice: string;
  readonly line: string;
}

/** The thing paid for: neither the event nor the invoice, of which there may be several. */
export function lineKey({ item, price, from }: Pick<PaidLine, "item" | "price" | "from">): EntryKey {
  return { kind: "grant", id: `${item}/${price}/${from}` };
}
