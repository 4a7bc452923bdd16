import * as z from "zod";
import { jsonReply, type Reply } from "./gateway/reply.ts";

/** An event as whoever subscribes to the bus is given it, as much of it as matters here. */
export interface BusEvent {
  readonly id: string;
  readonly source: string;
  readonly "detail-type": string;
  readonly time: string;
  readonly detail: unknown;
}

interface BusOptions {
  readonly now: () => number;
  /** Why an event is not taken, by EventBridge's code; `undefined`: it is. */
  readonly refuse?: (detailType: string, detail: string) => string | undefined;
}

const MOST_ENTRIES = 10;
const MOST_BYTES = 256 * 1024;
const REMEMBERED = 200;

const request = z.object({
  Entries: z.array(
    z.object({ EventBusName: z.string(), Source: z.string(), DetailType: z.string(), Detail: z.string() }),
  ),
});
type Entry = z.infer<typeof request>["Entries"][number];

/** An EventBridge of one operation, `PutEvents`, that remembers the last events instead of passing them on. */
export class LocalBus {
  readonly #options: BusOptions;
  readonly #events: BusEvent[] = [];
  #taken = 0;

  constructor(options: BusOptions) {
    this.#options = options;
  }

  /** The last ones, the latest first. */
  get events(): readonly BusEvent[] {
    return this.#events.toReversed();
  }

  /** Answers as EventBridge does: a request is refused whole, an event by itself. */
  put(body: Buffer): Reply {
    const read = request.safeParse(JSON.parse(body.toString("utf8")));
    const entries = read.data?.Entries ?? [];
    const bytes = entries.reduce((total, entry) => total + bytesOf(entry), 0);
    if (entries.length === 0 || entries.length > MOST_ENTRIES || bytes > MOST_BYTES)
      return jsonReply(400, { __type: "ValidationException", message: `${entries.length} entries of ${bytes} bytes` });
    const results = entries.map((entry) => this.#take(entry));
    const failed = results.filter((result) => "ErrorCode" in result).length;
    return jsonReply(200, { FailedEntryCount: failed, Entries: results });
  }

  #take({ Source: source, DetailType: type, Detail: text }: Entry) {
    const detail = parsed(text);
    const refused = detail === undefined ? "MalformedDetail" : this.#options.refuse?.(type, text);
    if (refused !== undefined) return { ErrorCode: refused, ErrorMessage: `${type} is not taken` };
    this.#taken += 1;
    const id = `local-${this.#taken}`;
    const time = new Date(this.#options.now()).toISOString();
    this.#events.push({ id, source, "detail-type": type, time, detail });
    if (this.#events.length > REMEMBERED) this.#events.shift();
    return { EventId: id };
  }
}

/** `undefined` where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bytesOf({ Source, DetailType, Detail }: Entry): number {
  return Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}
