import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Policy } from "@passbook/core";
import { Failure } from "../usage.ts";

export type Policies = Readonly<Record<string, Policy>>;

/**
 * The policies as a commit has them. `core` imports nothing, so that it runs wherever it is put.
 * @throws {Failure} git does not know the commit, or it has none.
 */
export async function deployedPolicies(commit: string): Promise<Policies> {
  const folder = mkdtempSync(join(tmpdir(), "passbook-deployed-"));
  try {
    const packed = spawnSync("git", ["archive", "--end-of-options", commit, "core"], { maxBuffer: 100_000_000 });
    if (packed.status !== 0) throw new Failure(`git has no policies of ${commit}: ${packed.stderr?.toString().trim()}`);
    spawnSync("tar", ["-x", "-C", folder], { input: packed.stdout });
    const index = pathToFileURL(join(folder, "core", "policies", "index.ts"));
    const { policies } = (await import(index.href)) as { policies: Policies };
    return policies;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
