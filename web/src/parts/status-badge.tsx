import type { Account } from "@passbook/client";
import { useFirstLocale } from "../locale-provider.tsx";

/** How the account is subscribed, in one word. */
export function StatusBadge({ status }: Pick<Account, "status">) {
  const { texts } = useFirstLocale();
  return (
    <span className="pb-badge" data-status={status}>
      {texts.statuses[status]}
    </span>
  );
}
