import type { AccountClient } from "@passbook/client";
import { useQuery } from "@tanstack/react-query";
import { previewKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";
import { useWrite } from "./use-write.ts";

export type PlanWanted = Parameters<AccountClient["changePlan"]>[0];
export type CancellationWanted = Parameters<AccountClient["cancel"]>[0];
export type CheckoutWanted = Parameters<AccountClient["checkout"]>[0];
export type PortalWanted = NonNullable<Parameters<AccountClient["portal"]>[0]>;

/** What another plan would do to money and credits (`preview`; `null`: none is chosen), and doing it (`confirm`). */
export function usePlanChange(chosen: PlanWanted | null) {
  const { account } = usePassbook();
  const preview = useQuery({
    queryKey: previewKey(account.id, "plan", chosen),
    queryFn: ({ signal }) => (chosen ? account.previewPlan(chosen, { signal }) : null),
    enabled: chosen !== null,
    retry: false,
  });
  const confirm = useWrite((own, wanted: PlanWanted, writing) => own.changePlan(wanted, writing));
  return { preview, confirm };
}

/** What the end would take and leave (`preview`; `null`: nobody asks), and ending it (`confirm`). */
export function useCancel(chosen: CancellationWanted | null) {
  const { account } = usePassbook();
  const preview = useQuery({
    queryKey: previewKey(account.id, "cancel", chosen),
    queryFn: ({ signal }) => (chosen ? account.previewCancel(chosen, { signal }) : null),
    enabled: chosen !== null,
    retry: false,
  });
  const confirm = useWrite((own, wanted: CancellationWanted, writing) => own.cancel(wanted, writing));
  return { preview, confirm };
}

/** Takes a cancellation back that is still ahead. */
export function useResume() {
  return useWrite((account, _: void, writing) => account.resume(writing));
}

/** A page of Stripe's, where a plan or a pack is bought; or, of an add-on, when it begins or ends. */
export function useCheckout() {
  return useWrite((account, wanted: CheckoutWanted, writing) => account.checkout<CheckoutWanted>(wanted, writing));
}

/** A page of Stripe's, with cards and invoices. */
export function usePortal() {
  return useWrite((account, wanted: PortalWanted | void, writing) => account.portal(wanted ?? {}, writing));
}
