import type { Account } from "@passbook/client";
import { useLocale } from "../locale-provider.tsx";
import { NextRenewal } from "./next-renewal.tsx";
import { StatusBadge } from "./status-badge.tsx";

export interface CurrentPlanProps {
  readonly account: Account;
}

/** The plan in force, how it stands, and what comes next. */
export function CurrentPlan({ account }: CurrentPlanProps) {
  const { texts, formats, named } = useLocale();
  const { plan, interval, quantity, status, plannedChange, managesPayments } = account;
  const isFree = plan !== null && !managesPayments;
  return (
    <div className="pb-plan">
      <p className="pb-plan-name">
        <strong>
          {plan === null ? texts.plan.none : named(plan)}
          {quantity > 1 && ` ${texts.plan.times(quantity)}`}
        </strong>
        {(managesPayments || status !== "none") && <StatusBadge status={status} />}
      </p>
      <p className="pb-muted">
        {plan === null
          ? texts.plan[managesPayments ? "unpaidHint" : "noneHint"]
          : isFree
            ? texts.plan.withoutSubscription
            : interval && texts.intervals[interval]}
      </p>
      <NextRenewal account={account} />
      {plannedChange && (
        <p className="pb-note">
          {texts.plan.changes(
            named(plannedChange.plan),
            texts.intervals[plannedChange.interval].toLowerCase(),
            formats.date(plannedChange.at),
          )}
        </p>
      )}
    </div>
  );
}
