import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from "@aws-sdk/client-eventbridge";
import { type CreditsEvent, SOURCE } from "./event.ts";

/** Where events go. */
export interface Bus {
  /**
   * In this order, and no further than the first that could not be put.
   * @returns those that are not on it; none: all are.
   */
  put(events: readonly CreditsEvent[]): Promise<readonly Unput[]>;
}

export interface Unput {
  readonly event: CreditsEvent;
  readonly cause: unknown;
  /** It never will be: the bus does not take this one. Otherwise it may be put later, and so may all that came after it. */
  readonly isRefused: boolean;
}

/** As patient as with the table: whoever waits for us sends the same again. */
export const busSettings = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const satisfies EventBridgeClientConfig;

/** docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const MOST_EVENTS = 10;
const MOST_BYTES = 256 * 1024;

/** What is wrong with the event itself. All else (throttles, failures, a permission that is missing) may pass. */
const REFUSED = new Set(["InvalidArgument", "MalformedDetail", "RedactionFailure"]);

/** A bus of EventBridge's. */
export function eventBus(name: string, client: EventBridgeClient = new EventBridgeClient(busSettings)): Bus {
  const send = async (events: readonly CreditsEvent[]): Promise<Unput[]> => {
    const put = new PutEventsCommand({ Entries: events.map((event) => requestEntry(name, event)) });
    const { Entries = [] } = await client.send(put);
    return events.flatMap((event, index) => unput(event, Entries[index]));
  };
  return {
    async put(events) {
      const refused: Unput[] = [];
      const tooLarge = (event: CreditsEvent) => bytesOf(requestEntry(name, event)) > MOST_BYTES;
      const later = (left: readonly CreditsEvent[], cause: unknown) =>
        left.map((event): Unput => ({ event, cause, isRefused: false }));
      const large = events.filter(tooLarge);
      refused.push(...large.map((event) => ({ event, cause: "EventTooLarge", isRefused: true })));
      const requests = requestsOf(
        name,
        events.filter((event) => !tooLarge(event)),
      );
      for (const [index, request] of requests.entries()) {
        const rest = requests.slice(index + 1).flat();
        try {
          const failed = await send(request);
          refused.push(...failed);
          if (failed.some(({ isRefused }) => !isRefused)) return [...refused, ...later(rest, "NotSent")];
        } catch (cause) {
          return [...refused, ...later([...request, ...rest], cause)];
        }
      }
      return refused;
    },
  };
}

function unput(event: CreditsEvent, result: PutEventsResultEntry | undefined): Unput[] {
  if (result?.EventId !== undefined && result.ErrorCode === undefined) return [];
  const cause = result?.ErrorCode ?? "NotAnswered";
  return [{ event, cause, isRefused: REFUSED.has(cause) }];
}

/** As many in one request as it takes. */
function requestsOf(name: string, events: readonly CreditsEvent[]): CreditsEvent[][] {
  const requests: CreditsEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = bytesOf(requestEntry(name, event));
    const open = requests.at(-1);
    if (open && open.length < MOST_EVENTS && bytes + size <= MOST_BYTES) {
      open.push(event);
      bytes += size;
    } else {
      requests.push([event]);
      bytes = size;
    }
  }
  return requests;
}

function requestEntry(name: string, event: CreditsEvent): PutEventsRequestEntry {
  return { EventBusName: name, Source: SOURCE, DetailType: event.type, Detail: JSON.stringify(event) };
}

/** As EventBridge counts it. */
function bytesOf({ Source = "", DetailType = "", Detail = "" }: PutEventsRequestEntry): number {
  return Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}
