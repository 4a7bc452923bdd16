import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PassbookProvider } from "../hooks/index.ts";
import { useFirstLocale } from "../locale-provider.tsx";
import { Button } from "../parts/button.tsx";
import { backFromStripe } from "../parts/to-stripe.ts";
import { Toasts } from "../parts/toast.tsx";
import { accountsOf, type Session } from "../session.ts";
import { SubscriptionAndCredits } from "./subscription-and-credits.tsx";

export interface PageProps {
  readonly session: Session;
  /** Whose page is shown first; absent: that in the address, else the person's own. */
  readonly account?: string | undefined;
}

/** The page of whoever the session belongs to. */
export function Page(props: PageProps) {
  const [queries] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queries}>
      <div className="pb">
        <Toasts>
          <Workspaces {...props} queries={queries} />
        </Toasts>
      </div>
    </QueryClientProvider>
  );
}

/** Between the accounts that the token names one switches (O7). */
function Workspaces({ session, account, queries }: PageProps & { readonly queries: QueryClient }) {
  const [chosen, choose] = useState(() => account ?? accountShown(queries));
  const named = useQuery({
    queryKey: ["passbook", "accounts"],
    queryFn: async () => accountsOf(await session.token()),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const accounts = named.data ?? [];
  const [own] = accounts;
  const shown = chosen !== null && accounts.includes(chosen) ? chosen : own;
  if (shown === undefined) return <NotYet isFailed={named.isError} onAgain={() => void named.refetch()} />;
  const select = (one: string) => {
    choose(one);
    remember(one);
  };
  return (
    <PassbookProvider client={session} account={shown} queryClient={queries}>
      <SubscriptionAndCredits key={shown} accounts={accounts} account={shown} onAccount={select} />
    </PassbookProvider>
  );
}

function NotYet({ isFailed, onAgain }: { readonly isFailed: boolean; readonly onAgain: () => void }) {
  const { texts } = useFirstLocale();
  return (
    <main className="pb-page">
      <p className="pb-muted" role={isFailed ? "alert" : undefined}>
        {isFailed ? texts.failed : texts.loading}
      </p>
      {isFailed && <Button onClick={onAgain}>{texts.again}</Button>}
    </main>
  );
}

/** The one in the address; or, back from Stripe's page, which leads to none, the one that was left. */
function accountShown(queries: QueryClient): string | null {
  const left = backFromStripe(queries);
  if (left !== undefined) remember(left);
  return new URLSearchParams(location.search).get("account");
}

/** In the address, so that a reload and the way back show the same. */
function remember(account: string): void {
  const url = new URL(location.href);
  url.searchParams.set("account", account);
  history.replaceState(null, "", url);
}
