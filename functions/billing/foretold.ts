import { type Account, type Fact, type Instant, outcome } from "@passbook/core";
import { type OutcomeAnswer, outcomeAnswer } from "../answers/outcome.ts";
import type { Billing } from "./billing.ts";
import type { Steps } from "./steps.ts";

/** As long as Stripe remembers a key (docs.stripe.com/api/idempotent_requests), in seconds. */
const KEPT_SECONDS = 24 * 3600;

/**
 * What a change will do to the credits, as a preview would have said it when the request first came. It is written down before
 * Stripe is asked to change anything: whoever sends the request again, or twice at once, is told the same, whatever the change
 * has moved since.
 * @param account as it was before the change.
 * @param facts what Stripe will tell of it.
 */
export async function foretold(
  { policy, table, clock }: Pick<Billing, "policy" | "table" | "clock">,
  steps: Steps,
  account: Account,
  { now, facts, at }: { readonly now: Instant; readonly facts: readonly Fact[]; readonly at: Instant },
): Promise<OutcomeAnswer> {
  const seconds = Math.floor(clock() / 1_000);
  const known = steps.isReplay ? await table.readForetold(account.id, steps.request, seconds) : undefined;
  const credits = () => JSON.stringify(outcomeAnswer(outcome(policy, account, now, facts, at)));
  const when = { seconds, ttl: seconds + KEPT_SECONDS };
  const said = known ?? (await table.writeForetold(account.id, steps.request, credits(), when));
  return JSON.parse(said) as OutcomeAnswer;
}
