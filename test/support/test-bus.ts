import { createServer } from "node:http";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { busSettings, eventBus } from "../../functions/events/bus.ts";
import type { CreditsEvent } from "../../functions/events/event.ts";
import { LocalBus } from "../../local/event-bus.ts";
import { close, listen, readBody } from "../../local/http.ts";

/** The real client to a bus on loopback, which the test may have say no. */
export async function testBus() {
  const faults: { refuse?: (detailType: string, detail: string) => string | undefined; isDown?: boolean } = {};
  const local = new LocalBus({ now: () => 0, refuse: (type, detail) => faults.refuse?.(type, detail) });
  const requests: number[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readBody(incoming, 1_000_000);
    requests.push(body?.length ?? 0);
    const { status, headers, body: answer } = local.put(body ?? Buffer.alloc(0));
    outgoing.writeHead(faults.isDown ? 503 : status, headers).end(answer);
  });
  const endpoint = await listen(server, 0);
  const client = new EventBridgeClient({ ...busSettings, endpoint });
  return {
    bus: eventBus("test", client),
    endpoint,
    faults,
    /** The bytes of each request. */
    requests,
    /** What is on it, in the order in which it was put. */
    events: () => local.events.map(({ detail }) => detail as CreditsEvent).toReversed(),
    close: async () => {
      client.destroy();
      await close(server);
    },
  };
}
