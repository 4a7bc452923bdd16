import type { Instant } from "@passbook/core";
import { asEvent, type Reconcilable } from "./as-event.ts";
import { type Attempt, attempt, catchUp } from "./catch-up.ts";
import { driftOf } from "./compare.ts";
import { type Drift, isMendable } from "./drift.ts";
import { type Cursor, type Reconciler, survey } from "./survey.ts";

export interface Order {
  /** What was paid, given back or ended since then is compared. */
  readonly since: Instant;
  /** Tells the journal what it lacks; without it nothing is written. */
  readonly fix: boolean;
  readonly from?: Cursor | undefined;
  /** The wall time at which nothing new is begun. */
  readonly until: Instant;
}

export interface Reconciled {
  /** How many of Stripe's objects were looked at. */
  readonly compared: number;
  readonly found: readonly Drift[];
  /** What still differs at the end: all that was found, where nothing is to be fixed. */
  readonly left: readonly Drift[];
  /** How many events were told to the journal that it had not heard, and how many objects beside them. */
  readonly told: { readonly events: number; readonly objects: number };
  readonly failed: readonly Attempt[];
  /** Where to go on: there was no time for all of it. */
  readonly next: Cursor | null;
}

/**
 * Compares what Stripe has with what the journal has, and, where it is asked to, tells the journal what it lacks: first by the
 * events themselves, as long as Stripe has them, then by the objects. All of it can be stopped and done again at any point: what
 * was told is found told.
 * @param tell hears how far it is.
 */
export async function reconcile(
  reconciler: Reconciler,
  { since, fix, from, until }: Order,
  tell: (progress: string) => void = () => {},
): Promise<Reconciled> {
  const { clock } = reconciler;
  // What is found must also be told in the time that there is.
  const compareUntil = fix ? clock() + (until - clock()) / 2 : until;
  const { findings, compared, next } = await survey(reconciler, { since, from, until: compareUntil }, tell);
  const found = findings.flatMap(({ drift }) => drift);
  if (!fix) return { compared, found, left: found, told: { events: 0, objects: 0 }, failed: [], next };

  const events = await catchUp(reconciler, since, until);
  tell(`${events.length} events were told`);
  const objects: Attempt[] = [];
  const left: Drift[] = [];
  for (const { object, drift: before } of findings) {
    let drift = object ? await driftOf(reconciler, object) : before;
    if (object && drift.some(isMendable) && clock() < until) {
      objects.push(await attempt(reconciler, await telling(reconciler, object, drift), until));
      drift = await driftOf(reconciler, object);
    }
    left.push(...drift);
  }
  const failed = [...events, ...objects].filter(({ because }) => because !== undefined);
  return { compared, found, left, told: { events: done(events), objects: done(objects) }, failed, next };
}

function done(attempts: readonly Attempt[]): number {
  return attempts.filter(({ because }) => because === undefined).length;
}

/**
 * The event that tells it as of now, in the time in which the account lives, and after all that it has heard of the same
 * subscription.
 */
async function telling({ ledger, clock }: Reconciler, object: Reconcilable, drift: readonly Drift[]) {
  const account = drift.find((one) => one.account !== null)?.account;
  if (account === undefined || account === null) return asEvent(object) as NonNullable<ReturnType<typeof asEvent>>;
  const { account: now, asOf } = await ledger.read(account, clock());
  const known = now.subscriptions.find(({ id }) => id === object.id);
  const toldAt = Math.max(asOf, known && known.endedAt === null ? known.toldAt + 1000 : 0, object.created * 1000);
  return asEvent(object, Math.floor(toldAt / 1000)) as NonNullable<ReturnType<typeof asEvent>>;
}
