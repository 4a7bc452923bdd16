import { BEFORE_ALL, type ExpiryWarning, type Instant, settle, warningsDue } from "@passbook/core";
import { accountTime } from "./account-time.ts";
import { Busy } from "./busy.ts";
import { headAfter, lowMarks } from "./due.ts";
import type { LedgerParts } from "./parts.ts";
import { MAX_DUE_PER_WRITE } from "./step.ts";

/** Has an account's warnings told, and returns once they are. The same may come again: what was told is the same then. */
export type Tell = (account: string, warnings: readonly ExpiryWarning[]) => Promise<void>;

/** What a visit has come to; both are 0 where somebody else was there before. */
export interface Swept {
  readonly entries: number;
  readonly warnings: number;
}

/** Lost races, after which the account is left to the next run: whoever wins them settles it as well. */
const MOST_TRIES = 5;

/**
 * Writes down what time has done to an account, exactly what a spend of this instant would write before its own entry (X3).
 * Warnings are told first and remembered in the same write: who dies between has them told once more, and none is lost.
 * @param wall the instant at which somebody looks, in real time.
 * @throws {Busy}
 */
export async function sweepAccount(parts: LedgerParts, id: string, wall: Instant, tell: Tell): Promise<Swept> {
  const { policy, table, newToken } = parts;
  let [entries, warnings] = [0, 0];
  for (let lost = 0; lost < MOST_TRIES; ) {
    const head = await table.readHead(id);
    const now = Math.max(await accountTime(parts, head.account, wall), head.account.at);
    const settled = settle(policy, head.account, now);
    const due = settled.entries.slice(0, MAX_DUE_PER_WRITE);
    const isAll = due.length === settled.entries.length;
    const told = isAll ? warningsDue(policy, settled.account, head.warnedUntil ?? BEFORE_ALL, now) : [];
    const after = headAfter(parts, head, due, isAll ? now : head.warnedUntil);
    const isSame = due.length === 0 && after.due?.at === head.due?.at && after.due?.shard === head.due?.shard;
    if (head.version === 0 || isSame) return { entries, warnings };
    if (told.length > 0) await tell(id, told);
    const low = lowMarks(policy, head, due);
    const appended = await table.append({ head: after, due, low, token: newToken() });
    if (appended.result === "failed") {
      if (!appended.mayRetry) throw appended.cause;
      lost += 1;
      continue;
    }
    entries += due.length;
    warnings += told.length;
    if (isAll) return { entries, warnings };
  }
  throw new Busy(`${id} is written by others all the time`);
}
