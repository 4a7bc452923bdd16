import type { Account } from "@passbook/client";
import type { FirstLocale } from "../locale.ts";
import { useFirstLocale } from "../locale-provider.tsx";
import { Facts } from "./facts.tsx";

export interface NextRenewalProps {
  readonly account: Pick<Account, "asOf" | "interval" | "nextRenewal" | "outlook" | "cancelAt" | "managesPayments">;
}

/** When the next credits come, what they cost, and what becomes of those that are there (O3); or when it ends. */
export function NextRenewal({ account }: NextRenewalProps) {
  const { asOf, interval, nextRenewal, outlook, cancelAt, managesPayments } = account;
  const locale = useFirstLocale();
  const { texts, formats, credits } = locale;
  const words = texts.plan;
  const isOverdue = nextRenewal !== null && nextRenewal.at <= asOf;
  return (
    <Facts
      facts={[
        cancelAt !== null && [words.ends, formats.date(cancelAt)],
        nextRenewal && [
          isOverdue ? words.overdue : managesPayments ? words.nextRenewal : words.nextAllowance,
          <>
            {formats.date(nextRenewal.at)} <small>{words.brings(credits(nextRenewal.credits))}</small>
          </>,
        ],
        nextRenewal && managesPayments && [words.costs, costOf(nextRenewal, interval, locale)],
        outlook && [words.outlook, outlookText(outlook, locale)],
      ]}
    />
  );
}

function costOf(
  { amount, currency }: NonNullable<Account["nextRenewal"]>,
  interval: Account["interval"],
  { texts, formats }: FirstLocale,
): string {
  if (amount === null) return texts.plan.unknownPrice;
  return amount === 0 && interval === "year" ? texts.plan.included : formats.money(amount, currency);
}

function outlookText(
  { carriedOver, lost, balance }: NonNullable<Account["outlook"]>,
  { texts: { plan: words }, credits, formats }: FirstLocale,
): string {
  const parts = [
    ...(carriedOver > 0 ? [words.carried(credits(carriedOver))] : []),
    lost > 0 ? words.lost(credits(lost)) : words.nothingLost,
    words.balanceThen(formats.number(balance)),
  ];
  const text = `${parts.join(", ")}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
