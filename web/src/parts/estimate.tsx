import type { Quote } from "@passbook/client";
import { useLocale } from "../use-locale.ts";
import { Facts } from "./facts.tsx";

export interface EstimateProps {
  /** Absent: it is being asked for. */
  readonly quote: Quote | undefined;
  readonly balance: number;
}

/** What it would cost, how that comes about, and what would be left. */
export function Estimate({ quote, balance }: EstimateProps) {
  const { texts, formats, credits } = useLocale();
  const words = texts.services;
  if (!quote) return <p className="pb-muted">{texts.loading}</p>;
  const { credits: cost, affordable, breakdown } = quote;
  const { unitCredits, length, quantity, lots } = breakdown;
  const parts = [unitCredits, length, quantity].filter((factor, n) => n === 0 || factor !== 1).map(formats.number);
  const sources = [...new Set(lots.map(({ source }) => texts.sources[source]))];
  return (
    <output className="pb-estimate" data-short={!affordable || undefined}>
      <p className="pb-estimate-sum">
        <span>{words.estimate}</span>
        <strong>{cost === 0 ? words.free : credits(cost)}</strong>
        {parts.length > 1 && <small>{words.breakdown(parts)}</small>}
      </p>
      <Facts
        facts={[
          affordable && sources.length > 0 && [words.paysWith, formats.list(sources)],
          affordable && [words.leaves, formats.number(balance - cost)],
          !affordable && [texts.balance.title, words.short(credits(cost - balance))],
        ]}
      />
    </output>
  );
}
