import { createServer, request as send } from "node:http";
import { onTestFinished } from "vitest";
import { close, listen, readBody, sendJson } from "../../local/http.ts";

/** A wire to a server that can be cut right after something was written there: it was done, and nobody hears of it. */
export async function dyingWire(target: URL) {
  let writesLeft = Number.POSITIVE_INFINITY;
  let refused: { readonly text: string; readonly error: object } | undefined;
  const server = createServer(async (request, response) => {
    if (writesLeft <= 0) return void response.destroy();
    const { method = "GET", url = "/", headers } = request;
    const body = await readBody(request, 1_000_000);
    if (refused && body?.includes(refused.text)) return sendJson(response, 400, { error: refused.error });
    const isWrite = method !== "GET" && method !== "OPTIONS";
    if (isWrite) writesLeft -= 1;
    const isCut = isWrite && writesLeft === 0;
    const forwarded = send(new URL(url, target), { method, headers }, (answer) => {
      if (isCut) {
        answer.resume();
        answer.on("end", () => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    // What stands behind the wire has gone: nothing comes through then either.
    forwarded.on("error", () => response.destroy());
    forwarded.end(body);
  });
  const url = new URL(await listen(server, 0));
  onTestFinished(() => close(server));
  return {
    url,
    /** From after so many more writes on nothing comes through, not even the last one's answer. */
    diesAfter: (writes: number): void => {
      writesLeft = writes;
    },
    /** Everything comes through again. */
    revives: (): void => {
      writesLeft = Number.POSITIVE_INFINITY;
    },
    /** What says this is answered with an error, in the place of what stands behind the wire. */
    refuses: (text: string, error: object): void => {
      refused = { text, error };
    },
    isDead: (): boolean => writesLeft <= 0,
  };
}
