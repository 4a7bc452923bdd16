import { usePortal } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";
import { useToStripe } from "./to-stripe.ts";

export interface ManagePaymentsProps {
  /** What it says; absent: "Manage payments". */
  readonly text?: string;
}

/** Leads to Stripe's page with cards and invoices. */
export function ManagePayments({ text }: ManagePaymentsProps) {
  const { texts } = useLocale();
  const portal = usePortal();
  const toStripe = useToStripe();
  return (
    <>
      <Button isBusy={portal.isPending} onClick={() => portal.mutate(undefined, { onSuccess: toStripe })}>
        {text ?? texts.header.managePayments}
      </Button>
      <Problem error={portal.error} />
    </>
  );
}
