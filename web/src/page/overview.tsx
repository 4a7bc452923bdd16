import type { Account } from "@passbook/client";
import { lazy, Suspense } from "react";
import { useFirstLocale } from "../locale-provider.tsx";
import { BalanceMeter } from "../parts/balance-meter.tsx";
import { CurrentPlan } from "../parts/current-plan.tsx";
import { Section } from "../parts/section.tsx";

const BalanceOverTime = lazy(async () => ({
  default: (await import("../parts/balance-over-time.tsx")).BalanceOverTime,
}));

const PlanActions = lazy(() => import("./plan-actions.tsx"));
const LotTimeline = lazy(async () => ({ default: (await import("../parts/lot-timeline.tsx")).LotTimeline }));

/** What there is, and what runs. */
export function Overview({ account }: { readonly account: Account }) {
  const { texts } = useFirstLocale();
  return (
    <div className="pb-overview">
      <Section title={texts.balance.title} isCard>
        <BalanceMeter account={account} />
        <Suspense fallback={<div className="pb-chart pb-chart-drawing" />}>
          <BalanceOverTime account={account} />
        </Suspense>
      </Section>
      <div className="pb-stack">
        <Section title={texts.plan.title} isCard>
          <CurrentPlan account={account} />
          {account.may.manage && (
            <Suspense fallback={<div className="pb-actions" />}>
              <PlanActions account={account} />
            </Suspense>
          )}
        </Section>
        {account.lots.length > 0 && (
          <Section title={texts.balance.lots} isCard>
            <Suspense>
              <LotTimeline account={account} />
            </Suspense>
          </Section>
        )}
      </div>
    </div>
  );
}
