import type { Account, ChangeSubscription, Instant, Subscription } from "@passbook/core";
import type Stripe from "stripe";
import { Busy } from "../ledger/busy.ts";
import { Overtaken } from "../ledger/perform.ts";
import type { Passbook } from "../passbook.ts";
import { asItWas } from "./as-it-was.ts";
import type { Knowledge } from "./knowledge.ts";
import { pricesOf } from "./needs.ts";
import { subscriptionState } from "./read-subscription.ts";
import { instant, NOTHING_KNOWN } from "./reading.ts";
import { isSameState } from "./same-state.ts";
import type { HandledEvent } from "./translate.ts";
import { Unreadable } from "./unreadable.ts";

/** How somebody's subscription stands. */
interface State {
  readonly account: string;
  readonly fact: ChangeSubscription;
}

/** What is to be entered of what was told. */
interface Verdict {
  /** `undefined`: nothing. */
  readonly state: State | undefined;
  /** Stripe has to be asked once more: what it answers does not follow from what it tells, and may be of before. */
  readonly isUncertain: boolean;
  /** When the state was told that was known then. */
  readonly knownAt: Instant | undefined;
}

export interface Asking extends Pick<Passbook, "policy" | "ledger"> {
  readonly knowledge: Knowledge;
  /** The wall clock's instant. It says nothing of events on a test clock: those are asked for once. */
  readonly now: Instant;
  /** The wall time after which nothing new is tried. */
  readonly until: Instant;
}

/**
 * Enters how a living subscription stands. Stripe's seconds can't order the states of one second: what it says now is the later one,
 * however many there were. An end is final, and is not asked about.
 * @throws {Busy} Stripe has to be asked once more, after a while.
 */
export async function enterState(asking: Asking, event: HandledEvent, told: State): Promise<void> {
  const { ledger, until } = asking;
  for (;;) {
    const { state, isUncertain, knownAt } = await verdictOn(asking, event, told);
    if (isUncertain) throw new Busy(`${event.id} is of another state's second, and Stripe's answer does not follow`);
    if (!state) return;
    const isStill = (account: Account) => knownOf(account, told)?.toldAt === knownAt;
    try {
      await ledger.perform(state.account, state.fact, { until, isStill });
      return;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
}

async function verdictOn(asking: Asking, event: HandledEvent, told: State): Promise<Verdict> {
  const { ledger, knowledge, now } = asking;
  const { account, fact } = told;
  const known = knownOf((await ledger.read(account, 0)).account, told);
  const knownAt = known?.toldAt;
  if (!known || !isOfOneSecond(known, fact)) return { state: told, isUncertain: false, knownAt };
  if (known.toldAt === fact.toldAt && isSameState(known, fact)) return { state: told, isUncertain: false, knownAt };

  const subscription = await knowledge.subscription(fact.subscription);
  const stands = await stateOf(asking, subscription, { account, toldAt: known.toldAt + 1 });
  const mayBeOld = subscription.test_clock === null && now < fact.toldAt + ANSWERS_SETTLE_MS;
  if (mayBeOld && !(await agree(asking, event, { account, fact, known, stands })))
    return { state: undefined, isUncertain: true, knownAt };
  if (stands && known.toldAt > fact.toldAt && isSameState(known, stands))
    return { state: undefined, isUncertain: false, knownAt };
  return { state: stands ? { account, fact: stands } : told, isUncertain: false, knownAt };
}

function knownOf({ subscriptions }: Account, { fact }: State): Subscription | undefined {
  return subscriptions.find(({ id }) => id === fact.subscription);
}

function isOfOneSecond(known: Subscription, { toldAt }: ChangeSubscription): boolean {
  return known.endedAt === null && toldAt <= known.toldAt && known.toldAt < toldAt + SECOND;
}

interface Words extends State {
  readonly known: Subscription;
  readonly stands: ChangeSubscription | undefined;
}

/** Whether Stripe's answer is what follows from the event, as far as that says what it has changed. */
async function agree(asking: Asking, event: HandledEvent, { account, fact, known, stands }: Words): Promise<boolean> {
  if (!stands) return false;
  const subscription = asItWas(event);
  if (subscription === undefined) return isSameState(stands, fact);
  try {
    const was = subscription && (await stateOf(asking, subscription, { account, toldAt: fact.toldAt }));
    return isSameState(stands, was && isSameState(was, known) ? fact : known);
  } catch (cause) {
    // Stripe may have told a part of what it says to be told whole.
    if (cause instanceof TypeError || cause instanceof Unreadable) return isSameState(stands, fact);
    throw cause;
  }
}

async function stateOf(
  { policy, knowledge, now }: Asking,
  subscription: Stripe.Subscription,
  { account, toldAt }: { readonly account: string; readonly toldAt: Instant },
): Promise<ChangeSubscription | undefined> {
  const links = new Map([[subscription.id, { account }]]);
  const { prices } = await knowledge.of({ prices: pricesOf(subscription), links: [] });
  const read = subscriptionState({ policy, known: { ...NOTHING_KNOWN, links, prices }, now }, subscription, toldAt);
  const [first] = "facts" in read ? read.facts : [];
  return first?.fact.type === "ChangeSubscription" ? first.fact : undefined;
}

/** Stripe tells no smaller time. */
const SECOND = instant(1);

/** Longer than Stripe may answer what was: ours, since Stripe says nothing of it, and twice what the worlds live with (F15). */
const ANSWERS_SETTLE_MS = 60_000;
