import type { Account } from "@passbook/client";
import { useLocale } from "../locale-provider.tsx";

/** How the account is subscribed, in one word. */
export function StatusBadge({ status }: Pick<Account, "status">) {
  const { texts } = useLocale();
  return (
    <span className="pb-badge" data-status={status}>
      {texts.statuses[status]}
    </span>
  );
}
