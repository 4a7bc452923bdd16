import type { PlanChange } from "@passbook/client";
import { usePlanChange } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import type { Locale } from "../whole-locale.ts";
import { Button } from "./button.tsx";
import { CreditOutcome } from "./credit-outcome.tsx";
import { CloseButton, Dialog } from "./dialog.tsx";
import { Facts } from "./facts.tsx";
import type { PlanOffer } from "./plan-card.tsx";
import { Problem } from "./problem.tsx";
import { useToast } from "./toast.tsx";

export interface PlanChangeDialogProps {
  readonly chosen: Pick<PlanOffer, "plan" | "interval" | "offer">;
  readonly onClose: () => void;
}

/** What another plan does to money and to credits, and when; then it is done or left. */
export function PlanChangeDialog({ chosen: { plan, interval, offer }, onClose }: PlanChangeDialogProps) {
  const locale = useLocale();
  const { texts, named } = locale;
  const words = texts.change;
  const tell = useToast();
  const { preview, confirm } = usePlanChange({ plan, interval });
  const isKept = offer === "current";
  const change = () =>
    confirm.mutate(
      { plan, interval },
      {
        onSuccess: (done) => {
          tell(isKept ? words.kept(named(plan)) : doneText(done, locale));
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={isKept ? words.keep(named(plan)) : words.title(named(plan), texts.intervals[interval])}
      onClose={onClose}
      actions={
        <>
          <CloseButton>{texts.close}</CloseButton>
          <Button look="primary" isBusy={confirm.isPending} disabled={!preview.data} onClick={change}>
            {isKept ? words.keep(named(plan)) : words.confirm(named(plan))}
          </Button>
        </>
      }
    >
      {preview.isPending && <p className="pb-muted">{texts.loading}</p>}
      {preview.data && <ChangePreview change={preview.data} />}
      <Problem error={confirm.error ?? preview.error} />
    </Dialog>
  );
}

function ChangePreview({ change }: { readonly change: PlanChange }) {
  const { texts, formats } = useLocale();
  const words = texts.change;
  const { credits } = change;
  const { dueNow, next, currency } = change.money;
  const at = beginsAt(change);
  const amount = (minor: number) => formats.money(minor, currency);
  return (
    <>
      <Facts
        facts={[
          [words.when, at === null ? words.atOnce : formats.date(at)],
          [words.payNow, dueNow > 0 ? amount(dueNow) : words.nothingNow],
          next && [words.nextPayment, words.on(amount(next.amount), formats.date(next.at))],
        ]}
      />
      {credits && <CreditOutcome outcome={credits} at={at} />}
    </>
  );
}

/** `null`: at once, for what is paid for now. */
function beginsAt({ effectiveAt, money }: PlanChange): string | null {
  return money.dueNow > 0 ? null : effectiveAt;
}

function doneText(change: PlanChange, { texts, formats, named }: Locale): string {
  const plan = named(change.to.plan);
  const at = beginsAt(change);
  return at === null ? texts.change.doneAtOnce(plan) : texts.change.done(plan, formats.date(at));
}
