import type { Account } from "@passbook/client";
import { type QueryClient, skipToken, useQuery } from "@tanstack/react-query";
import { type Awaited, type Confirmation, lookAgainMs, looked, standingOf } from "./confirmation.ts";
import { accountKey, awaitedKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";

/** Whether Stripe has told of what was done last; `undefined`: nothing was done that it has to tell of. */
export function useConfirmation(): Confirmation | undefined {
  return useAwaited()?.is;
}

/** How often it is looked, in milliseconds: more often while Stripe is to tell something. */
export function usePollMs(): () => number {
  const { pollMs } = usePassbook();
  const awaited = useAwaited();
  return () => Math.min(pollMs, (awaited && lookAgainMs(awaited, performance.now())) ?? pollMs);
}

function useAwaited(): Awaited | undefined {
  const { account } = usePassbook();
  return useQuery<Awaited>({ queryKey: awaitedKey(account.id), queryFn: skipToken }).data;
}

/** How the account stands, as far as is known; `undefined`: nobody has looked. */
export function standingNow(queries: QueryClient, account: string): string | undefined {
  const view = queries.getQueryData<Account>(accountKey(account));
  return view && standingOf(view);
}

/** From now on it is waited for what Stripe tells: until the account stands in another way. */
export function awaitStripe(queries: QueryClient, account: string, before: string | undefined): void {
  if (before === undefined) return;
  queries.setQueryData<Awaited>(awaitedKey(account), { is: "awaited", before, since: performance.now() });
}

/** It was looked. */
export function notice(queries: QueryClient, view: Account): void {
  queries.setQueryData<Awaited>(
    awaitedKey(view.account),
    (awaited) => awaited && looked(awaited, standingOf(view), performance.now()),
  );
}
