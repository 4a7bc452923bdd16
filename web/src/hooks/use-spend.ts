import type { Account, AccountClient, Balance, Quote, SpendWanted } from "@passbook/client";
import type { QueryClient } from "@tanstack/react-query";
import { afterPaying } from "./after-paying.ts";
import { accountKey, allOf, balanceKey, quoteKey, quotesKey } from "./keys.ts";
import { useWrite } from "./use-write.ts";

/**
 * Pays for a service or for what was quoted. Where its price is known from `useQuote` the balance shows it paid at once, and
 * as it was if it is refused.
 */
export function useSpend() {
  return useWrite((account, wanted: SpendWanted, writing) => account.spend(wanted, writing), {
    foresee: foreseePaying,
  });
}

/** Credits are set aside, then paid with or let go of. */
export function useHold() {
  return {
    place: useWrite((account, wanted: Parameters<AccountClient["hold"]>[0], writing) => account.hold(wanted, writing)),
    capture: useWrite((account, { hold, credits }: { readonly hold: string; readonly credits?: number }, writing) =>
      account.capture(hold, { credits }, writing),
    ),
    release: useWrite((account, hold: string, writing) => account.release(hold, writing)),
  };
}

/** What is paid for now and takes place later. */
export type BookingWanted = SpendWanted & { readonly startsAt: string };

/** A time is booked, or given back under the policy's windows. */
export function useBooking() {
  return {
    book: useWrite((account, wanted: BookingWanted, writing) => account.spend(wanted, writing), {
      foresee: foreseePaying,
    }),
    cancel: useWrite((account, booking: string, writing) => account.cancelSpend(booking, {}, writing)),
  };
}

/** Takes a known price off what is shown; what is on its way would show the old balance again, so it is stopped. */
async function foreseePaying(queries: QueryClient, account: AccountClient, wanted: SpendWanted): Promise<() => void> {
  const credits = priceOf(queries, account.id, wanted);
  if (credits === undefined) return () => {};
  await queries.cancelQueries({ queryKey: allOf(account.id) });
  const [viewKey, nowKey] = [accountKey(account.id), balanceKey(account.id)];
  const view = queries.getQueryData<Account>(viewKey);
  const balance = queries.getQueryData<Balance>(nowKey);
  if (view) queries.setQueryData(viewKey, afterPaying(view, credits));
  if (balance) queries.setQueryData(nowKey, afterPaying(balance, credits));
  return () => {
    queries.setQueryData(viewKey, view);
    queries.setQueryData(nowKey, balance);
  };
}

function priceOf(queries: QueryClient, account: string, wanted: SpendWanted): number | undefined {
  if ("credits" in wanted) return wanted.credits;
  if (!("quote" in wanted)) return queries.getQueryData<Quote>(quoteKey(account, wanted))?.credits;
  const quoted = queries.getQueriesData<Quote>({ queryKey: quotesKey(account) });
  return quoted.find(([, quote]) => quote?.quote === wanted.quote)?.[1]?.credits;
}
