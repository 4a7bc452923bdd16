import type { Cancellation } from "@passbook/client";
import { useState } from "react";
import { useCancel } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { Choice } from "./choice.tsx";
import { CreditOutcome } from "./credit-outcome.tsx";
import { CloseButton, Dialog } from "./dialog.tsx";
import { Problem } from "./problem.tsx";
import { useToast } from "./toast.tsx";

const WHEN = ["period_end", "now"] as const;

/** What ends, what will be lost and when (M12); then the subscription is cancelled, or left as it is. */
export function CancelDialog({ onClose }: { readonly onClose: () => void }) {
  const { texts, formats } = useLocale();
  const words = texts.cancel;
  const tell = useToast();
  const [when, choose] = useState<(typeof WHEN)[number]>("period_end");
  const { preview, confirm } = useCancel({ when });
  const end = () =>
    confirm.mutate(
      { when },
      {
        onSuccess: ({ effectiveAt }) => {
          tell(when === "now" ? words.doneNow : words.done(formats.date(effectiveAt)));
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={words.title}
      onClose={onClose}
      actions={
        <>
          <CloseButton>{words.keep}</CloseButton>
          <Button look="danger" isBusy={confirm.isPending} disabled={!preview.data} onClick={end}>
            {words.confirm}
          </Button>
        </>
      }
    >
      <Choice
        label={words.when}
        look="list"
        options={WHEN.map((value) => ({ value, text: words[value], hint: undefined }))}
        value={when}
        onChange={choose}
      />
      {preview.isPending && <p className="pb-muted">{texts.loading}</p>}
      {preview.data && <CancelPreview end={preview.data} isNow={when === "now"} />}
      <Problem error={confirm.error ?? preview.error} />
    </Dialog>
  );
}

function CancelPreview({ end, isNow }: { readonly end: Cancellation; readonly isNow: boolean }) {
  const { texts, formats, named } = useLocale();
  const words = texts.cancel;
  const { effectiveAt, fallback, credits } = end;
  // Of what there is none of nothing needs to be said.
  const isThere = (source: Cancellation["loses"][number]) => !credits || credits.before[source] !== undefined;
  const [loses, keeps] = [end.loses.filter(isThere), end.keeps.filter(isThere)];
  const sources = (of: Cancellation["loses"]) => formats.list(of.map((source) => texts.sources[source]));
  return (
    <>
      <ul className="pb-consequences">
        {!isNow && <li>{words.ends(formats.date(effectiveAt))}</li>}
        <li>{loses.length > 0 ? words.loses(sources(loses)) : words.losesNothing}</li>
        {keeps.length > 0 && <li>{words.keeps(sources(keeps))}</li>}
        <li>{fallback === null ? words.noFallback : words.fallback(named(fallback))}</li>
      </ul>
      {credits && <CreditOutcome outcome={credits} at={isNow ? null : effectiveAt} />}
    </>
  );
}
