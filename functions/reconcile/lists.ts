import type { Instant } from "@passbook/core";
import type Stripe from "stripe";
import { isMissing } from "../billing/asked.ts";
import type { StripeApi } from "../billing/steps.ts";
import { withoutItsWords } from "../stripe/client.ts";
import type { Reconcilable } from "./as-event.ts";

/** One of Stripe's lists, page by page. */
export interface List {
  /** Of several runs the same one, so that a later one can go on with it. */
  readonly name: string;
  readonly page: (after: string | undefined) => Promise<Page>;
}

interface Page {
  readonly data: readonly Reconcilable[];
  /** After what the next page begins; `undefined`: this was the last one. */
  readonly next: string | undefined;
}

const DAY_SECONDS = 86_400;

/** How long after it was made something may still be paid, fail, or end: it is listed by when it was made. */
const LATEST_DAYS = {
  /** Open for a day; money by bank takes two weeks. */
  session: 15,
  /** Stripe tries for two months at most (docs.stripe.com/billing/revenue-recovery/smart-retries). */
  invoice: 62,
  /** A refund may fail within thirty days (docs.stripe.com/refunds). */
  refund: 31,
  /** Banks take up to three months, and then there is the appeal. */
  dispute: 120,
} as const;

/**
 * All that is compared, in the order in which it is best told: whose it is and what was sold before what was given back.
 * Subscriptions and customers are listed whole: how they stand does not depend on when they were made.
 * @param clocks the test clocks that there are; Stripe lists what lives on one only by its name.
 */
export function lists(stripe: StripeApi, since: Instant, clocks: readonly string[]): List[] {
  const made = (days: number) => ({ created: { gte: Math.floor(since / 1000) - days * DAY_SECONDS }, limit: 100 });
  const invoices = (status: "paid" | "void" | "uncollectible"): List => ({
    name: `invoices ${status}`,
    async page(after) {
      const page = await stripe.invoices.list({ status, ...made(LATEST_DAYS.invoice), ...from(after) });
      return whole(page, (invoice) => concludedAt(invoice) * 1000 >= since);
    },
  });
  const times = [undefined, ...clocks];
  const onClock = (clock: string | undefined) => (clock === undefined ? {} : { test_clock: clock });
  const all: List[] = [
    {
      name: "sessions",
      async page(after) {
        const expand = ["data.payment_intent.latest_charge"];
        const complete = { status: "complete", expand, ...made(LATEST_DAYS.session), ...from(after) } as const;
        return whole(await stripe.checkout.sessions.list(complete));
      },
    },
    invoices("paid"),
    invoices("void"),
    invoices("uncollectible"),
    ...times.map((clock) => ({
      name: ["subscriptions", clock].filter(Boolean).join(" "),
      async page(after: string | undefined) {
        const every = { status: "all", limit: 100, ...onClock(clock), ...from(after) } as const;
        const page = await stripe.subscriptions.list(every);
        return whole(page, ({ ended_at }) => ended_at === null || ended_at * 1000 >= since);
      },
    })),
    {
      name: "refunds",
      page: async (after) => whole(await stripe.refunds.list({ ...made(LATEST_DAYS.refund), ...from(after) })),
    },
    {
      name: "disputes",
      page: async (after) => whole(await stripe.disputes.list({ ...made(LATEST_DAYS.dispute), ...from(after) })),
    },
    ...times.map((clock) => ({
      name: ["customers", clock].filter(Boolean).join(" "),
      page: async (after: string | undefined) =>
        whole(await stripe.customers.list({ limit: 100, ...onClock(clock), ...from(after) })),
    })),
  ];
  // What a run has stopped at may be gone by the next one: then it is the list from its beginning.
  const paged = (page: List["page"]) => (after: string | undefined) =>
    page(after).catch((error: unknown) =>
      after !== undefined && isMissing(error) ? page(undefined) : withoutItsWords(error),
    );
  return all.map(({ name, page }) => ({ name, page: paged(page) }));
}

/** The test clocks of a test account; where money is real there are none. */
export async function testClocks(stripe: StripeApi): Promise<Stripe.TestHelpers.TestClock[]> {
  const all = stripe.testHelpers.testClocks.list({ limit: 100 });
  return all.autoPagingToArray({ limit: 10_000 }).catch(withoutItsWords);
}

function from(after: string | undefined) {
  return after === undefined ? {} : { starting_after: after };
}

function whole<T extends Reconcilable>(page: Stripe.ApiList<T>, isWanted: (one: T) => boolean = () => true): Page {
  return { data: page.data.filter(isWanted), next: page.has_more ? page.data.at(-1)?.id : undefined };
}

/** When it was paid, or given up. */
function concludedAt({ created, status_transitions: at }: Stripe.Invoice): number {
  return at.paid_at ?? at.voided_at ?? at.marked_uncollectible_at ?? created;
}
