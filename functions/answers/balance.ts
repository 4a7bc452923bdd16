import {
  type Account,
  balanceBySource,
  balance as balanceOf,
  type Instant,
  nextRenewal,
  type Policy,
  policyAt,
  sum,
} from "@passbook/core";
import { iso } from "../http/instant.ts";
import { lotAnswers } from "./lot.ts";

/** What an account has at an instant to which it has been settled, by the version of the policy that is in force then. */
export function balanceAnswer(policies: Policy, account: Account, asOf: Instant) {
  const renewal = nextRenewal(policies, account, asOf);
  return {
    ...sumsAnswer(account),
    lots: lotAnswers(policyAt(policies, asOf), account.lots),
    ...setAsideAnswer(account),
    debt: account.debt,
    nextRenewal: renewal && { ...renewal, at: iso(renewal.at) },
  };
}

/** What can be spent, in all and by source (N4). */
export function sumsAnswer(account: Account) {
  return { account: account.id, balance: balanceOf(account), bySource: balanceBySource(account) };
}

/** What is there and can't be spent. */
export function setAsideAnswer({ lots }: Account) {
  return { held: sum(lots, ({ held }) => held), frozen: sum(lots, ({ frozen }) => frozen) };
}
