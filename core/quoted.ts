import { type Instant, MINUTE } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import type { Policy } from "./policy.ts";
import type { Priced, ServiceRequest } from "./price.ts";

/** How long a quoted price is kept where the policy does not say. */
export const USUAL_QUOTE: Instant = 10 * MINUTE;

/** A price that was promised: it is what is charged, whatever the policy has come to say since, and once (O13). */
export interface Quoted {
  /** No other quote has it. */
  readonly id: string;
  readonly credits: Credits;
  /** Name and version of the policy that it was made under. */
  readonly policy: string;
  /** From this instant on it is not kept any more (half-open), in the account's time. */
  readonly expiresAt: Instant;
  /** Whoever stores the account has found that another request has spent it. */
  readonly isSpent?: true;
}

/** Another request has spent the quote. */
export interface QuoteSpent {
  readonly code: "quote_spent";
}

/** When a quote that is made now ends: at a whole second, as tokens count. */
export function quoteEnd(policy: Policy, now: Instant): Instant {
  return Math.ceil((now + quoteLasts(policy)) / 1_000) * 1_000;
}

/** How long the policy keeps a quoted price. */
export function quoteLasts({ quotes }: Policy): Instant {
  return quotes?.lasts ?? USUAL_QUOTE;
}

/**
 * What a quote costs, or why it can't be spent. The catalogue is not asked again: the service may cost something else by now,
 * or be gone.
 */
export function quotedPrice({ credits, expiresAt }: Quoted, { startsAt }: ServiceRequest, now: Instant): Priced {
  const problems = [
    ...(now < expiresAt ? [] : [{ field: "quote", message: "has expired" }]),
    ...(startsAt === undefined || now < startsAt ? [] : [{ field: "startsAt", message: "is not ahead of now" }]),
  ];
  return problems.length > 0 ? { problems } : { credits };
}
