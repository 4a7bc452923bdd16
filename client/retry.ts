import type { Heard } from "./answer.ts";
import { PassbookError } from "./error.ts";

const FIRST_MS = 200;
const LONGEST_MS = 5_000;

/** Who is told to wait longer than this is told what went wrong instead. */
const PATIENCE_MS = 30_000;

/** What may go well when it is sent again. Of Passbook's own refusals that is `busy` alone. */
export function mayPass(error: PassbookError): boolean {
  if (PassbookError.is(error, "gateway_error")) return error.problem.status >= 500;
  return PassbookError.is(error, "busy", "throttled", "network_error", "timeout");
}

/**
 * Milliseconds until the next attempt: twice as long each time, by chance shorter, never shorter than the server asks for.
 * `undefined`: longer than anybody waits.
 */
export function pauseBefore(attempt: number, heard: Heard | undefined): number | undefined {
  const asked = Number(heard?.headers.get("retry-after") ?? 0) * 1_000;
  const backoff = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 2)) * chance();
  // A date, which the header may also be, is no number: then the usual pause does.
  const pause = (Number.isFinite(asked) ? asked : 0) + backoff;
  return pause <= PATIENCE_MS ? pause : undefined;
}

/** From 0 to 1: those who failed together do not come back together. */
function chance(): number {
  const [dice = 0] = crypto.getRandomValues(new Uint32Array(1));
  return dice / 2 ** 32;
}
