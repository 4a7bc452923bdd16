import { PassbookError } from "@passbook/client";
import { useAccount, useCatalog } from "../hooks/index.ts";
import { useFirstLocale } from "../locale-provider.tsx";
import { Button } from "../parts/button.tsx";
import { Header, type HeaderProps } from "./header.tsx";
import { Sections } from "./sections.tsx";

/** The whole tab of one account: the rest is absent until it is known. */
export function SubscriptionAndCredits(props: Omit<HeaderProps, "managesPayments">) {
  const { texts } = useFirstLocale();
  const account = useAccount();
  const catalog = useCatalog();
  const { data: view } = account;
  const isFailed = account.isLoadingError || catalog.isLoadingError;
  const again = () => void Promise.all([account.refetch(), catalog.refetch()]);
  return (
    <>
      <Header {...props} managesPayments={(view?.managesPayments && view.may.manage) ?? false} />
      <main className="pb-page" aria-busy={account.isPending || undefined}>
        {view && catalog.data && <Sections account={view} catalog={catalog.data} />}
        {isFailed && (
          <div className="pb-stack">
            <p role="alert">{refusalText(account.error ?? catalog.error) ?? texts.failed}</p>
            <Button onClick={again}>{texts.again}</Button>
          </div>
        )}
        {!isFailed && !(view && catalog.data) && <Skeleton label={texts.loading} />}
      </main>
    </>
  );
}

/** What was answered, if anything was. */
function refusalText(error: Error | null): string | undefined {
  return PassbookError.is(error) && !PassbookError.is(error, "network_error", "timeout")
    ? error.problem.detail
    : undefined;
}

function Skeleton({ label }: { readonly label: string }) {
  return (
    <div className="pb-overview pb-skeleton">
      <p className="pb-visually-hidden">{label}</p>
      <div className="pb-card" />
      <div className="pb-card" />
    </div>
  );
}
