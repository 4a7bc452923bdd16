import type { ChangeSubscription, Instant, Subscription } from "@passbook/core";
import type Stripe from "stripe";
import type { Passbook } from "../passbook.ts";
import { asItWas } from "./as-it-was.ts";
import type { Knowledge } from "./knowledge.ts";
import { pricesOf } from "./needs.ts";
import { subscriptionState } from "./read-subscription.ts";
import { NOTHING_KNOWN, type Told } from "./reading.ts";
import { isSameState } from "./same-state.ts";
import type { HandledEvent } from "./translate.ts";

/** What is to be entered of what was told. */
export interface Standing {
  readonly told: Told;
  /** Stripe has to be asked once more: what it answers does not follow from what it tells, and may be of before. */
  readonly isProvisional: boolean;
}

interface Asking extends Pick<Passbook, "policy" | "ledger"> {
  readonly knowledge: Knowledge;
  /** The wall clock's instant. It says nothing of events on a test clock: those are asked for once. */
  readonly now: Instant;
}

/**
 * Stripe's seconds can't order the states of one second: what it says now is the later one, however many there were. An end is
 * final, and needs no one.
 */
export async function asItStands(asking: Asking, event: HandledEvent, told: Told): Promise<Standing> {
  const { ledger, knowledge, now } = asking;
  const { account, fact } = told;
  if (fact.type !== "ChangeSubscription" || fact.endedAt !== null) return { told, isProvisional: false };
  const { subscriptions } = (await ledger.read(account, 0)).account;
  const known = subscriptions.find(({ id }) => id === fact.subscription);
  if (!known || !isOfOneSecond(known, fact)) return { told, isProvisional: false };
  if (known.toldAt === fact.toldAt && isSameState(known, fact)) return { told, isProvisional: false };

  const subscription = await knowledge.subscription(fact.subscription);
  const stands = await stateOf(asking, subscription, { account, toldAt: known.toldAt + 1 });
  const mayBeOld = subscription.test_clock === null && now < fact.toldAt + ANSWERS_SETTLE_MS;
  const isProvisional = mayBeOld && !(await agree(asking, event, { account, fact, known, stands }));
  const isKnown = known.toldAt > fact.toldAt && stands && isSameState(known, stands);
  return { told: stands && !isKnown ? { account, fact: stands } : told, isProvisional };
}

function isOfOneSecond(known: Subscription, { toldAt }: ChangeSubscription): boolean {
  return known.endedAt === null && toldAt <= known.toldAt && known.toldAt < toldAt + SECOND;
}

interface Words {
  readonly account: string;
  readonly fact: ChangeSubscription;
  readonly known: Subscription;
  readonly stands: ChangeSubscription | undefined;
}

/** Whether Stripe's answer is what follows from the event, as far as that says what it has changed. */
async function agree(asking: Asking, event: HandledEvent, { account, fact, known, stands }: Words): Promise<boolean> {
  if (!stands) return false;
  const subscription = asItWas(event);
  if (subscription === undefined) return isSameState(stands, fact);
  const was = subscription && (await stateOf(asking, subscription, { account, toldAt: fact.toldAt }));
  return isSameState(stands, was && isSameState(was, known) ? fact : known);
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

const SECOND = 1000;

/** Longer than Stripe may answer what was: ours, since Stripe says nothing of it, and twice what the worlds live with (F15). */
const ANSWERS_SETTLE_MS = 60_000;
