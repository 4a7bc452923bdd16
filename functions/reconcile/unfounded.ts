import type { Fact, Instant } from "@passbook/core";
import { isMissing } from "../billing/asked.ts";
import type { StripeApi } from "../billing/steps.ts";
import type { WrittenEntry } from "../ledger/items.ts";
import { withoutItsWords } from "../stripe/client.ts";
import type { Intake } from "../stripe/take.ts";
import type { Drift, DriftKind } from "./drift.ts";

const PAGE = 50;

/**
 * What an account's journal has from money since an instant that Stripe does not know of. The journal is read from its
 * newest entry back, and no further.
 * @param founded ids of what has been seen at Stripe already.
 */
export async function unfounded(
  { table, stripe }: Pick<Intake, "table" | "stripe">,
  account: string,
  since: Instant,
  founded: ReadonlySet<string>,
): Promise<Drift[]> {
  const drift: Drift[] = [];
  for await (const { id, fact } of entriesSince(table, account, since)) {
    const paper = paperBehind(fact);
    if (!paper || founded.has(paper.id) || (await stands(stripe, paper))) continue;
    drift.push({ kind: paper.kind, account, objects: [paper.id, id] });
  }
  return drift;
}

async function* entriesSince(table: Intake["table"], account: string, since: Instant): AsyncGenerator<WrittenEntry> {
  for (let before: number | undefined; ; ) {
    const entries = await table.readEntries(account, { limit: PAGE, before });
    for (const entry of entries) {
      if (entry.at < since) return;
      yield entry;
    }
    before = entries.at(-1)?.seq;
    if (entries.length < PAGE || before === undefined) return;
  }
}

/** What an entry rests on. */
interface Paper {
  readonly kind: Extract<DriftKind, "granted_without_payment" | "taken_without_cause">;
  readonly is: "invoice" | "session" | "refund" | "dispute";
  readonly id: string;
}

function paperBehind(fact: Fact | undefined): Paper | undefined {
  switch (fact?.type) {
    case "GrantAllowance":
    case "GrantAddOn":
    case "ChangePlan":
      return { kind: "granted_without_payment", is: "invoice", id: fact.invoice };
    case "GrantPack":
      return { kind: "granted_without_payment", is: "session", id: fact.session };
    case "RefundPayment":
      return { kind: "taken_without_cause", is: "refund", id: fact.refund };
    case "DisputePayment":
      return { kind: "taken_without_cause", is: "dispute", id: fact.dispute };
    default:
      return undefined;
  }
}

/** Whether Stripe has it, and has the money of it. */
async function stands(stripe: StripeApi, { is, id }: Paper): Promise<boolean> {
  try {
    switch (is) {
      case "invoice":
        return (await stripe.invoices.retrieve(id)).status === "paid";
      case "session":
        return (await stripe.checkout.sessions.retrieve(id)).payment_status !== "unpaid";
      case "refund":
        return Boolean(await stripe.refunds.retrieve(id));
      case "dispute":
        return Boolean(await stripe.disputes.retrieve(id));
    }
  } catch (error) {
    if (isMissing(error)) return false;
    return withoutItsWords(error);
  }
}
