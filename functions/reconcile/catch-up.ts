import type { Instant } from "@passbook/core";
import { withoutItsWords } from "../stripe/client.ts";
import { type Intake, take } from "../stripe/take.ts";
import { HANDLED, type HandledEvent, isHandled } from "../stripe/translate.ts";
import { API_VERSION } from "../stripe/verify.ts";
import { isUntold } from "./compare.ts";

/** So many types may be asked for at once (docs.stripe.com/api/events/list). */
const TYPES_AT_ONCE = 20;

/** What became of telling the journal something. */
export interface Attempt {
  /** The id of the event. */
  readonly event: string;
  /** `known`: the journal knows better, and has nothing to remember of it. */
  readonly outcome: "told" | "known" | "failed";
  readonly because?: string;
}

/**
 * Tells the journal the events that it has not heard, in the order in which they were made. Stripe has them for thirty days;
 * of older ones, and of those that it has in the words of another API version, the objects tell.
 * @param until the wall time at which it stops; what it has told stays told.
 */
export async function catchUp(intake: Intake, since: Instant, until: Instant): Promise<Attempt[]> {
  const attempts = new Map<string, Attempt>();
  // What a payment was for means something only once the sale is told: again, until there is no news.
  for (let hasNews = true; hasNews && intake.clock() < until; ) {
    hasNews = false;
    for (const event of await untoldEvents(intake, since, until)) {
      if (intake.clock() >= until) break;
      if (attempts.has(event.id)) continue;
      const one = await attempt(intake, event, until);
      hasNews ||= one.outcome === "told";
      attempts.set(event.id, one);
    }
  }
  return [...attempts.values()];
}

async function untoldEvents(intake: Intake, since: Instant, until: Instant): Promise<HandledEvent[]> {
  const untold: HandledEvent[] = [];
  const created = { gte: Math.floor(since / 1000) };
  for (let first = 0; first < HANDLED.length; first += TYPES_AT_ONCE) {
    const types = HANDLED.slice(first, first + TYPES_AT_ONCE);
    for (let after: string | undefined, isLast = false; !isLast && intake.clock() < until; ) {
      const from = after === undefined ? {} : { starting_after: after };
      const page = await intake.stripe.events.list({ types, created, limit: 100, ...from }).catch(withoutItsWords);
      const readable = page.data.filter(isHandled).filter(({ api_version }) => api_version === API_VERSION);
      const news = await inTens(readable, (event) => isUntold(intake, event));
      untold.push(...readable.filter((_, place) => news[place]));
      after = page.data.at(-1)?.id;
      isLast = !page.has_more;
    }
  }
  // Each list is newest first; events of one second keep the order of their list.
  return untold.toReversed().toSorted((a, b) => a.created - b.created);
}

/** Tells the journal one event, as the webhook would. */
export async function attempt(intake: Intake, event: HandledEvent, until: Instant): Promise<Attempt> {
  try {
    await take(intake, event, intake.clock(), until);
    return { event: event.id, outcome: (await isUntold(intake, event)) ? "known" : "told" };
  } catch (error) {
    return { event: event.id, outcome: "failed", because: error instanceof Error ? error.message : String(error) };
  }
}

/** As many at once as the table and Stripe answer gladly. */
export async function inTens<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let first = 0; first < all.length; first += 10)
    answers.push(...(await Promise.all(all.slice(first, first + 10).map(ask))));
  return answers;
}
