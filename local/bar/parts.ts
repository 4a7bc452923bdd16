import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import type { Issuer } from "../issuer.ts";
import type { Whereabouts } from "../local-routes.ts";
import type { LocalStripe } from "../stripe/server.ts";
import { clientAt } from "../table.ts";
import { stripeAt } from "./customer.ts";
import type { BarParts } from "./routes.ts";

interface Around {
  readonly whereabouts: () => Whereabouts;
  readonly issuer: Pick<Issuer, "issue">;
  readonly stripe: LocalStripe;
  readonly restart: BarParts["restart"];
}

/** Nobody's own account: who looks as its owner would begin its Free plan. */
const BAR = "the local bar";

/** What the bar works with in a Passbook that runs here. */
export function barParts({ whereabouts, issuer, stripe, restart }: Around): BarParts {
  const { endpoint, table } = whereabouts().dynamodb;
  const till = {
    stripe: stripeAt(stripe.url, stripe.apiKey),
    table: dynamoTable(table, clientAt(endpoint)),
    stageClock: stripe.testClock,
    isTold: stripe.idle,
  };
  /** As the page says it: a plan without a subscription renews, too. */
  const nextOf = async (account: string) => {
    const headers = { authorization: `Bearer ${await issuer.issue({ sub: BAR, accounts: [account] })}` };
    const response = await fetch(`${whereabouts().api}/accounts/${encodeURIComponent(account)}`, { headers });
    const { outlook } = (await response.json()) as { readonly outlook?: { readonly at: string } | null };
    return outlook ? new Date(outlook.at) : undefined;
  };
  return { till, nextOf, restart };
}
