import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SetupProblem } from "./setup-problem.ts";

/** Opens a port on loopback, 0 being any that is free, and answers the URL. */
export function listen(server: Server, port: number): Promise<string> {
  // Node closes idle connections after five seconds, just where a busy caller may be sending on one again.
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new SetupProblem(`Port ${port} is in use: stop what uses it, or set PORT and STRIPE_PORT to free ones.`)
          : error,
      );
    });
    server.listen(port, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

/** Ends what is still being answered, too. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The body; `undefined` where it is longer than `limitBytes`. It is read to its end all the same, so that the sender hears the answer. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    lengthBytes += chunk.length;
    if (lengthBytes <= limitBytes) chunks.push(chunk);
  }
  return lengthBytes <= limitBytes ? Buffer.concat(chunks) : undefined;
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
