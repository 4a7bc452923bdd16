import { type ComponentType, lazy, Suspense } from "react";

type Dialogs = typeof import("./dialogs.ts");

/** A dialog that is fetched when it is first opened; until it is there nothing is shown. */
function onDemand<P extends object>(pick: (dialogs: Dialogs) => ComponentType<P>): ComponentType<P> {
  const Fetched = lazy(async () => ({ default: pick(await import("./dialogs.ts")) as ComponentType<object> }));
  return function Dialog(props: P) {
    return (
      <Suspense>
        <Fetched {...props} />
      </Suspense>
    );
  };
}

export const CancelBookingDialog = onDemand((dialogs) => dialogs.CancelBookingDialog);
export const CancelDialog = onDemand((dialogs) => dialogs.CancelDialog);
export const OutOfCreditsDialog = onDemand((dialogs) => dialogs.OutOfCreditsDialog);
export const PlanChangeDialog = onDemand((dialogs) => dialogs.PlanChangeDialog);
export const SpendDialog = onDemand((dialogs) => dialogs.SpendDialog);
export const SubscribeDialog = onDemand((dialogs) => dialogs.SubscribeDialog);
