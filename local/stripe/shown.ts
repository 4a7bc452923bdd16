import type Stripe from "stripe";
import type { World } from "./world.ts";

/** An object as it is shown, in events and answers: of an invoice the first lines, and that there are more; of what was deleted, that it was. */
export function shown(world: World, object: object): object {
  const { id, object: kind, deleted } = object as { id?: string; object?: string; deleted?: boolean };
  if (deleted) return { id, object: kind, deleted };
  if (kind !== "invoice") return object;
  const invoice = object as Stripe.Invoice;
  const { shownLines } = world.billing;
  if (invoice.lines.data.length <= shownLines) return invoice;
  return { ...invoice, lines: { ...invoice.lines, data: invoice.lines.data.slice(0, shownLines), has_more: true } };
}
