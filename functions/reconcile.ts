import type { Context } from "aws-lambda";
import { lambda } from "./passbook.ts";
import { counted } from "./reconcile/drift.ts";
import { type Reconciled, reconcile } from "./reconcile/reconcile.ts";
import { instantSince } from "./reconcile/since.ts";
import type { Cursor } from "./reconcile/survey.ts";
import { intake } from "./stripe/intake.ts";
import type { Intake } from "./stripe/take.ts";

/** What the schedule says, or whoever goes on where a run has stopped. */
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

/** Once a day: what Stripe has, compared with what the journal has. The line `reconciled` is what an alarm listens to. */
export const reconciliation =
  (reconciler: Intake) =>
  async ({ since: text = "7d", fix = false, from }: ReconcileEvent, context: Context): Promise<Reconciled> => {
    const { logger, clock } = reconciler;
    logger.addContext(context);
    const begun = clock();
    const since = instantSince(text, begun);
    if (since === undefined) throw new RangeError(`since is ${text}; it must be like 7d, 36h or an instant`);
    const until = begun + context.getRemainingTimeInMillis() - LAST_WORDS_MS;
    const done = await reconcile(reconciler, { since, settledBy: begun - ON_ITS_WAY_MS, fix, from, until });
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
  };

export const handler = lambda(reconciliation, intake);
