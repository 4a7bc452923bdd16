import type { Account, Catalog } from "@passbook/client";
import { useCheckout } from "../hooks/index.ts";
import { useLocale } from "../use-locale.ts";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";
import { useToStripe } from "./to-stripe.ts";

export interface PacksProps {
  readonly account: Pick<Account, "offers">;
  readonly catalog: Pick<Catalog, "packs">;
}

/** What is sold to others alone, to legacy users say, is not there; what needs a subscription says so (M7, N3). */
export function Packs({ account: { offers }, catalog }: PacksProps) {
  const { texts, formats, credits } = useLocale();
  const checkout = useCheckout();
  const toStripe = useToStripe();
  const sold = offers.packs.filter(({ may }) => may === "yes");
  const isWaiting = sold.length === 0 && catalog.packs.some(({ needs }) => needs !== undefined);
  if (isWaiting) return <p className="pb-muted">{texts.packs.needsPlan}</p>;
  const buy = (pack: string) =>
    checkout.mutate({ pack }, { onSuccess: (answer) => "url" in answer && toStripe(answer) });
  return (
    <div className="pb-stack">
      <ul className="pb-rows">
        {sold.map(({ pack, credits: count, amount }) => (
          <li key={pack}>
            <span>
              <b>{formats.signed(count)}</b>
            </span>
            <span className="pb-end">{formats.money(amount, offers.currency)}</span>
            <Button
              aria-label={texts.packs.buy(credits(count))}
              isBusy={checkout.isPending && isOf(checkout.variables, pack)}
              onClick={() => buy(pack)}
            >
              {texts.outOfCredits.buy}
            </Button>
          </li>
        ))}
      </ul>
      <Problem error={checkout.error} />
    </div>
  );
}

/** Whether there is anything to tell of packs. */
export function hasPacks({ offers }: Pick<Account, "offers">, { packs }: Pick<Catalog, "packs">): boolean {
  return offers.packs.some(({ may }) => may === "yes") || packs.some(({ needs }) => needs !== undefined);
}

function isOf(wanted: object, pack: string): boolean {
  return "pack" in wanted && wanted.pack === pack;
}
