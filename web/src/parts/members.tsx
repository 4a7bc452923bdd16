import type { Account } from "@passbook/client";
import { useLocale } from "../use-locale.ts";

/** Who spends from a shared pool, and how much each may in a cycle (O15). */
export function Members({ account: { members } }: { readonly account: Pick<Account, "members"> }) {
  const { texts, credits } = useLocale();
  return (
    <ul className="pb-rows">
      {members.map(({ id, budget }) => (
        <li key={id}>
          <b>{id}</b>
          <span className="pb-end pb-muted">
            {budget === null ? texts.members.noBudget : texts.members.budget(credits(budget))}
          </span>
        </li>
      ))}
    </ul>
  );
}
