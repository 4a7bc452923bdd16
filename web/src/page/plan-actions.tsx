import type { Account } from "@passbook/client";
import { useState } from "react";
import { useConfirmation, useResume } from "../hooks/index.ts";
import { useFirstLocale } from "../locale-provider.tsx";
import { Button } from "../parts/button.tsx";
import { changeLocked } from "../parts/change-locked.ts";
import { CancelDialog } from "../parts/on-demand.tsx";
import { Problem } from "../parts/problem.tsx";

/** What can be done about the plan that runs. */
export default function PlanActions({ account }: { readonly account: Account }) {
  const { managesPayments, plan, cancelAt } = account;
  const { texts } = useFirstLocale();
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
      {isCancelling && <CancelDialog onClose={() => cancel(false)} />}
    </div>
  );
}
