import type { AccountClient } from "@passbook/client";
import { useQuery } from "@tanstack/react-query";
import { previewKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";
import { useWrite } from "./use-write.ts";

export type PlanWanted = Parameters<AccountClient["changePlan"]>[0];
export type CancellationWanted = Parameters<AccountClient["cancel"]>[0];

/** Whatever it is that changes, a webhook changes it. */
const awaits = () => true;

/** What another plan would do to money and credits (`preview`; `null`: none is chosen), and doing it (`confirm`). */
export function usePlanChange(chosen: PlanWanted | null) {
  const { account } = usePassbook();
  const preview = useQuery({
    queryKey: previewKey(account.id, "plan", chosen),
    queryFn: ({ signal }) => (chosen ? account.previewPlan(chosen, { signal }) : null),
    enabled: chosen !== null,
    retry: false,
  });
  const confirm = useWrite((own, wanted: PlanWanted, writing) => own.changePlan(wanted, writing), { awaits });
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
  const confirm = useWrite((own, wanted: CancellationWanted, writing) => own.cancel(wanted, writing), { awaits });
  return { preview, confirm };
}
