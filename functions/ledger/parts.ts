import type { Instant, Policy } from "@passbook/core";
import type { RecentHeads } from "./recent-heads.ts";
import type { Table } from "./table.ts";

/** What the shell needs from outside. Nothing behind it reads a clock or throws dice by itself. */
export interface LedgerParts {
  readonly policy: Policy;
  readonly table: Table;
  readonly recentHeads: RecentHeads;
  /** The wall clock. */
  readonly clock: () => Instant;
  /** In [0, 1). */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** A fresh name for one write, at most 36 characters. */
  readonly newToken: () => string;
  /** The test clock of accounts that no customer has been linked to. */
  readonly defaultClock?: string | undefined;
}
