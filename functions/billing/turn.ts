import { Refusal } from "../http/problem.ts";
import { Busy } from "../ledger/busy.ts";
import type { Billing } from "./billing.ts";
import type { Steps } from "./steps.ts";

/** Longer than a verb runs, and than what it has asked of Stripe can still be on its way there. */
const TURN_MS = 60_000;

/**
 * Changes what an account has at Stripe, one request after the other: each decides on what the one before has made of it, and
 * Stripe itself asks nobody what they had seen. The same request, sent again, goes on with its turn. One of which nobody knows
 * what became keeps it, until it ends by itself.
 * @throws {Busy} it is another request's turn.
 */
export async function inTurn<T>(
  { table, clock }: Pick<Billing, "table" | "clock">,
  steps: Steps,
  account: string,
  act: () => Promise<T>,
): Promise<T> {
  const now = clock();
  if (!(await table.takeTurn(account, steps.request, { now, until: now + TURN_MS })))
    throw new Busy("another request changes the subscription");
  const done = await act().catch(async (error: unknown) => {
    if (error instanceof Refusal) await table.endTurn(account, steps.request, clock());
    throw error;
  });
  await table.endTurn(account, steps.request, clock());
  return done;
}
