import { type ChangeSubscription, instantOf, isSubscriber, policyAt, subscriptionKey } from "@passbook/core";
import { asked, isRefused } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { customerOf } from "./customer.ts";
import { stripeKey } from "./steps.ts";

/**
 * A subscription has ended: pages that were opened before, for packs that are sold to subscribers only, are closed where nobody
 * is subscribed any more (X4). One that is being paid at this moment is not: its money is granted (O6).
 */
export async function expireSessions(
  { stripe, table, policy, ledger }: Pick<Billing, "stripe" | "table" | "policy" | "ledger">,
  id: string,
  end: ChangeSubscription,
): Promise<void> {
  const { packs: offered } = policyAt(policy, instantOf(end));
  const packs = Object.entries(offered).flatMap(([name, { needs }]) => (needs === "subscription" ? [name] : []));
  if (packs.length === 0 || isSubscriber((await ledger.read(id, 0)).account)) return;
  const customer = await customerOf(table, id);
  if (customer === undefined) return;
  const { data } = await asked(stripe.checkout.sessions.list({ customer, status: "open", limit: 100 }));
  for (const session of data.filter(({ metadata }) => packs.includes(metadata?.["pack"] ?? ""))) {
    const idempotencyKey = stripeKey(subscriptionKey(end).id, "expire", session.id);
    const expired = stripe.checkout.sessions.expire(session.id, {}, { idempotencyKey });
    await asked(
      expired.catch((error: unknown) => {
        if (!isRefused(error)) throw error;
        return undefined;
      }),
    );
  }
}
