import type { Account } from "@passbook/client";
import { useCheckout } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";
import { useToast } from "./toast.tsx";

type AddOn = Account["offers"]["addOns"][number];

export interface AddOnsProps {
  readonly account: Pick<Account, "offers" | "cancelAt" | "may">;
}

/** What can stand beside the plan; it begins and ends with a renewal (M2). */
export function AddOns({ account: { offers, cancelAt, may } }: AddOnsProps) {
  const { texts, formats, credits, named } = useLocale();
  const words = texts.addOns;
  const tell = useToast();
  const checkout = useCheckout();
  const set = ({ addOn, isBeside }: AddOn) =>
    checkout.mutate(isBeside ? { addOn, remove: true } : { addOn }, {
      onSuccess: (answer) => {
        if (!("effectiveAt" in answer)) return;
        const date = formats.date(answer.effectiveAt);
        tell(isBeside ? words.ends(named(addOn), date) : words.begins(named(addOn), date));
      },
    });
  return (
    <div className="pb-stack">
      <ul className="pb-rows">
        {offers.addOns.map((offer) => (
          <li key={`${offer.addOn} ${offer.interval}`}>
            <span>
              <b>{named(offer.addOn)}</b>
              <small>
                {words.gives(credits(offer.credits))}
                {offer.isBeside && ` · ${cancelAt === null ? words.beside : words.besideEnding}`}
              </small>
              {offer.why && <small>{words.needsPlan(formats.list(offer.why.plans.map(named)))}</small>}
            </span>
            <span className="pb-end">
              {formats.money(offer.amount, offers.currency)} <small>{texts.per[offer.interval]}</small>
            </span>
            {may.manage && cancelAt === null && offer.may === "yes" && (
              <Button isBusy={checkout.isPending} onClick={() => set(offer)}>
                {offer.isBeside ? words.remove(named(offer.addOn)) : words.add(named(offer.addOn))}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Problem error={checkout.error} />
    </div>
  );
}
