/**
 * What one of Stripe's objects belongs to, written once and never changed: a customer and a subscription to an account, a
 * payment intent to the invoice or the session that it pays, these to an account and what they came to.
 */
export type Link =
  | { readonly account: string }
  | { readonly account: string; readonly total: number }
  | { readonly pays: { readonly invoice: string } | { readonly session: string } };

/** A link that an event tells. */
export interface NewLink {
  /** The id of Stripe's object: `cus_…`, `sub_…`, `in_…`, `cs_…`, `pi_…`. */
  readonly id: string;
  readonly link: Link;
}

export type Links = ReadonlyMap<string, Link>;

/** The account that an object belongs to, if that is known. */
export function accountLinked(links: Links, id: string | undefined): string | undefined {
  const link = id === undefined ? undefined : links.get(id);
  return link && "account" in link ? link.account : undefined;
}

/** An object of Stripe's is told by its id, or whole where it was expanded. */
export function idOf(object: string | { readonly id: string } | null | undefined): string | undefined {
  return typeof object === "string" ? object : (object?.id ?? undefined);
}
