import type { Account } from "@passbook/client";
import { lazy, Suspense, useState } from "react";
import { useConfirmation, useResume } from "../hooks/index.ts";
import { useLocale } from "../locale-provider.tsx";
import { BalanceMeter } from "../parts/balance-meter.tsx";
import { Button } from "../parts/button.tsx";
import { changeLocked } from "../parts/change-locked.ts";
import { CurrentPlan } from "../parts/current-plan.tsx";
import { Problem } from "../parts/problem.tsx";
import { Section } from "../parts/section.tsx";

const BalanceOverTime = lazy(async () => ({
  default: (await import("../parts/balance-over-time.tsx")).BalanceOverTime,
}));

const CancelDialog = lazy(async () => ({ default: (await import("../parts/dialogs.ts")).CancelDialog }));
const LotTimeline = lazy(async () => ({ default: (await import("../parts/lot-timeline.tsx")).LotTimeline }));

/** What there is, and what runs. */
export function Overview({ account }: { readonly account: Account }) {
  const { texts } = useLocale();
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
          {account.may.manage && <PlanActions account={account} />}
        </Section>
        {account.lots.length > 0 && (
          <Section title={texts.lots.title} isCard>
            <Suspense>
              <LotTimeline account={account} />
            </Suspense>
          </Section>
        )}
      </div>
    </div>
  );
}

function PlanActions({ account }: { readonly account: Account }) {
  const { managesPayments, plan, cancelAt } = account;
  const { texts } = useLocale();
  const [isCancelling, cancel] = useState(false);
  const resume = useResume();
  const isConfirming = useConfirmation() === "awaited";
  return (
    <div className="pb-actions">
      {managesPayments && cancelAt !== null && (
        <Button look="primary" isBusy={resume.isPending || isConfirming} onClick={() => resume.mutate()}>
          {texts.plan.resume}
        </Button>
      )}
      {changeLocked(account) === undefined && (
        <a className="pb-button" href="#plans">
          {plan === null && !managesPayments ? texts.plan.choose : texts.plan.change}
        </a>
      )}
      {managesPayments && cancelAt === null && (
        <Button look="quiet" isBusy={isConfirming} onClick={() => cancel(true)}>
          {texts.plan.cancel}
        </Button>
      )}
      <Problem error={resume.error} />
      <Suspense>{isCancelling && <CancelDialog onClose={() => cancel(false)} />}</Suspense>
    </div>
  );
}
