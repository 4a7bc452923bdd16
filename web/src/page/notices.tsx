import type { Account } from "@passbook/client";
import { useState } from "react";
import { useLocale } from "../locale.tsx";
import { Button } from "../parts/button.tsx";
import { ManagePayments } from "../parts/manage-payments.tsx";
import { Warnings } from "../parts/warnings.tsx";

type Code = Account["warnings"][number]["code"];

/** What has just happened on Stripe's pages, and what to be warned of, each with what helps. */
export function Notices({ account }: { readonly account: Account }) {
  const { texts } = useLocale();
  const hasPacks = account.offers.packs.some(({ may }) => may === "yes");
  const remedy = (code: Code) => {
    if (code === "payment_overdue" || code === "two_subscriptions" || code === "suspended")
      return account.managesPayments && <ManagePayments text={texts.warnings.fixPayment} />;
    if (code !== "low_balance" && code !== "debt") return null;
    return (
      <a className="pb-button" href={hasPacks ? "#packs" : "#plans"}>
        {hasPacks ? texts.warnings.topUp : texts.plan.choose}
      </a>
    );
  };
  return (
    <>
      <BackFromCheckout />
      <Warnings account={account} remedy={remedy} />
    </>
  );
}

/** `?checkout=…` is what Stripe's page leads back with; it is told once. */
function BackFromCheckout() {
  const { texts } = useLocale();
  const [outcome, forget] = useState(() => new URLSearchParams(location.search).get("checkout"));
  if (outcome === null) return null;
  const dismiss = () => {
    const url = new URL(location.href);
    url.searchParams.delete("checkout");
    history.replaceState(null, "", url);
    forget(null);
  };
  return (
    <div className="pb-notices">
      <div role="status" data-tone="good" className="pb-notice">
        <p>{outcome === "success" ? texts.warnings.paid : texts.warnings.notPaid}</p>
        <Button onClick={dismiss}>{texts.warnings.dismiss}</Button>
      </div>
    </div>
  );
}
