import type { Balance, PastBalance, Renewing } from "@passbook/client";
import { type QueryFunctionContext, useQueries } from "@tanstack/react-query";
import { balanceKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";
import { AS_ANSWERED } from "./renewed.ts";

/** What could be spent, or will be, at each of these instants: one query each, in their order. */
export function useBalancesAt(instants: readonly string[]) {
  const { account } = usePassbook();
  return useQueries({
    queries: instants.map((at) => ({
      queryKey: balanceKey(account.id, at),
      queryFn: ({ client, queryKey, signal }: QueryFunctionContext) => {
        const known = client.getQueryData<Balance | PastBalance>(queryKey);
        const asked: Renewing<Balance | PastBalance> = { known, signal };
        return account.balance({ at, ...asked });
      },
      ...AS_ANSWERED,
    })),
  });
}
