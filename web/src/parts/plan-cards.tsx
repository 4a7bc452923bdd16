import type { Account, Catalog } from "@passbook/client";
import { useState } from "react";
import { useLocale } from "../use-locale.ts";
import { changeLocked } from "./change-locked.ts";
import { Choice } from "./choice.tsx";
import { PlanChangeDialog, SubscribeDialog } from "./on-demand.tsx";
import { PlanCard, type PlanOffer } from "./plan-card.tsx";

export interface PlanCardsProps {
  readonly account: Account;
  readonly catalog: Catalog;
}

/** The plans that there are, what each gives and costs, and the way to it. */
export function PlanCards({ account, catalog }: PlanCardsProps) {
  const { texts } = useLocale();
  const { plans: offers } = account.offers;
  const intervals = (["month", "year"] as const).filter((one) => offers.some(({ interval }) => interval === one));
  const [asked, ask] = useState<"month" | "year">();
  const [chosen, choose] = useState<PlanOffer | null>(null);
  const usual = account.managesPayments ? account.interval : null;
  const interval = asked ?? usual ?? intervals[0] ?? "month";
  const shown = catalog.plans.map((plan) => {
    const ofPlan = offers.filter((offer) => offer.plan === plan.id);
    return { plan, offer: ofPlan.find((offer) => offer.interval === interval), isSold: ofPlan.length > 0 };
  });
  const locked = account.may.manage ? changeLocked(account) : undefined;
  return (
    <div className="pb-stack">
      {locked && <p className="pb-note">{texts.plans.locked[locked]}</p>}
      {intervals.length > 1 && (
        <Choice
          label={texts.plans.interval}
          isLabelHidden
          options={intervals.map((value) => ({ value, text: texts.intervals[value], hint: undefined }))}
          value={interval}
          onChange={ask}
        />
      )}
      <ul className="pb-cards">
        {shown.map(
          ({ plan, offer, isSold }) =>
            (offer ?? !isSold) && <PlanCard key={plan.id} {...{ plan, offer, account, catalog }} onChoose={choose} />,
        )}
      </ul>
      {chosen?.offer === "subscribe" ? (
        <SubscribeDialog chosen={chosen} account={account} onClose={() => choose(null)} />
      ) : (
        chosen && <PlanChangeDialog chosen={chosen} onClose={() => choose(null)} />
      )}
    </div>
  );
}
