import type { Account } from "@passbook/client";
import { lazy, Suspense } from "react";
import { useLocale } from "../use-locale.ts";
import { type BalancePoint, useBalancePoints } from "./balance-points.ts";

const BalanceChart = lazy(() => import("./balance-chart.tsx"));

/** The balance so far and as it will be: drawn, said in a sentence, and as a table. */
export function BalanceOverTime({ account }: { readonly account: Account }) {
  const { texts, formats, credits } = useLocale();
  const words = texts.chart;
  const points = useBalancePoints(account);
  const last = points.at(-1);
  if (points.length < 2) return null;
  const now = credits(account.balance);
  return (
    <figure className="pb-chart">
      <figcaption className="pb-muted">
        {last?.isForecast ? words.summary(now, credits(last.balance), formats.date(last.at)) : words.summaryNow(now)}
      </figcaption>
      <div className="pb-chart-drawing" aria-hidden="true">
        <Suspense>
          <BalanceChart points={points} now={Date.parse(account.asOf)} />
        </Suspense>
      </div>
      <details className="pb-why">
        <summary>{words.asTable}</summary>
        <PointsTable points={points} />
        <p className="pb-muted">{words.assumes}</p>
      </details>
    </figure>
  );
}

function PointsTable({ points }: { readonly points: readonly BalancePoint[] }) {
  const { texts, formats } = useLocale();
  const words = texts.chart;
  return (
    <table className="pb-table pb-table-small">
      <thead>
        <tr>
          <th scope="col">{words.date}</th>
          <th scope="col">{words.kind}</th>
          <th scope="col" className="pb-number">
            {words.balance}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ at, balance, isForecast }) => (
          <tr key={at}>
            <td>{formats.dateTime(at)}</td>
            <td>{isForecast ? words.forecast : words.past}</td>
            <td className="pb-number">{formats.number(balance)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
