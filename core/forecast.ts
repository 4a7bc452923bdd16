import type { Account } from "./account.ts";
import { boundary, type Instant } from "./calendar.ts";
import { decideFact } from "./decide-fact.ts";
import type { Entry } from "./entry.ts";
import { evolve } from "./evolve.ts";
import { expectedPayments } from "./expected-payments.ts";
import { instantOf } from "./fact.ts";
import type { Policy } from "./policy.ts";
import { type Settled, settle } from "./settle.ts";
import { policyAt } from "./versions.ts";

/** How far ahead anybody may ask. */
const FORECAST_MONTHS = 120;

/** The last instant that can be foretold: ten years from now. */
export function forecastEnd(now: Instant): Instant {
  return boundary(now, { months: FORECAST_MONTHS }, 1);
}

/**
 * The account at a later instant, and the entries that would bring it there, if nothing is spent, each renewal is paid at the
 * end of the time before it, add-ons too, what is set to end ends, and what is planned happens. It is the same arithmetic as
 * that of what really happens: those payments, decided and settled one after the other (X3).
 * @param now the present: what is overdue by then is paid right after it. At `now` itself this is what {@link settle} says.
 * @throws {RangeError} `until` is after {@link forecastEnd}, or the policy does not know a plan that the account has.
 */
export function forecast(policy: Policy, account: Account, now: Instant, until: Instant): Settled {
  if (until > forecastEnd(now))
    throw new RangeError(`a forecast ends ${FORECAST_MONTHS} months from now at the latest`);
  let foretold: Settled = { account, entries: [] };
  const append = (entries: readonly Entry[]) => {
    foretold = { account: entries.reduce(evolve, foretold.account), entries: [...foretold.entries, ...entries] };
  };
  append(settle(policy, account, now).entries);
  for (let at = now; at < until; ) {
    const payments = expectedPayments(policyAt(policy, at), foretold.account, at);
    at = Math.min(until, ...payments.map(instantOf));
    append(settle(policy, foretold.account, at).entries);
    for (const payment of payments.filter((fact) => instantOf(fact) === at)) {
      const entry = decideFact(policyAt(policy, at), foretold.account, payment, []);
      if (entry) append([entry]);
    }
  }
  return foretold;
}
