import type { Account } from "@passbook/client";
import { useCheckout } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { changeLocked } from "./change-locked.ts";
import { CloseButton, Dialog } from "./dialog.tsx";
import { Problem } from "./problem.tsx";
import type { Shortage } from "./shortage.ts";
import { useToStripe } from "./to-stripe.ts";

export interface OutOfCreditsDialogProps {
  readonly shortage: Shortage;
  readonly account: Pick<Account, "plan" | "interval" | "status" | "cancelAt" | "offers" | "may">;
  readonly onClose: () => void;
}

/** The three ways on: top up, change plan, wait for the renewal (O12). One that there is not is not shown. */
export function OutOfCreditsDialog({ shortage, account, onClose }: OutOfCreditsDialogProps) {
  const { texts, credits, formats, named } = useLocale();
  const words = texts.outOfCredits;
  const { needed, available, nextRenewal, packs, service } = shortage;
  return (
    <Dialog title={words.title} onClose={onClose} actions={<CloseButton>{texts.close}</CloseButton>}>
      <p>{words.needs(named(service), credits(needed), formats.number(available))}</p>
      {account.may.manage ? (
        <>
          {packs.length > 0 && <TopUp packs={packs} />}
          <LargerPlan account={account} onClose={onClose} />
        </>
      ) : (
        <p className="pb-note">{words.askManager}</p>
      )}
      {nextRenewal && (
        <section className="pb-way">
          <h3>{words.wait}</h3>
          <p>
            {words.waitFor(credits(nextRenewal.credits), formats.date(nextRenewal.at))}{" "}
            {nextRenewal.credits >= needed ? words.enough : words.notEnough}
          </p>
        </section>
      )}
    </Dialog>
  );
}

function TopUp({ packs }: Pick<Shortage, "packs">) {
  const { texts, credits, formats } = useLocale();
  const words = texts.outOfCredits;
  const checkout = useCheckout();
  const toStripe = useToStripe();
  const buy = (pack: string, quantity: number) =>
    checkout.mutate({ pack, quantity }, { onSuccess: (answer) => "url" in answer && toStripe(answer) });
  return (
    <section className="pb-way">
      <h3>{words.topUp}</h3>
      <ul className="pb-rows">
        {packs.map(({ pack, credits: count, quantity, amount, currency }) => (
          <li key={pack}>
            <span>{words.covers(credits(count), formats.money(amount, currency))}</span>
            <Button
              className="pb-end"
              aria-label={texts.packs.buy(credits(count))}
              isBusy={checkout.isPending}
              onClick={() => buy(pack, quantity)}
            >
              {words.buy}
            </Button>
          </li>
        ))}
      </ul>
      <Problem error={checkout.error} />
    </section>
  );
}

/** The next plan that gives more each month. */
function LargerPlan({ account, onClose }: Pick<OutOfCreditsDialogProps, "account" | "onClose">) {
  const { texts, credits, named } = useLocale();
  const words = texts.outOfCredits;
  const { plans } = account.offers;
  const own = plans.find(({ offer }) => offer === "current");
  const [next] = plans
    .filter(({ offer, interval }) => offer === "subscribe" || (offer === "up" && interval === account.interval))
    .filter(({ credits: gives }) => gives > (own?.credits ?? 0))
    .toSorted((a, b) => a.credits - b.credits);
  if (!next || changeLocked(account)) return null;
  return (
    <section className="pb-way">
      <h3>{words.changePlan}</h3>
      <p>{words.more(named(next.plan), credits(next.credits))}</p>
      <a className="pb-button" href="#plans" onClick={onClose}>
        {words.seePlans}
      </a>
    </section>
  );
}
