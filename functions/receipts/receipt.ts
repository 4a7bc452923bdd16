import type { Credits } from "@passbook/core";
import { purposeAnswer } from "../answers/entry.ts";
import { iso } from "../http/instant.ts";
import type { WrittenEntry } from "../ledger/items.ts";
import type { ReceiptKeys } from "./keys.ts";

/**
 * That credits were paid, as a token that whoever delivers can check by themselves. All of it is the entry's, so that a
 * replay has the same bytes.
 * @param purpose the entry that says what for: of a captured hold the one that placed it.
 */
export function receipt(
  keys: ReceiptKeys,
  account: string,
  { id, at, member, policy }: WrittenEntry,
  credits: Credits,
  purpose: WrittenEntry,
): string {
  return keys.sign("passbook-receipt+jwt", {
    account,
    spend: id,
    credits,
    ...purposeAnswer(purpose),
    ...(member && { member: member.id }),
    at: iso(at),
    iat: Math.floor(at / 1_000),
    policy,
  });
}
