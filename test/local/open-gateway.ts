import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { jwtAuthorizer } from "../../local/gateway/authorizer.ts";
import type { GatewayEvent } from "../../local/gateway/event.ts";
import type { LambdaHandler } from "../../local/gateway/invocation.ts";
import { type GatewayOptions, startGateway } from "../../local/gateway/server.ts";
import { type Issuer, openIssuer } from "../../local/issuer.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of this test alone, gone when its file is through. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "passbook-local-"));
  folders.push(folder);
  return folder;
}

const routes = [
  { method: "GET", path: "/open", function: "verb" },
  { method: "POST", path: "/open", function: "verb" },
  { method: "GET", path: "/accounts/{account}", function: "verb" },
  { method: "GET", path: "/accounts/first", function: "verb" },
  { method: "POST", path: "/accounts/{account}/spends", function: "verb", scope: "credits:spend" },
] as const;

// A key pair takes a tenth of a second; no test minds that another one's gateway trusts the same issuer.
const issuer = await openIssuer(freshFolder());

export interface OpenGateway {
  readonly url: string;
  readonly issuer: Issuer;
  /** What the function has been called with, the last one first. */
  readonly events: readonly GatewayEvent[];
  readonly errors: readonly unknown[];
}

/** A gateway in front of one function, closed when the test is over. */
export async function openGateway(
  handler?: LambdaHandler,
  options: Partial<GatewayOptions> = {},
): Promise<OpenGateway> {
  const events: GatewayEvent[] = [];
  const errors: unknown[] = [];
  const recorded: LambdaHandler = async (event, context) => {
    events.unshift(event);
    return handler ? await handler(event, context) : { statusCode: 200 };
  };
  const gateway = await startGateway({
    port: 0,
    routes,
    handlers: { verb: recorded },
    authorize: jwtAuthorizer(issuer),
    onFunctionError: (_name, error) => errors.unshift(error),
    ...options,
  });
  onTestFinished(gateway.close);
  return { url: gateway.url, issuer, events, errors };
}
