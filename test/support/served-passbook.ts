import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { routes } from "../../functions/routes.ts";
import { jwtAuthorizer } from "../../local/gateway/authorizer.ts";
import { startGateway } from "../../local/gateway/server.ts";
import { openIssuer } from "../../local/issuer.ts";
import type { TestPassbook } from "./test-passbook.ts";

const folder = mkdtempSync(join(tmpdir(), "passbook-issuer-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const issuer = await openIssuer(folder);

/** The real verbs over the real engine, behind the local gateway: what a client calls. */
export async function served({ handlers }: Pick<TestPassbook, "handlers">) {
  const gateway = await startGateway({ port: 0, routes, handlers, authorize: jwtAuthorizer(issuer) });
  onTestFinished(gateway.close);
  return { url: gateway.url, issue: issuer.issue };
}
