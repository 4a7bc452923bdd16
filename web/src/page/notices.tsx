import type { Account } from "@passbook/client";
import { useState } from "react";
import { Warnings } from "../parts/warnings.tsx";
import { useLocale } from "../use-locale.ts";
import { BackFromCheckout } from "./back-from-checkout.tsx";
import { Payments } from "./payments.tsx";

type Code = Account["warnings"][number]["code"];

/** What has just happened on Stripe's pages, and what to be warned of, each with what helps. */
export default function Notices({ account }: { readonly account: Account }) {
  const { texts } = useLocale();
  const [isBack] = useState(() => location.search.includes("checkout="));
  const hasPacks = account.offers.packs.some(({ may }) => may === "yes");
  const { managesPayments, may } = account;
  const remedy = (code: Code) => {
    if (!may.manage) return null;
    if (code === "payment_overdue" || code === "two_subscriptions")
      return managesPayments && <Payments text={texts.warnings.fixPayment} />;
    if (code !== "low_balance" || (managesPayments && !hasPacks)) return null;
    return (
      <a className="pb-button" href={hasPacks ? "#packs" : "#plans"}>
        {hasPacks ? texts.warnings.topUp : texts.plan.choose}
      </a>
    );
  };
  return (
    <>
      {isBack && <BackFromCheckout />}
      <Warnings account={account} remedy={remedy} />
    </>
  );
}
