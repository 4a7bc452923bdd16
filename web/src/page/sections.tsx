import type { Account, Catalog } from "@passbook/client";
import { lazy, Suspense } from "react";
import { useFirstLocale } from "../locale-provider.tsx";
import { Overview } from "./overview.tsx";

/** Asked for at once: whoever is to be told something is told with the rest. */
const notices = () => import("./notices.tsx");
notices().catch(() => {});
const Notices = lazy(notices);

const Offers = lazy(() => import("./offers.tsx"));

export interface SectionsProps {
  readonly account: Account;
  readonly catalog: Catalog;
}

/** All that the account and the catalog have something to say about, what everybody looks for first. */
export function Sections({ account, catalog }: SectionsProps) {
  const { texts } = useFirstLocale();
  return (
    <>
      <Suspense>
        <Notices account={account} />
      </Suspense>
      <Overview account={account} />
      <Suspense fallback={<p className="pb-muted">{texts.loading}</p>}>
        <Offers account={account} catalog={catalog} />
      </Suspense>
    </>
  );
}
