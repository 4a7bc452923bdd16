import { Console } from "node:console";
import { Writable } from "node:stream";
import { Logger } from "@aws-lambda-powertools/logger";

/** A real logger that tells everything, to a list instead of the terminal. */
export function capturedLog() {
  const lines: string[] = [];
  const list = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = new Logger({ serviceName: "passbook", logLevel: "TRACE" });
  // The logger has no other way to be given a destination.
  Reflect.set(logger, "console", new Console(list, list));
  return { logger, lines };
}

/** What must be in no log: secrets of Stripe, tokens, and addresses of people. */
export const SECRETS = /whsec_|[sr]k_(?:test|live)|eyJ[\w-]+\.[\w-]+\.|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i;
