import { balanceBySource, balance as balanceOf, burnDownOrder, type Lot, nextRenewal, sum } from "@passbook/core";
import { iso } from "./http/instant.ts";
import { accountNotFound, authorize, refuseUnknownQuery } from "./http/request.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/** `GET /accounts/{account}/balance`: what can be spent now, from which source, until when. */
export const balance = ({ policy, ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event) => {
    const { account: id, isForeign, isOwn } = authorize(event, "credits:read");
    const { account, exists, asOf } = await ledger.read(id, clock(), { isOwn });
    if (isForeign && !exists) throw accountNotFound();
    refuseUnknownQuery(event, []);
    const renewal = nextRenewal(policy, account, asOf);
    return json(200, {
      account: id,
      balance: balanceOf(account),
      bySource: balanceBySource(account),
      lots: burnDownOrder(policy.burnDown, account.lots).map(lotAnswer),
      held: sum(account.lots, ({ held }) => held),
      frozen: sum(account.lots, ({ frozen }) => frozen),
      debt: account.debt,
      nextRenewal: renewal && { ...renewal, at: iso(renewal.at) },
      asOf: iso(asOf),
    });
  });

/** In the order in which they pay. `endsAt` is when the lot is gone at the latest; a renewal may replace it before. */
function lotAnswer({ number, source, birth, end, granted, left, held, frozen }: Lot) {
  return {
    lot: number,
    source,
    credits: left,
    held,
    frozen,
    granted,
    since: iso(birth),
    endsAt: end === null ? null : iso(end),
  };
}

export const handler = lambda(balance, passbook);
