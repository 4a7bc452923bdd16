import { Logger } from "@aws-lambda-powertools/logger";

/** A real logger that tells everything, to a list instead of the terminal. */
export function capturedLog() {
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(`${line}\n`);
  const logger = new Logger({ serviceName: "passbook", logLevel: "TRACE" });
  // The logger has no other way to be given a destination.
  Reflect.set(logger, "console", { trace: tell, debug: tell, info: tell, warn: tell, error: tell });
  return { logger, lines };
}

/** What must be in no log: secrets of Stripe, tokens, and addresses of people. */
export const SECRETS = /whsec_|[sr]k_(?:test|live)|eyJ[\w-]+\.[\w-]+\.|[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i;
