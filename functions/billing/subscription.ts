import { type Account, type Instant, isLive, type Policy, policyAt } from "@passbook/core";
import type Stripe from "stripe";
import { conflict } from "../http/change.ts";
import { Refusal } from "../http/problem.ts";
import { invalid } from "../http/request.ts";
import { idOf } from "../stripe/links.ts";
import { NOTHING_PLANNED } from "../stripe/planned.ts";
import { asked, isMissing } from "./asked.ts";
import type { Billing } from "./billing.ts";
import { customerOf } from "./customer.ts";
import { isLiveAtStripe, type Standing, standingOf } from "./standing.ts";
import { FIRST_STEP, type Steps } from "./steps.ts";

/** All that Stripe has of an account's subscriptions to our plans: also those that no webhook has told of yet. */
export async function standingsOf(billing: Billing, account: Account): Promise<Standing[]> {
  const { stripe, table, policy, priceNames } = billing;
  const customer = await customerOf(table, account.id);
  const listed = customer ? (await asked(stripe.subscriptions.list({ customer, status: "all", limit: 100 }))).data : [];
  const unlisted = account.subscriptions.filter((one) => isLive(one) && listed.every(({ id }) => id !== one.id));
  const others = await Promise.all(unlisted.map(({ id }) => retrieved(stripe, id)));
  const subscriptions = [...listed, ...others.flatMap((found) => found ?? [])];
  const names = await priceNames([...new Set(subscriptions.flatMap(pricesOf))]);
  return subscriptions.flatMap((subscription) => standingOf(policy, names, subscription) ?? []);
}

/** Which of two subscriptions is meant: one of which this is so, if there is one. */
type Meant = (standing: Standing) => boolean;

/** Two that are to end are ended one after the other. */
export const isRenewing: Meant = ({ endsAt }) => endsAt === null;
export const isEnding: Meant = ({ endsAt }) => endsAt !== null;

/**
 * Of the subscriptions that live, and are meant, the one with the largest plan (O14).
 * @throws {Refusal} 422: there is none.
 */
export async function subscriptionOf(
  billing: Billing,
  account: Account,
  now: Instant,
  isMeant?: Meant,
): Promise<Standing> {
  const found = largest(policyAt(billing.policy, now), await standingsOf(billing, account), isMeant);
  if (!found) throw notSubscribed();
  return found;
}

function largest(policy: Policy, standings: readonly Standing[], isMeant: Meant = () => true): Standing | undefined {
  const allowanceOf = ({ plan }: Standing) => policy.plans[plan]?.allowance ?? 0;
  const live = standings.filter(({ subscription }) => isLiveAtStripe(subscription));
  const [found] = live.toSorted((a, b) => Number(isMeant(b)) - Number(isMeant(a)) || allowanceOf(b) - allowanceOf(a));
  return found;
}

function notSubscribed(): Refusal {
  return invalid([{ field: "account", message: "has no subscription; one begins with a checkout" }]);
}

/** What a change has to know before it is begun. */
interface Beginning {
  /** The account's present. */
  readonly now: Instant;
  /** @throws {Refusal} it can't be changed as it stands. */
  readonly check: (standing: Standing) => void;
  readonly isMeant?: Meant | undefined;
  /** What else is said of the subscription: where it is not said, that nothing is planned any more. */
  readonly metadata?: Stripe.MetadataParam;
}

/**
 * The first step of every change of a subscription. Stripe remembers what it answers here: however often the request is sent, and
 * whatever has changed since, all that follows is decided on the subscription as it was when the request first came. One that
 * this request has begun to change is found again, also where that has ended it; what would be refused by now was not then.
 */
export async function begin(
  billing: Billing,
  steps: Steps,
  account: Account,
  { now, check, isMeant, metadata = NOTHING_PLANNED }: Beginning,
): Promise<Standing> {
  const { stripe, policy, priceNames } = billing;
  const standings = await standingsOf(billing, account);
  const marked = standings.find(({ subscription }) => steps.isMarkOf(subscription.metadata));
  const found = marked ?? (await meant(billing, steps, standings, { now, check, isMeant }));
  const params = { metadata: { ...metadata, ...steps.marks }, expand: ["schedule"] };
  const snapshot = await steps.take(FIRST_STEP, (options) =>
    stripe.subscriptions.update(found.subscription.id, params, options),
  );
  const standing = standingOf(policy, await priceNames([...new Set(pricesOf(snapshot))]), snapshot);
  if (!standing) throw new RangeError(`${snapshot.id} sells no plan any more`);
  if (!steps.isReplay) check(standing);
  return standing;
}

/**
 * The subscription that a request means which has left no mark. What would refuse it by now does not where Stripe remembers its
 * key: then Stripe says what it was answered, or that another one was.
 * @throws {Refusal} 409, or why it can't be changed.
 */
async function meant(
  billing: Billing,
  steps: Steps,
  standings: readonly Standing[],
  { now, check, isMeant }: Omit<Beginning, "metadata">,
): Promise<Standing> {
  const found = largest(policyAt(billing.policy, now), standings, isMeant);
  try {
    if (!found) throw notSubscribed();
    check(found);
  } catch (refusal) {
    if (!(await steps.isKnown(billing.stripe))) throw refusal;
    if (!found) throw conflict();
  }
  return found;
}

/**
 * Whatever was set for later is dropped: Stripe refuses to end, to resume and to schedule what another schedule manages.
 * @returns whether there was something.
 */
export async function releaseSchedule({ stripe }: Billing, steps: Steps, { schedule }: Standing): Promise<boolean> {
  if (schedule === undefined) return false;
  const release = async (options: Stripe.RequestOptions) => {
    try {
      return await stripe.subscriptionSchedules.release(schedule, {}, options);
    } catch (error) {
      // It may be over by now.
      const now = await stripe.subscriptionSchedules.retrieve(schedule);
      if (now.status === "active" || now.status === "not_started") throw error;
      return now;
    }
  };
  await steps.take("release", release);
  return true;
}

/** @throws {Refusal} 422: nothing can be changed while it is not paid. */
export function refuseUnpaid({ subscription: { status } }: Standing): void {
  if (status === "unpaid" || status === "paused")
    throw invalid([{ field: "subscription", message: `is ${status}; what is owed has to be paid first` }]);
}

/** @throws {Refusal} 422: what ends, or has ended since the request first came, is not changed any more. */
export function refuseEnding({ endsAt, subscription: { status } }: Standing): void {
  if (status === "canceled")
    throw invalid([{ field: "subscription", message: "has ended; another one begins with a checkout" }]);
  if (endsAt !== null) throw invalid([{ field: "subscription", message: "is set to end; it has to be resumed first" }]);
}

/** @throws {Refusal} 422: there is nothing to take back. */
export function refuseNotEnding({ endsAt, subscription: { status } }: Standing): void {
  if (endsAt === null || status === "canceled")
    throw invalid([{ field: "subscription", message: "is not set to end; there is nothing to resume" }]);
}

/** What a second subscription is refused with (O14). */
export function alreadySubscribed(): Refusal {
  return new Refusal("already_subscribed", "The account has a subscription; its plan can be changed instead.");
}

async function retrieved(stripe: Billing["stripe"], id: string): Promise<Stripe.Subscription | undefined> {
  return asked(
    stripe.subscriptions.retrieve(id).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    }),
  );
}

function pricesOf({ items }: Stripe.Subscription): string[] {
  return items.data.flatMap(({ price }) => idOf(price) ?? []);
}
