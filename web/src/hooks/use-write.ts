import { type AccountClient, PassbookError, type Writing } from "@passbook/client";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { allOf } from "./keys.ts";
import { usePassbook } from "./provider.tsx";
import { awaitStripe, standingNow } from "./use-confirmation.ts";

/** Shows what will be before it is so; answers how to take that back. */
export type Foresee<W> = (queries: QueryClient, account: AccountClient, wanted: W) => Promise<() => void>;

export interface Writes<W, A> {
  readonly foresee?: Foresee<W>;
  /** It shows once Stripe has told of it. */
  readonly awaits?: (answer: A) => boolean;
}

/** What is remembered of the time before. */
interface Before {
  readonly takeBack: () => void;
  readonly standing: string | undefined;
}

/**
 * Something that is done to the account, once. Whoever asks for the same again before the first is answered, or after nothing
 * was heard of it, asks with the same key: it may have been done. Afterwards all that is shown of the account is asked for anew.
 */
export function useWrite<W, A>(
  act: (account: AccountClient, wanted: W, writing: Writing) => Promise<A>,
  { foresee, awaits }: Writes<W, A> = {},
) {
  const { account } = usePassbook();
  const queries = useQueryClient();
  const unheard = useRef<{ readonly wanted: string; readonly key: string } | null>(null);
  return useMutation<A, Error, W, Before>({
    mutationFn: async (wanted) => {
      const asked = JSON.stringify([account.id, wanted]);
      const key = unheard.current?.wanted === asked ? unheard.current.key : crypto.randomUUID();
      unheard.current = { wanted: asked, key };
      try {
        const answer = await act(account, wanted, { key });
        unheard.current = null;
        return answer;
      } catch (error) {
        if (!isUnheard(error)) unheard.current = null;
        throw error;
      }
    },
    onMutate: async (wanted) => ({
      standing: standingNow(queries, account.id),
      takeBack: (await foresee?.(queries, account, wanted)) ?? (() => {}),
    }),
    onSuccess: (answer, _wanted, before) => {
      if (awaits?.(answer)) awaitStripe(queries, account.id, before.standing);
    },
    onError: (_error, _wanted, before) => before?.takeBack(),
    onSettled: () => queries.invalidateQueries({ queryKey: allOf(account.id) }),
    retry: false,
  });
}

/** It may have been done, or not. */
function isUnheard(error: unknown): boolean {
  return PassbookError.is(error, "network_error", "timeout", "busy", "gateway_error");
}
