import type { Account } from "@passbook/client";
import { useLocale } from "../locale.tsx";

const TONES: Readonly<Record<Account["status"], "good" | "warn" | "bad" | "plain">> = {
  none: "plain",
  trialing: "good",
  active: "good",
  ending: "warn",
  past_due: "bad",
  unpaid: "bad",
  paused: "warn",
  ended: "plain",
};

/** How the account is subscribed, in one word. */
export function StatusBadge({ status }: Pick<Account, "status">) {
  const { texts } = useLocale();
  return (
    <span className="pb-badge" data-tone={TONES[status]}>
      {texts.statuses[status]}
    </span>
  );
}
