import type { Account } from "@passbook/client";
import { useConfirmation } from "../hooks/index.ts";
import type { FirstLocale } from "../locale.ts";
import { useFirstLocale } from "../locale-provider.tsx";
import { NextRenewal } from "./next-renewal.tsx";
import { StatusBadge } from "./status-badge.tsx";

export interface CurrentPlanProps {
  readonly account: Account;
}

/** The plan in force, how it stands, and what comes next. */
export function CurrentPlan({ account }: CurrentPlanProps) {
  const { texts, formats, named } = useFirstLocale();
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
          ? noneText(account, texts)
          : isFree
            ? texts.plan.withoutSubscription
            : interval && texts.intervals[interval]}
        <Confirming />
      </p>
      {status === "paused" && <p className="pb-note">{texts.plan.pausedHint}</p>}
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

/** Why there is no plan in force, and what would bring one. */
function noneText({ status, managesPayments, may }: Account, { plan: words }: FirstLocale["texts"]): string {
  if (status === "trialing") return words.trialHint;
  if (managesPayments) return words.unpaidHint;
  return may.manage ? words.noneHint : "";
}

/** Quiet, and in a place of its own: nothing moves when it comes and goes. */
function Confirming() {
  const { texts } = useFirstLocale();
  const confirmation = useConfirmation();
  return (
    <span className="pb-confirming" role="status">
      {confirmation && confirmation !== "told" && texts.plan.confirmation[confirmation]}
    </span>
  );
}
