import type { Account } from "@passbook/client";
import { useState } from "react";
import { useCheckout } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { CloseButton, Dialog } from "./dialog.tsx";
import { Facts } from "./facts.tsx";
import type { PlanOffer } from "./plan-card.tsx";
import { Problem } from "./problem.tsx";
import { useToStripe } from "./to-stripe.ts";

export interface SubscribeDialogProps {
  readonly chosen: PlanOffer;
  readonly account: Pick<Account, "offers">;
  readonly onClose: () => void;
}

/** A first plan: what it gives, what may stand beside it (M2), and on to the payment. */
export function SubscribeDialog({ chosen, account: { offers }, onClose }: SubscribeDialogProps) {
  const { texts, formats, credits, named } = useLocale();
  const { plan, interval } = chosen;
  const [addOns, setAddOns] = useState<readonly string[]>([]);
  const checkout = useCheckout();
  const toStripe = useToStripe();
  const beside = offers.addOns.filter((addOn) => addOn.interval === interval);
  const price = (amount: number) => `${formats.money(amount, offers.currency)} ${texts.per[interval]}`;
  const go = () =>
    checkout.mutate(
      { plan, interval, ...(addOns.length > 0 && { addOns }) },
      { onSuccess: (answer) => "url" in answer && toStripe(answer) },
    );
  return (
    <Dialog
      title={texts.subscribe.title(named(plan))}
      onClose={onClose}
      actions={
        <>
          <CloseButton>{texts.close}</CloseButton>
          <Button look="primary" isBusy={checkout.isPending} onClick={go}>
            {texts.subscribe.toCheckout}
          </Button>
        </>
      }
    >
      <Facts
        facts={[
          [texts.plans.interval, price(chosen.amount)],
          [texts.statement.change, texts.plan.gives(credits(chosen.credits))],
        ]}
      />
      {beside.length > 0 && (
        <fieldset className="pb-checks">
          <legend className="pb-label">{texts.subscribe.addOns}</legend>
          {beside.map(({ addOn, credits: more, amount }) => (
            <label key={addOn}>
              <input
                type="checkbox"
                checked={addOns.includes(addOn)}
                onChange={({ target }) =>
                  setAddOns(target.checked ? [...addOns, addOn] : addOns.filter((one) => one !== addOn))
                }
              />
              <span>
                {named(addOn)}
                <small>
                  {texts.addOns.gives(credits(more))}, {price(amount)}
                </small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <Problem error={checkout.error} />
    </Dialog>
  );
}
