import { type ComponentType, lazy, Suspense } from "react";
import type * as dialogs from "./dialogs.ts";

type Dialogs = typeof dialogs;

/** Dialogs that are fetched when the first of them is opened; until they are there nothing is shown. */
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

export const CancelBookingDialog = onDemand((all) => all.CancelBookingDialog);
export const CancelDialog = onDemand((all) => all.CancelDialog);
export const OutOfCreditsDialog = onDemand((all) => all.OutOfCreditsDialog);
export const PlanChangeDialog = onDemand((all) => all.PlanChangeDialog);
export const SpendDialog = onDemand((all) => all.SpendDialog);
export const SubscribeDialog = onDemand((all) => all.SubscribeDialog);
