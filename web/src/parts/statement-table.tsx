import type { Entry } from "@passbook/client";
import { useLocale } from "../use-locale.ts";
import { entryText, movementsText } from "./entry-text.ts";

/** The lines of a statement. Where there is no room for columns each line becomes a block. */
export function StatementTable({ entries }: { readonly entries: readonly Entry[] }) {
  const { texts } = useLocale();
  const words = texts.statement;
  return (
    <table className="pb-table">
      <caption className="pb-visually-hidden">{words.title}</caption>
      <thead>
        <tr>
          <th scope="col">{words.date}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.source}</th>
          <th scope="col" className="pb-number">
            {words.change}
          </th>
          <th scope="col" className="pb-number">
            {words.balance}
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <StatementRow key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

/** What is told late took effect earlier than it was written. */
const LATE_MS = 60_000;

function StatementRow({ entry }: { readonly entry: Entry }) {
  const locale = useLocale();
  const { texts, formats } = locale;
  const words = texts.statement;
  const { at, occurredAt, source, credits, balance, member, movements } = entry;
  const isLate = Date.parse(at) - Date.parse(occurredAt) > LATE_MS;
  const more = [
    movementsText(entry, locale),
    ...(member === undefined ? [] : [words.by(member)]),
    ...(isLate ? [words.happened(formats.dateTime(occurredAt))] : []),
  ].filter(Boolean);
  return (
    <tr>
      <td>
        <time dateTime={at} title={formats.dateTime(at)}>
          {formats.date(at)}
        </time>
      </td>
      <td>
        {entryText(entry, locale)}
        {more.length > 0 && <small>{more.join(" · ")}</small>}
      </td>
      <td>{source ? texts.sources[source] : movements.length > 0 ? words.several : ""}</td>
      <td className="pb-number" data-sign={Math.sign(credits)}>
        {formats.signed(credits)}
      </td>
      <td className="pb-number" data-label={words.balance}>
        {formats.number(balance)}
      </td>
    </tr>
  );
}
