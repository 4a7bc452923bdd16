import type { Instant } from "@passbook/core";
import type { Head } from "./items.ts";
import type { LedgerParts } from "./ledger.ts";
import { perform } from "./perform.ts";

/** Who asks. */
export interface Caller {
  /** A person, for the account that bears their own name. */
  readonly isOwn?: boolean;
}

/** How long a first call may wait for others who write the same account. */
const PATIENCE_MS = 5_000;

/** A person's first call for their own account is remembered, and begins the free plan where there is one (O1, O7). */
export async function greeted(parts: LedgerParts, head: Head, { isOwn }: Caller, wall: Instant): Promise<Head> {
  const { id, isPersonal } = head.account;
  if (!isOwn || isPersonal) return head;
  await perform(parts, id, { type: "MarkPersonal", now: wall, by: id }, { until: parts.clock() + PATIENCE_MS });
  return parts.table.readHead(id);
}
