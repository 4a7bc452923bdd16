import type { Account } from "@passbook/client";
import type { ReactNode } from "react";
import { useLocale } from "../use-locale.ts";
import type { Locale } from "../whole-locale.ts";

type Warning = Account["warnings"][number];

export interface WarningsProps {
  readonly account: Pick<Account, "warnings" | "balance">;
  /** What helps with a warning, a button say; absent: nothing does. */
  readonly remedy?: (code: Warning["code"]) => ReactNode;
}

/** What somebody should know before they spend or are surprised, the most pressing first. */
export function Warnings({ account: { warnings: all, balance }, remedy }: WarningsProps) {
  const locale = useLocale();
  const warnings = all.filter((warning) => !isTold(warning, { all, balance }));
  if (warnings.length === 0) return null;
  return (
    <ul className="pb-notices" aria-label={locale.texts.warnings.title}>
      {warnings.map((warning) => (
        <li key={warning.code} data-warning={warning.code}>
          <p>{warningText(warning, { all, balance }, locale)}</p>
          {remedy?.(warning.code)}
        </li>
      ))}
    </ul>
  );
}

interface Beside {
  readonly all: readonly Warning[];
  readonly balance: number;
}

/** Another warning says it already: why there is nothing to spend, and what an overdue payment would end. */
function isTold(warning: Warning, { all, balance }: Beside): boolean {
  if (warning.code === "low_balance") return balance === 0 && all.some(({ code }) => code === "suspended");
  return warning.code === "expiring" && all.some((one) => one.code === "payment_overdue" && one.until === warning.at);
}

function warningText(warning: Warning, { all, balance }: Beside, locale: Locale): string {
  const { texts, formats, credits } = locale;
  const words = texts.warnings;
  switch (warning.code) {
    case "blocked":
      return words.blocked(warning.reason);
    case "payment_overdue":
      return [
        words.overdue(formats.date(warning.since)),
        ...(warning.until === null ? [] : [untilText(warning.until, all, locale)]),
      ].join(" ");
    case "debt":
      return words.debt(credits(warning.credits));
    case "suspended":
      return words.suspended(credits(warning.credits));
    case "low_balance":
      return balance === 0 ? words.none : words.low(credits(balance));
    case "expiring":
      return words.expiring(credits(warning.credits), formats.date(warning.at));
    case "two_subscriptions":
      return words.twoSubscriptions;
  }
}

/** What ends if an overdue payment does not come. */
function untilText(until: string, all: readonly Warning[], { texts: { warnings: words }, formats, credits }: Locale) {
  const ends = all.find((one) => one.code === "expiring" && one.at === until);
  const date = formats.dateTime(until);
  return ends?.code === "expiring" ? words.overdueLoses(credits(ends.credits), date) : words.overdueUntil(date);
}
