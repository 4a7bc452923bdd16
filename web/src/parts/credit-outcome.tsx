import type { Outcome } from "@passbook/client";
import { useLocale } from "../use-locale.ts";
import { presentIn, totalOf } from "./sources.ts";

export interface CreditOutcomeProps {
  readonly outcome: Outcome;
  /** When it comes; `null`: now. */
  readonly at: string | null;
}

/** What becomes of the credits, as a sum: what there is, what of it goes, what comes, what there is then. */
export function CreditOutcome({ outcome, at }: CreditOutcomeProps) {
  const { texts, formats, credits } = useLocale();
  const words = texts.outcome;
  const { before, after, kept, carried, expired, forfeited, granted, nextAllowance } = outcome;
  const rows = [
    { name: words.kept, count: kept },
    { name: words.carried, count: carried },
    { name: words.expired, count: -totalOf(expired), of: expired, tone: "bad" },
    { name: words.forfeited, count: -totalOf(forfeited), of: forfeited, tone: "bad" },
    { name: words.granted, count: granted, tone: "good" },
  ].filter(({ count }) => count !== 0);
  const sources = (of: Outcome["before"]) => formats.list(presentIn(of).map(([source]) => texts.sources[source]));
  return (
    <table className="pb-outcome">
      <caption>
        {words.title}
        {at !== null && <small>{words.foretold(formats.date(at))}</small>}
      </caption>
      <tbody>
        <tr>
          <th scope="row">
            {words.before} <small>{sources(before)}</small>
          </th>
          <td>{formats.number(totalOf(before))}</td>
        </tr>
        {rows.map(({ name, count, of, tone }) => (
          <tr key={name} data-tone={tone} data-part>
            <th scope="row">
              {name} {of && <small>{sources(of)}</small>}
            </th>
            <td>{tone ? formats.signed(count) : formats.number(count)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {words.after} <small>{sources(after)}</small>
          </th>
          <td>{formats.number(totalOf(after))}</td>
        </tr>
        <tr>
          <td colSpan={2} className="pb-muted">
            {nextAllowance ? words.next(credits(nextAllowance.credits), formats.date(nextAllowance.at)) : words.noNext}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
