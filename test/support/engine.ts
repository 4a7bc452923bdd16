import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEngine } from "../../local/engine.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the real engine of this run listens. */
    dynamodb: string;
    /** Its name. */
    engine: string;
  }
}

/** One engine for the whole run; every test that writes makes a table of its own in it. */
export default async function setup(project: TestProject) {
  const dataDir = mkdtempSync(join(tmpdir(), "passbook-test-"));
  const engine = await startEngine({ dataDir });
  project.provide("dynamodb", engine.endpoint);
  project.provide("engine", engine.name);
  return async () => {
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
