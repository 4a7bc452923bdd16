import { counted, type Drift, isMendable } from "../functions/reconcile/drift.ts";
import { type Reconciled, reconcile as reconciled } from "../functions/reconcile/reconcile.ts";
import { instantSince } from "../functions/reconcile/since.ts";
import type { Told } from "./account-commands.ts";
import type { Whereabouts } from "./connection.ts";
import type { Terminal } from "./run.ts";
import { reconcilerOf } from "./stage.ts";
import type { Storage } from "./storage.ts";
import { textTable } from "./text-table.ts";
import { Failure, type Options, UsageError } from "./usage.ts";

/**
 * Compares what Stripe has with the journal. With `--fix` the journal is told what it lacks, and both are compared again.
 * @throws {UsageError} since when makes no sense.
 * @throws {Failure} Stripe or the table does not answer.
 */
export async function reconcile(
  { table }: Storage,
  local: Whereabouts | undefined,
  { since: text = "7d", fix }: Options,
  { env, now, tell }: Terminal,
): Promise<Told> {
  const since = instantSince(text, now());
  if (since === undefined) throw new UsageError(`--since is like 7d, 36h or 2026-01-31, not ${text}`);
  const reconciler = reconcilerOf(table, local, env, now);
  const order = { since, fix, until: Number.POSITIVE_INFINITY };
  const done = await reconciled(reconciler, order, tell).catch((cause: unknown) => {
    // What was told stays told: the same line goes on from there.
    throw new Failure(`It stopped, and can be run again: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
  const json = { ...done, since: new Date(since).toISOString(), fix, kinds: counted(done.found) };
  return { text: reconciledText(done, fix), json, isWrong: done.left.length > 0 };
}

function reconciledText({ compared, found, left, told, failed }: Reconciled, fix: boolean): string {
  if (found.length === 0 && told.events === 0) return `Nothing differs in ${compared} objects of Stripe's.`;
  const counts = Object.entries(counted(found)).map(([kind, count]) => `${count} ${kind}`);
  const differ = found.length === 1 ? "thing differs" : "things differ";
  const head = `${found.length} ${differ} in ${compared} objects of Stripe's: ${counts.join(", ") || "none"}.`;
  const failures = failed.map(({ event, because = "" }) => `${event} was not told: ${because}`);
  if (!fix) {
    const canMend = found.some(isMendable) ? ["--fix tells the journal what it lacks."] : [];
    return [head, driftTable(found), ...canMend].join("\n\n");
  }
  const mended = `${told.events} events and ${told.objects} objects were told to the journal.`;
  const rest = left.length === 0 ? ["Nothing differs any more."] : ["What still differs:", driftTable(left)];
  return [head, mended, ...failures, ...rest].join("\n\n");
}

function driftTable(drift: readonly Drift[]): string {
  const rows = drift.map(({ kind, account, objects, because = "" }) => [account, kind, objects.join(" "), because]);
  return textTable(["account", "what", "of", "how"], rows);
}
