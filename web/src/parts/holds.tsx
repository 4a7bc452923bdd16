import type { Account } from "@passbook/client";
import { useLocale } from "../use-locale.ts";

/** What is set aside for work under way, and until when. */
export function Holds({ account: { holds } }: { readonly account: Pick<Account, "holds"> }) {
  const { texts, formats, credits, named } = useLocale();
  return (
    <ul className="pb-rows">
      {holds.map(({ entry, service, reason, credits: count, expiresAt, member }) => (
        <li key={entry}>
          <span>
            <b>{service === undefined ? reason : named(service)}</b>
            <small>
              {texts.holds.until(formats.dateTime(expiresAt))}
              {member !== undefined && ` · ${texts.statement.by(member)}`}
            </small>
          </span>
          <span className="pb-end">{credits(count)}</span>
        </li>
      ))}
    </ul>
  );
}
