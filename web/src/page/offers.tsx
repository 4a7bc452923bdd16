import { AddOns } from "../parts/add-ons.tsx";
import { Bookings } from "../parts/bookings.tsx";
import { Holds } from "../parts/holds.tsx";
import { Members } from "../parts/members.tsx";
import { hasPacks, Packs } from "../parts/packs.tsx";
import { PlanCards } from "../parts/plan-cards.tsx";
import { Section } from "../parts/section.tsx";
import { Services } from "../parts/services.tsx";
import { Statement } from "../parts/statement.tsx";
import { useLocale } from "../use-locale.ts";
import type { SectionsProps } from "./sections.tsx";

/** What can be done, bought and read below the overview; what a policy lacks is not there. In a chunk of its own. */
export default function Offers({ account, catalog }: SectionsProps) {
  const { texts } = useLocale();
  const hasBookings = catalog.services.some(({ lengths }) => lengths !== undefined);
  const isSold = account.offers.packs.some(({ may }) => may === "yes");
  const packs = account.may.manage && hasPacks(account, catalog) && (
    <Section title={texts.packs.title} intro={isSold && texts.packs.intro} isCard id="packs">
      <Packs account={account} catalog={catalog} />
    </Section>
  );
  return (
    <>
      <div className="pb-columns">
        <div className="pb-stack">
          <Section title={texts.services.title} intro={texts.services.intro} isCard id="services">
            <Services account={account} catalog={catalog} />
          </Section>
          {hasBookings && packs}
        </div>
        <div className="pb-stack">
          {hasBookings && (
            <Section title={texts.bookings.title} isCard>
              <Bookings account={account} />
            </Section>
          )}
          {account.holds.length > 0 && (
            <Section title={texts.holds.title} isCard>
              <Holds account={account} />
            </Section>
          )}
          {!hasBookings && packs}
          {catalog.addOns.length > 0 && (
            <Section title={texts.addOns.title} isCard>
              <AddOns account={account} />
            </Section>
          )}
          {account.members.length > 0 && (
            <Section title={texts.members.title} isCard>
              <Members account={account} />
            </Section>
          )}
        </div>
      </div>
      <Section title={texts.plans.title} id="plans">
        <PlanCards account={account} catalog={catalog} />
      </Section>
      <Section title={texts.statement.title} isCard>
        <Statement account={account} />
      </Section>
      <details className="pb-rules">
        <summary>{texts.rules.title}</summary>
        <ul>
          {catalog.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
