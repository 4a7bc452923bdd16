import type { ChangeSubscription } from "@passbook/core";
import type Stripe from "stripe";
import type { Passbook } from "../passbook.ts";
import type { Knowledge } from "./knowledge.ts";
import { pricesOf } from "./needs.ts";
import { subscriptionState } from "./read-subscription.ts";
import { NOTHING_KNOWN, type Told } from "./reading.ts";
import { isSameState } from "./same-state.ts";

/** What is to be entered of what was told. */
export interface Standing {
  readonly told: Told;
  /** Stripe has to be asked once more: so soon after an event its answer may be of before it. */
  readonly isProvisional: boolean;
}

/**
 * Stripe's seconds can't order the states of one second: what it says now is the later one, however many there were. An end is
 * final, and needs no one.
 * @param now the wall clock's instant, which says nothing of events on a test clock: those are asked for once.
 */
export async function asItStands(
  intake: Passbook & { readonly knowledge: Knowledge },
  told: Told,
  now: number,
): Promise<Standing> {
  const certain = { told, isProvisional: false };
  const { account, fact } = told;
  if (fact.type !== "ChangeSubscription" || fact.endedAt !== null) return certain;
  const { subscriptions } = (await intake.ledger.read(account, 0)).account;
  const known = subscriptions.find(({ id }) => id === fact.subscription);
  const isOfOneSecond =
    known && known.endedAt === null && fact.toldAt <= known.toldAt && known.toldAt < fact.toldAt + SECOND;
  if (!isOfOneSecond || (known.toldAt === fact.toldAt && isSameState(known, fact))) return certain;

  const subscription = await intake.knowledge.subscription(fact.subscription);
  const isProvisional = subscription.test_clock === null && now < fact.toldAt + ANSWERS_SETTLE_MS;
  const stands = await stateOf(intake, told, subscription, { toldAt: known.toldAt + 1, now });
  if (!stands || (known.toldAt > fact.toldAt && isSameState(known, stands))) return { told, isProvisional };
  return { told: { account, fact: stands }, isProvisional };
}

async function stateOf(
  { policy, knowledge }: Passbook & { readonly knowledge: Knowledge },
  { account }: Told,
  subscription: Stripe.Subscription,
  { toldAt, now }: { readonly toldAt: number; readonly now: number },
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
