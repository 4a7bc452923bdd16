import type { Renewing } from "@passbook/client";
import { hashKey, type QueryClient, type QueryFunctionContext } from "@tanstack/react-query";
import { allOf } from "./keys.ts";

/** The client has sent it again already where that helps, and `known` needs answers to stay the objects that they are. */
export const AS_ANSWERED = { retry: false, structuralSharing: false } as const;

/**
 * Asks whether anything has changed. Where it has, a webhook say, all else that is shown of the account is asked for, too;
 * that ends where nothing differs, because what is known comes back as it is.
 */
export async function renewed<T extends object>(
  queries: QueryClient,
  account: string,
  { queryKey, signal }: QueryFunctionContext,
  ask: (asked: Renewing<T>) => Promise<T>,
): Promise<T> {
  const known = queries.getQueryData<T>(queryKey);
  const answer = await ask({ known, signal });
  if (known !== undefined && answer !== known)
    void queries.invalidateQueries({
      queryKey: allOf(account),
      predicate: (other) => other.queryHash !== hashKey(queryKey),
    });
  return answer;
}
