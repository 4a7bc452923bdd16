import { BEFORE_ALL, type Instant } from "@passbook/core";
import type { Intake } from "../stripe/take.ts";
import { asEvent, type Reconcilable } from "./as-event.ts";
import { type Attempt, attempt, catchUp } from "./catch-up.ts";
import { driftOf, presentOf } from "./compare.ts";
import { type Drift, isMendable } from "./drift.ts";
import { type Cursor, survey } from "./survey.ts";

export interface Order {
  /** What was paid, given back or ended since then is compared. */
  readonly since: Instant;
  /** What has happened after it may still be on its way, and is not compared; usually everything is. */
  readonly settledBy?: Instant | undefined;
  /** Tells the journal what it lacks; without it nothing is written. */
  readonly fix: boolean;
  readonly from?: Cursor | undefined;
  /** Ids of what Stripe is known to have, and is not asked for again; what is seen joins them. */
  readonly founded?: Set<string>;
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
  reconciler: Intake,
  { since, settledBy, fix, from, founded, until }: Order,
  tell: (progress: string) => void = () => {},
): Promise<Reconciled> {
  const { clock } = reconciler;
  // What is found must also be told in the time that there is.
  const compareUntil = fix ? clock() + (until - clock()) / 2 : until;
  const extent = { since, settledBy, from, founded, until: compareUntil };
  const { findings, compared, next } = await survey(reconciler, extent, tell);
  const found = findings.flatMap(({ drift }) => drift);
  if (!fix) return { compared, found, left: found, told: { events: 0, objects: 0 }, failed: [], next };

  const events = await catchUp(reconciler, since, until);
  tell(`${told(events)} events were told`);
  const objects: Attempt[] = [];
  const left: Drift[] = [];
  for (const { object, drift: before } of findings) {
    let drift = object ? await driftOf(reconciler, object) : before;
    const event = object && drift.some(isMendable) ? await telling(reconciler, object, drift) : undefined;
    if (object && event && clock() < until) {
      objects.push(await attempt(reconciler, event, until));
      drift = await driftOf(reconciler, object);
    }
    left.push(...drift);
  }
  const failed = [...events, ...objects].filter(({ outcome }) => outcome === "failed");
  return { compared, found, left, told: { events: told(events), objects: told(objects) }, failed, next };
}

function told(attempts: readonly Attempt[]): number {
  return attempts.filter(({ outcome }) => outcome === "told").length;
}

/**
 * The event that tells it as of now, in the time in which the account lives, and after all that it has heard of the same
 * subscription.
 */
async function telling(reconciler: Intake, object: Reconcilable, drift: readonly Drift[]) {
  const account = drift.find((one) => one.account !== null)?.account ?? undefined;
  return asEvent(object, account === undefined ? undefined : await toldAt(reconciler, object, account));
}

async function toldAt(reconciler: Intake, object: Reconcilable, account: string): Promise<number> {
  const { ledger, clock } = reconciler;
  const { account: now, asOf } = await ledger.read(account, clock());
  const known = now.subscriptions.find(({ id }) => id === object.id)?.toldAt ?? BEFORE_ALL;
  const present = (await presentOf(reconciler, object)) ?? Math.floor(asOf / 1000);
  return Math.max(present, object.created, Math.floor(known / 1000) + 1);
}
