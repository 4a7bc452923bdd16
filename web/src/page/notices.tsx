import type { Account } from "@passbook/client";
import { lazy, Suspense, useState } from "react";
import { useLocale } from "../locale-provider.tsx";
import { ManagePayments } from "../parts/manage-payments.tsx";
import { Warnings } from "../parts/warnings.tsx";

const BackFromCheckout = lazy(() => import("./back-from-checkout.tsx"));

type Code = Account["warnings"][number]["code"];

/** What has just happened on Stripe's pages, and what to be warned of, each with what helps. */
export function Notices({ account }: { readonly account: Account }) {
  const { texts } = useLocale();
  const [isBack] = useState(() => location.search.includes("checkout="));
  const hasPacks = account.offers.packs.some(({ may }) => may === "yes");
  const { managesPayments, may } = account;
  const remedy = (code: Code) => {
    if (!may.manage) return null;
    if (code === "payment_overdue" || code === "two_subscriptions")
      return managesPayments && <ManagePayments text={texts.warnings.fixPayment} />;
    if (code !== "low_balance" || (managesPayments && !hasPacks)) return null;
    return (
      <a className="pb-button" href={hasPacks ? "#packs" : "#plans"}>
        {hasPacks ? texts.warnings.topUp : texts.plan.choose}
      </a>
    );
  };
  return (
    <>
      {isBack && (
        <Suspense>
          <BackFromCheckout />
        </Suspense>
      )}
      <Warnings account={account} remedy={remedy} />
    </>
  );
}
