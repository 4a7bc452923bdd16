import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { endGrace, endSubscription } from "./membership.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { isNewer, type Subscription, suspension } from "./subscription.ts";

/** Stripe tells how a subscription stands. */
export interface ChangeSubscription extends Omit<Subscription, "id" | "lapsedAt"> {
  readonly type: "ChangeSubscription";
  readonly now: Instant;
  readonly subscription: string;
}

/** The entry of a new state; `undefined`: the account knows a newer one, and a late word never undoes it (X2). */
export function changeSubscription(policy: Policy, account: Account, command: ChangeSubscription): Entry | undefined {
  const { subscription: id, now, status, startedAt, cancelAt, endedAt, toldAt, sells, planned, addOns } = command;
  const known = account.subscriptions.find((subscription) => subscription.id === id);
  if (known && !isNewer(command, known)) return undefined;

  // What time has ended stays ended while it is still said to end then.
  const lapsedAt = endedAt !== null || cancelAt === known?.cancelAt ? (known?.lapsedAt ?? null) : null;
  const ahead = { ...(sells && { sells }), ...(planned && { planned }), ...(addOns && { addOns }) };
  const subscription = { id, status, startedAt, cancelAt, endedAt, lapsedAt, toldAt, ...ahead };
  const end =
    endedAt === null
      ? { movements: status === "unpaid" ? endGrace(policy, account, id, toldAt) : [] }
      : endSubscription(policy, account, subscription, endedAt);
  return nextEntry(account, {
    now,
    key: subscriptionKey(command),
    occurredAt: endedAt ?? toldAt,
    type: end.movements.length === 0 ? "noted" : endedAt === null ? "expired" : "forfeited",
    reason: endedAt === null ? `subscription ${status}` : "membership ended",
    ref: { subscription: id, status, ...(cancelAt !== null && { cancelAt }) },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    ...end,
    subscription,
    ...suspension(policy, account, subscription),
  });
}

/**
 * Whether Stripe was asked how the subscription stood after several states of this one's second: the answer, noted within that
 * second, stands for all of them, also for one that is told again or late (X2). An end counts by itself.
 */
export function isAnsweredFor(
  { subscription, endedAt, toldAt }: ChangeSubscription,
  entries: readonly Entry[],
): boolean {
  const isAnswer = ({ fact }: Entry) =>
    fact?.type === "ChangeSubscription" &&
    fact.subscription === subscription &&
    toldAt < fact.toldAt &&
    fact.toldAt < toldAt + SECOND;
  return endedAt === null && entries.some(isAnswer);
}

/** Stripe tells no smaller time. */
const SECOND = 1000;

/** The state itself: told by however many events, it is the same. */
export function subscriptionKey(state: ChangeSubscription): EntryKey {
  const { subscription, status, cancelAt, endedAt, toldAt, sells, planned, addOns = [] } = state;
  const items = sells ? [sells.plan, sells.interval, sells.quantity] : [];
  const next = planned ? [planned.plan, planned.interval, planned.quantity, planned.at] : [];
  const beside = addOns.flatMap(({ item, addOn, quantity }) => [item, addOn, quantity]);
  return {
    kind: "state",
    id: [subscription, toldAt, status, cancelAt, endedAt, ...items, ...next, ...beside].join("/"),
  };
}
