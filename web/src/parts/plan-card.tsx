import type { Account, Catalog } from "@passbook/client";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { changeLocked } from "./change-locked.ts";

export type PlanOffer = Account["offers"]["plans"][number];

export interface PlanCardProps {
  readonly plan: Catalog["plans"][number];
  /** As it is sold at the interval that is shown; absent: it costs nothing. */
  readonly offer: PlanOffer | undefined;
  readonly account: Account;
  readonly catalog: Catalog;
  readonly onChoose: (offer: PlanOffer) => void;
}

/** A plan: what it gives, what it costs, and how one comes to it. */
export function PlanCard({ plan, offer, account, catalog, onChoose }: PlanCardProps) {
  const { texts, formats, credits, named } = useLocale();
  const words = texts.plans;
  const isCurrent = offer ? offer.offer === "current" : account.plan === plan.id;
  const unlocked = catalog.services.filter(({ plans }) => plans?.includes(plan.id)).map(({ id }) => named(id));
  const saved = offer?.interval === "year" ? savedByYear(plan, offer.amount) : 0;
  return (
    <li className="pb-card pb-plan-card" data-current={isCurrent || undefined}>
      <h3>{named(plan.id)}</h3>
      <p className="pb-price">
        <strong>{formats.money(offer?.amount ?? 0, account.offers.currency)}</strong>
        {offer && <small> {texts.per[offer.interval]}</small>}
      </p>
      <p>
        {credits(plan.credits)} <small>{words.everyMonth}</small>
      </p>
      {saved > 0 && <p className="pb-saving">{words.saves(formats.percent(saved / 100))}</p>}
      {unlocked.length > 0 && <p className="pb-muted">{words.unlocks(formats.list(unlocked))}</p>}
      {!offer && <p className="pb-muted">{words.fallback}</p>}
      {!offer && isCurrent && <p className="pb-plan-state">{words.current}</p>}
      {offer && <PlanAction offer={offer} account={account} onChoose={onChoose} />}
    </li>
  );
}

type PlanActionProps = Pick<PlanCardProps, "account" | "onChoose"> & { readonly offer: PlanOffer };

function PlanAction({ offer, account, onChoose }: PlanActionProps) {
  const { texts, formats, named } = useLocale();
  const words = texts.plans;
  const { plannedChange, offers, may } = account;
  if (plannedChange?.plan === offer.plan && plannedChange.interval === offer.interval)
    return <p className="pb-plan-state">{words.planned(formats.date(plannedChange.at))}</p>;
  if (offer.offer === "current" && !plannedChange) return <p className="pb-plan-state">{words.current}</p>;
  if (!may.manage || changeLocked(account)) return null;
  const { short, long } = words.actions[offer.offer];
  const next = offers.plans.find((one) => one.interval === offer.interval && one.offer === "up");
  return (
    <Button
      {...(offer === next && { look: "primary" })}
      aria-label={long(named(offer.plan))}
      onClick={() => onChoose(offer)}
    >
      {short}
    </Button>
  );
}

/** In percent of twelve months, rounded down. */
function savedByYear({ prices }: Catalog["plans"][number], yearly: number): number {
  const monthly = prices.find(({ interval }) => interval === "month")?.amount;
  return monthly === undefined ? 0 : Math.floor((100 * (12 * monthly - yearly)) / (12 * monthly));
}
