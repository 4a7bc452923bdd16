import type Stripe from "stripe";
import { expireSessions } from "../billing/expire-sessions.ts";
import type { StripeApi } from "../billing/steps.ts";
import type { ParkedEvent } from "../ledger/table.ts";
import type { Passbook } from "../passbook.ts";
import { enterState } from "./enter-state.ts";
import type { Knowledge } from "./knowledge.ts";
import { needs } from "./needs.ts";
import { mayBeOnClock, seeCustomer } from "./read-customer.ts";
import { instant } from "./reading.ts";
import { isThin, mayBeOurs, type ThinEvent } from "./thin-event.ts";
import { type HandledEvent, isHandled, translate } from "./translate.ts";
import { Unreadable } from "./unreadable.ts";
import { API_VERSION } from "./verify.ts";

/** What it takes to make entries of an event, whichever way it came in. */
export interface Intake extends Passbook {
  readonly knowledge: Knowledge;
  readonly stripe: StripeApi;
  /** Whether real money is meant; an event of the other mode is none of ours. */
  readonly livemode: boolean;
}

/** What may mean something to us. */
export type Telling = HandledEvent | ThinEvent;

/** Every other type is none of ours, or told by another. */
export function isForUs(event: Stripe.Event | ThinEvent): event is Telling {
  return isThin(event) ? mayBeOurs(event) : isHandled(event);
}

/**
 * Makes entries of an event, before it returns. What of it was done before is found done, so that it can be repeated. What
 * can't be read is kept, to be listed and played again.
 * @param now the wall clock's instant.
 * @param until the instant at which the caller has to be told something.
 * @throws `Unreadable`: it is ours, no rule says what it means, and it is kept.
 */
export async function take(intake: Intake, event: Telling, now: number, until: number): Promise<void> {
  try {
    if (isThin(event)) throw new Unreadable(`${event.id} is a thin event: the destination has to be one for snapshots`);
    await enter(intake, event, now, until);
  } catch (cause) {
    if (cause instanceof Unreadable) await intake.table.parkEvent(parked(event, cause.message));
    throw cause;
  }
}

function parked(event: Telling, because: string): ParkedEvent {
  const createdAt = isThin(event) ? Date.parse(event.created) : instant(event.created);
  return { id: event.id, createdAt, because, event: JSON.stringify(event) };
}

async function enter(intake: Intake, event: HandledEvent, now: number, until: number): Promise<void> {
  const { policy, ledger, table, logger, knowledge: knows } = intake;
  if (event.api_version !== API_VERSION)
    throw new Unreadable(`${event.id} is rendered in ${event.api_version}, not ${API_VERSION}`);
  const known = await knows.of(needs(policy, event));
  const translation = translate(policy, known, event, now);
  if ("ignored" in translation) {
    logger.info("ignored", { event: event.id, type: event.type, because: translation.ignored });
    return;
  }
  if ("clock" in translation) return table.moveClock(translation.clock.id, translation.clock.instant);
  // By whose time an account lives comes before what happened in it, and before the link after which nobody asks for it again.
  const customers = mayBeOnClock(event) ? await knows.customersOnClocks(translation.links, known.links) : [];
  for (const { account, customer } of customers) await ledger.perform(account, seeCustomer(now, customer), { until });
  await knows.learn(translation.links, known.links);
  for (const { account, fact } of translation.facts) {
    const isState = fact.type === "ChangeSubscription";
    if (isState && fact.endedAt === null) await enterState({ ...intake, now, until }, event, { account, fact });
    else await ledger.perform(account, fact, { until });
    if (isState && fact.endedAt !== null) await expireSessions(intake, account, fact);
  }
}
