import { setTimeout as sleep } from "node:timers/promises";
import { StreamPoller } from "./stream.ts";

interface TellingOptions {
  readonly dynamodb: { readonly endpoint: string; readonly table: string };
  /** Where the local bus takes events. */
  readonly busUrl: string;
  /** What CloudWatch would show of a function that threw. */
  readonly onError: (functionName: string, error: unknown) => void;
}

const POLL_EVERY_MS = 250;
const SWEEP_EVERY_MS = 60_000;
const SWEEP_LASTS_MS = 60_000;

/**
 * The two functions that nobody calls: the announcer with what the table's stream has, and the sweep, once a minute and
 * whenever a test clock has moved.
 * @returns how to stop them.
 */
export async function startTelling({ dynamodb, busUrl, onError }: TellingOptions): Promise<() => Promise<void>> {
  process.env["AWS_ENDPOINT_URL_EVENTBRIDGE"] = busUrl;
  const { handler: announce } = await import("../functions/announce.ts");
  const { handler: sweep } = await import("../functions/sweep.ts");
  const stream = await StreamPoller.open(dynamodb.endpoint, dynamodb.table, "LATEST", (batch) => announce(batch));
  const stopping = new AbortController();
  let sweptAt = 0;

  const turn = async () => {
    const taken = await stream.poll();
    const hasMoved = taken.some(({ dynamodb: change }) => change?.Keys?.["pk"]?.S?.startsWith("C#"));
    if (!hasMoved && Date.now() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = Date.now();
    await sweep({}, { getRemainingTimeInMillis: () => sweptAt + SWEEP_LASTS_MS - Date.now() });
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await turn().catch((error: unknown) => stopping.signal.aborted || onError("announce, sweep", error));
      await sleep(POLL_EVERY_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}
