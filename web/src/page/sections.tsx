import type { Account, Catalog } from "@passbook/client";
import { lazy, Suspense } from "react";
import { useLocale } from "../locale-provider.tsx";
import { Notices } from "./notices.tsx";
import { Overview } from "./overview.tsx";

const Offers = lazy(() => import("./offers.tsx"));

export interface SectionsProps {
  readonly account: Account;
  readonly catalog: Catalog;
}

/** All that the account and the catalog have something to say about, what everybody looks for first. */
export function Sections({ account, catalog }: SectionsProps) {
  const { texts } = useLocale();
  return (
    <>
      <Notices account={account} />
      <Overview account={account} />
      <Suspense fallback={<p className="pb-muted">{texts.loading}</p>}>
        <Offers account={account} catalog={catalog} />
      </Suspense>
    </>
  );
}
