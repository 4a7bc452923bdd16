import type { AccountClient } from "@passbook/client";
import { useWrite } from "./use-write.ts";

export type CheckoutWanted = Parameters<AccountClient["checkout"]>[0];
export type PortalWanted = NonNullable<Parameters<AccountClient["portal"]>[0]>;

/** Takes a cancellation back that is still ahead. */
export function useResume() {
  return useWrite((account, _: void, writing) => account.resume(writing), { awaits: () => true });
}

/** A page of Stripe's, where a plan or a pack is bought; or, of an add-on, when it begins or ends. */
export function useCheckout() {
  return useWrite((account, wanted: CheckoutWanted, writing) => account.checkout<CheckoutWanted>(wanted, writing), {
    awaits: (answer) => "effectiveAt" in answer,
  });
}

/** A page of Stripe's, with cards and invoices. */
export function usePortal() {
  return useWrite((account, wanted: PortalWanted | void, writing) => account.portal(wanted ?? {}, writing));
}
