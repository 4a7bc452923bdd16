import { lazy, Suspense } from "react";
import { useFirstLocale } from "../locale-provider.tsx";
import { Button } from "../parts/button.tsx";

const ManagePayments = lazy(async () => ({ default: (await import("../parts/manage-payments.tsx")).ManagePayments }));

/** The way to Stripe's page; until what leads there has come the button waits, in its place. */
export function Payments({ text }: { readonly text?: string }) {
  const { texts } = useFirstLocale();
  const waiting = <Button isBusy>{text ?? texts.header.managePayments}</Button>;
  return (
    <Suspense fallback={waiting}>
      <ManagePayments {...(text !== undefined && { text })} />
    </Suspense>
  );
}
