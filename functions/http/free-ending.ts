import { balance as balanceOf, type Credits, type Instant } from "@passbook/core";
import type { SigningPassbook } from "../passbook.ts";
import { type FreeHold, readFreeHold } from "../receipts/free-hold.ts";
import { isOthers } from "./ending.ts";
import { type Access, accountNotFound, nothingOf } from "./request.ts";

/** The end of a hold that has set nothing aside. Nothing is written: whatever ends it, it pays and lets go of nothing. */
export interface FreeEnd {
  readonly hold: FreeHold;
  readonly balance: Credits;
  /** The present, in the account's time. */
  readonly at: Instant;
}

/**
 * What comes of a path that names a hold of a free service; `undefined`: the name is not of one.
 * @throws {Refusal} 404: another member's, or an account that can't be reached.
 */
export async function freeEnd(
  { ledger, keys }: Pick<SigningPassbook, "ledger" | "keys">,
  access: Access,
  name: string | undefined,
  now: Instant,
): Promise<FreeEnd | undefined> {
  const hold = name === undefined ? undefined : readFreeHold(keys, access.account, name);
  if (!hold) return undefined;
  const { account, exists, asOf } = await ledger.read(access.account, now);
  if (access.isForeign && !exists) throw accountNotFound();
  if (isOthers(hold, access)) throw nothingOf("hold_not_found");
  return { hold, balance: balanceOf(account), at: asOf };
}
