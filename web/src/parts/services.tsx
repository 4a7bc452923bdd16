import type { Account, Catalog } from "@passbook/client";
import { useState } from "react";
import { useLocale } from "../use-locale.ts";
import type { Locale } from "../whole-locale.ts";
import { Button } from "./button.tsx";
import { OutOfCreditsDialog, SpendDialog } from "./on-demand.tsx";
import type { Shortage } from "./shortage.ts";

export type Service = Catalog["services"][number];

export interface ServicesProps {
  readonly account: Account;
  readonly catalog: Catalog;
}

/** What credits are for: each service with its price, and an estimate before anything is spent (O13). */
export function Services({ account, catalog }: ServicesProps) {
  const [chosen, choose] = useState<Service | null>(null);
  const [shortage, fallShort] = useState<Shortage | null>(null);
  return (
    <>
      <ul className="pb-rows">
        {catalog.services.map((service) => (
          <ServiceRow key={service.id} service={service} account={account} onChoose={() => choose(service)} />
        ))}
      </ul>
      {chosen && (
        <SpendDialog
          service={chosen}
          account={account}
          onClose={() => choose(null)}
          onShort={(missing) => {
            choose(null);
            fallShort(missing);
          }}
        />
      )}
      {shortage && <OutOfCreditsDialog shortage={shortage} account={account} onClose={() => fallShort(null)} />}
    </>
  );
}

interface ServiceRowProps {
  readonly service: Service;
  readonly account: Pick<Account, "plan" | "may">;
  readonly onChoose: () => void;
}

function ServiceRow({ service, account: { plan, may }, onChoose }: ServiceRowProps) {
  const locale = useLocale();
  const { texts, formats, named } = locale;
  const { id, plans, lengths } = service;
  const words = texts.services;
  const isOpen = plans === undefined || (plan !== null && plans.includes(plan));
  const verb = lengths ? words.book : service.credits === 0 ? words.use : words.estimate;
  return (
    <li>
      <b>{named(id)}</b>
      <span className="pb-end">{priceText(service, locale)}</span>
      {isOpen ? (
        may.spend && (
          <Button aria-label={`${verb}: ${named(id)}`} onClick={onChoose}>
            {verb}
          </Button>
        )
      ) : (
        <span className="pb-muted pb-action-like">{words.only(formats.list(plans.map(named)))}</span>
      )}
    </li>
  );
}

/** As the catalog has it: what a cohort pays instead is told by the estimate. */
function priceText({ credits: usual, choices }: Service, { texts, credits }: Locale): string {
  if (choices) return texts.services.from(credits(Math.min(...Object.values(choices))));
  return usual === 0 ? texts.services.free : credits(usual);
}
