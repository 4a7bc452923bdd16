import type Stripe from "stripe";
import type { World } from "./world.ts";

/** An object as it is shown, in events and answers: of an invoice the first lines, and that there are more; of what was deleted, that it was. */
export function shown(world: World, object: object): object {
  const { id, object: kind, deleted } = object as { id?: string; object?: string; deleted?: boolean };
  if (deleted) return { id, object: kind, deleted };
  if (kind !== "invoice") return object;
  const invoice = object as Stripe.Invoice;
  const { shownLines } = world.billing;
  const { data } = invoice.lines;
  const lines = { ...invoice.lines, data: data.slice(0, shownLines), has_more: data.length > shownLines };
  // On the wire, and not in the types.
  return { ...invoice, lines: { ...lines, total_count: data.length } };
}
