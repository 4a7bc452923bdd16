import type { Instant } from "@passbook/core";
import type { Context } from "aws-lambda";
import { lambda } from "./passbook.ts";
import { counted } from "./reconcile/drift.ts";
import { type Order, type Reconciled, reconcile } from "./reconcile/reconcile.ts";
import { instantSince } from "./reconcile/since.ts";
import type { Cursor } from "./reconcile/survey.ts";
import { intake } from "./stripe/intake.ts";
import type { Intake } from "./stripe/take.ts";

/** The schedule says nothing of it; whoever starts it by hand may. */
export interface ReconcileEvent {
  /** `7d`, `36h` or an instant; usually seven days. */
  readonly since?: string;
  /** Tells the journal what it lacks; without it nothing is written. */
  readonly fix?: boolean;
  readonly from?: Cursor;
}

/** What the last tells of before the time is up: an entry, its answer, the summary. */
const LAST_WORDS_MS = 15_000;

/** What Stripe has told of so lately may have got no answer yet: it is no drift before its first retries. */
const ON_ITS_WAY_MS = 600_000;

/** So many are logged one by one; the summary counts them all. */
const LOGGED = 100;

/** How far back the daily run looks. */
const USUALLY = "7d";

/** After so long a daily run writes down where it is: what dies is done again from there. */
const STRETCH_MS = 120_000;

/** The name under which the daily runs write down how far they are. */
const WORK = "reconcile";

/** What a run tells the next. To go once through all of Stripe's lists is a pass; it may take several runs. */
interface Told {
  /** From when on the pass that is under way compares, whenever that is gone on with; else the next, at the latest. */
  readonly since: Instant;
  /** Where to go on; absent: none is under way. */
  readonly from?: Cursor;
  /** When the one that is under way began: it need not have seen what has come since. */
  readonly begunAt?: Instant;
}

/**
 * Once a day: what Stripe has, compared with what the journal has. The line `reconciled` is what an alarm listens to. A run of
 * the schedule goes on where the last one had to stop, and then begins anew; one that somebody orders is just that.
 * @returns of a run of the schedule what its last stretch has found; the log has all of them.
 */
export const reconciliation =
  (reconciler: Intake) =>
  async (order: ReconcileEvent, context: Context): Promise<Reconciled> => {
    const { logger, clock } = reconciler;
    logger.addContext(context);
    const until = clock() + context.getRemainingTimeInMillis() - LAST_WORDS_MS;
    const { since: text = USUALLY, fix = false, from } = order;
    const since = instantSince(text, clock());
    if (since === undefined) throw new RangeError(`since is ${text}; it must be like 7d, 36h or an instant`);
    const isOrdered = order.since !== undefined || order.fix !== undefined || from !== undefined;
    return isOrdered ? compared(reconciler, { since, fix, from, until }) : daily(reconciler, since, until);
  };

/** Each stretch is logged before it is written down: what a run that dies has found was told, or is found again. */
async function daily(reconciler: Intake, usual: Instant, until: Instant): Promise<Reconciled> {
  const { table, clock } = reconciler;
  const startedAt = clock();
  const founded = new Set<string>();
  for (;;) {
    const progress = await table.readProgress(WORK);
    const now = clock();
    const { since, from, begunAt } = passOf(progress.rest as Told | undefined, usual, now);
    const stretchUntil = Math.min(until, now + STRETCH_MS);
    const done = await compared(reconciler, { since, fix: false, from, founded, until: stretchUntil });
    const told: Told = done.next ? { since, from: done.next, begunAt } : { since: begunAt - ON_ITS_WAY_MS };
    const isOurs = await table.writeProgress(WORK, progress, { ...told });
    const isEnough = done.next ? clock() >= until : begunAt >= startedAt;
    if (isEnough || !isOurs) return done;
  }
}

/** The pass that is under way; else a new one, which leaves no gap behind the last, however long that took. */
function passOf(told: Told | undefined, usual: Instant, now: Instant) {
  if (!told?.from) return { since: Math.min(usual, told?.since ?? usual), begunAt: now };
  const { since, from, begunAt = since } = told;
  return { since, from, begunAt };
}

async function compared(reconciler: Intake, order: Omit<Order, "settledBy">): Promise<Reconciled> {
  const { logger, clock } = reconciler;
  const begun = clock();
  const done = await reconcile(reconciler, { ...order, settledBy: begun - ON_ITS_WAY_MS });
  for (const drift of done.left.slice(0, LOGGED)) logger.warn("drift", { ...drift });
  for (const failure of done.failed.slice(0, LOGGED)) logger.warn("not_told", { ...failure });
  logger[done.left.length > 0 || done.next ? "warn" : "info"]("reconciled", {
    compared: done.compared,
    found: done.found.length,
    left: done.left.length,
    kinds: counted(done.left),
    told: done.told,
    failed: done.failed.length,
    isComplete: done.next === null,
    ...(done.next && { next: done.next }),
    seconds: Math.round((clock() - begun) / 1000),
  });
  return done;
}

export const handler = lambda(reconciliation, intake);
