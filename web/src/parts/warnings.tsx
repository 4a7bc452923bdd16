import type { Account } from "@passbook/client";
import type { ReactNode } from "react";
import type { Locale } from "../locale.ts";
import { useLocale } from "../locale-provider.tsx";

type Warning = Account["warnings"][number];

export interface WarningsProps {
  readonly account: Pick<Account, "warnings" | "balance" | "asOf">;
  /** What helps with a warning, a button say; absent: nothing does. */
  readonly remedy?: (code: Warning["code"]) => ReactNode;
}

/** What somebody should know before they spend or are surprised, the most pressing first. */
export function Warnings({ account: { warnings: all, balance, asOf }, remedy }: WarningsProps) {
  const locale = useLocale();
  // What ends when an overdue payment comes is told by that.
  const warnings = all.filter((warning) => warning.code !== "expiring" || warning.at > asOf);
  if (warnings.length === 0) return null;
  return (
    <ul className="pb-notices" aria-label={locale.texts.warnings.title}>
      {warnings.map((warning) => (
        <li key={warning.code} data-warning={warning.code}>
          <p>{warningText(warning, balance, locale)}</p>
          {remedy?.(warning.code)}
        </li>
      ))}
    </ul>
  );
}

function warningText(warning: Warning, balance: number, { texts, formats, credits }: Locale): string {
  const words = texts.warnings;
  switch (warning.code) {
    case "blocked":
      return words.blocked(warning.reason);
    case "payment_overdue":
      return [
        words.overdue(formats.date(warning.since)),
        ...(warning.until === null ? [] : [words.overdueUntil(formats.dateTime(warning.until))]),
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
