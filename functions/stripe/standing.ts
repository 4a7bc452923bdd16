import type { ChangeSubscription, Instant, Subscription } from "@passbook/core";
import type Stripe from "stripe";
import type { Passbook } from "../passbook.ts";
import { asItWas } from "./as-it-was.ts";
import type { Knowledge } from "./knowledge.ts";
import { pricesOf } from "./needs.ts";
import { subscriptionState } from "./read-subscription.ts";
import { NOTHING_KNOWN } from "./reading.ts";
import { isSameState } from "./same-state.ts";
import type { HandledEvent } from "./translate.ts";

/** How somebody's subscription stands. */
interface State {
  readonly account: string;
  readonly fact: ChangeSubscription;
}

/** What is to be entered of what was told. */
interface Standing {
  /** `undefined`: it is known, and stands for all of its second. */
  readonly state: State | undefined;
  /** Stripe has to be asked once more: what it answers does not follow from what it tells, and may be of before. */
  readonly isProvisional: boolean;
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
 * @returns whether Stripe has to be asked once more, after a while.
 */
export async function enterState(asking: Asking, event: HandledEvent, told: State): Promise<boolean> {
  const { ledger, until } = asking;
  for (let standing = await asItStands(asking, event, told); ; ) {
    if (!standing.state) return standing.isProvisional;
    const { account, fact } = standing.state;
    const { result } = await ledger.perform(account, fact, { until });
    if (result === "written" || result === "replayed") return standing.isProvisional;
    // It is no news; or another state of its second was entered since it was looked for.
    const again = await asItStands(asking, event, told);
    if (again.knownAt === standing.knownAt) return standing.isProvisional;
    standing = again;
  }
}

async function asItStands(asking: Asking, event: HandledEvent, told: State): Promise<Standing> {
  const { ledger, knowledge, now } = asking;
  const { account, fact } = told;
  const { subscriptions } = (await ledger.read(account, 0)).account;
  const known = subscriptions.find(({ id }) => id === fact.subscription);
  const knownAt = known?.toldAt;
  if (!known || !isOfOneSecond(known, fact)) return { state: told, isProvisional: false, knownAt };
  if (known.toldAt === fact.toldAt && isSameState(known, fact)) return { state: told, isProvisional: false, knownAt };

  const subscription = await knowledge.subscription(fact.subscription);
  const stands = await stateOf(asking, subscription, { account, toldAt: known.toldAt + 1 });
  const mayBeOld = subscription.test_clock === null && now < fact.toldAt + ANSWERS_SETTLE_MS;
  const isProvisional = mayBeOld && !(await agree(asking, event, { account, fact, known, stands }));
  if (known.toldAt > fact.toldAt && stands && isSameState(known, stands))
    return { state: undefined, isProvisional, knownAt };
  return { state: stands ? { account, fact: stands } : told, isProvisional, knownAt };
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
