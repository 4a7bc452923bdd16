import type { Instant } from "@passbook/core";
import type { Context } from "aws-lambda";
import { lambda } from "./passbook.ts";
import { counted } from "./reconcile/drift.ts";
import { type Order, type Reconciled, reconcile } from "./reconcile/reconcile.ts";
import { instantSince } from "./reconcile/since.ts";
import type { Cursor } from "./reconcile/survey.ts";
import { intake } from "./stripe/intake.ts";
import type { Intake } from "./stripe/take.ts";

/** Nothing is what the schedule says; whoever starts it by hand may say more. */
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

/** The name of what is left of a daily run that had no time for all of it. */
const WORK = "reconcile";

interface Rest {
  /** From when on it compares, whenever that is gone on with. */
  readonly since: Instant;
  readonly from: Cursor;
}

/**
 * Once a day: what Stripe has, compared with what the journal has. The line `reconciled` is what an alarm listens to. A run of
 * the schedule goes on where the last one had to stop, and then begins anew; one that somebody orders is just that.
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

/** What is left is written down once a run has ended: one that dies is done again. */
async function daily(reconciler: Intake, usual: Instant, until: Instant): Promise<Reconciled> {
  for (;;) {
    const progress = await reconciler.table.readProgress(WORK);
    const { since, from } = (progress.rest ?? { since: usual }) as Pick<Rest, "since"> & Partial<Rest>;
    const done = await compared(reconciler, { since, fix: false, from, until });
    const rest: Rest | undefined = done.next ? { since, from: done.next } : undefined;
    const isOurs = await reconciler.table.writeProgress(WORK, progress, rest && { ...rest });
    if (from === undefined || rest || !isOurs) return done;
  }
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
