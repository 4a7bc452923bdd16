import type { Instant, MarkPersonal } from "@passbook/core";
import type { Head } from "./items.ts";
import type { LedgerParts } from "./parts.ts";

/** Who asks. */
export interface Caller {
  /** A person, for the account that bears their own name. */
  readonly isOwn?: boolean;
}

/** How long a first call may wait for others who write the same account. */
const PATIENCE_MS = 5_000;

/** A person's first call for their own account is remembered, and begins the free plan where there is one (O1, O7). */
export async function greeted(
  { table, clock }: Pick<LedgerParts, "table" | "clock">,
  mark: (account: string, command: MarkPersonal, options: { readonly until: Instant }) => Promise<unknown>,
  head: Head,
  { isOwn }: Caller,
  wall: Instant,
): Promise<Head> {
  const { id, isPersonal } = head.account;
  if (!isOwn || isPersonal) return head;
  await mark(id, { type: "MarkPersonal", now: wall, by: id }, { until: clock() + PATIENCE_MS });
  return table.readHead(id);
}
