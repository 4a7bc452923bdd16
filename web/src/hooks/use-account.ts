import type { Account, Balance } from "@passbook/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { accountKey, balanceKey, catalogKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";
import { AS_ANSWERED, renewed } from "./renewed.ts";
import { notice, usePollMs } from "./use-confirmation.ts";

/** The policy changes with a deployment, not while somebody looks. */
const CATALOG_STALE_MS = 300_000;

/**
 * The whole tab: plan, status, lots, what comes next, what can be bought. It renews itself, more often while Stripe is to
 * tell of something that was done.
 */
export function useAccount() {
  const { account } = usePassbook();
  const pollMs = usePollMs();
  const queries = useQueryClient();
  return useQuery({
    queryKey: accountKey(account.id),
    queryFn: async (context) => {
      const view = await renewed<Account>(queries, account.id, context, (asked) => account.get(asked));
      notice(queries, view);
      return view;
    },
    refetchInterval: pollMs,
    ...AS_ANSWERED,
  });
}

/** What can be spent now. It renews itself. */
export function useBalance() {
  const { account, pollMs } = usePassbook();
  const queries = useQueryClient();
  return useQuery({
    queryKey: balanceKey(account.id),
    queryFn: (context) => renewed<Balance>(queries, account.id, context, (asked) => account.balance(asked)),
    refetchInterval: pollMs,
    ...AS_ANSWERED,
  });
}

/** Plans, packs, add-ons and services, with the rules in sentences. */
export function useCatalog() {
  const { client } = usePassbook();
  return useQuery({
    queryKey: catalogKey,
    queryFn: ({ signal }) => client.catalog({ signal }),
    staleTime: CATALOG_STALE_MS,
    retry: false,
  });
}
