import { execFile } from "node:child_process";
import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freshFolder } from "../local/open-gateway.ts";
import { root } from "./guide.ts";

/** What commands write into, so that they leave the repository as it is. */
const COPIED = new Set(["docs", "web"]);
const LEFT_OUT = new Set(["dist", ".passbook", ".sst", "reports", "coverage"]);

/** A folder that looks like the repository's root, and a shell in it. */
export function scratch(env: Readonly<Record<string, string>>) {
  const [from, folder] = [fileURLToPath(root), freshFolder()];
  for (const name of readdirSync(from)) {
    if (LEFT_OUT.has(name)) continue;
    const [source, target] = [join(from, name), join(folder, name)];
    if (COPIED.has(name)) cpSync(source, target, { recursive: true, filter: (path) => !path.endsWith("/dist") });
    else symlinkSync(source, target);
  }
  const path = [join(from, "node_modules", ".bin"), process.env["PATH"]].join(delimiter);
  return {
    folder,
    /** Rejects where a command fails. @returns what was printed. */
    run: async (commands: string): Promise<string> => {
      const compiled = join(tmpdir(), "passbook-docs-compiled"); // most of the time is the loading of the SDK
      const shell = { PATH: path, HOME: folder, NODE_COMPILE_CACHE: compiled, ...env };
      const options = { cwd: folder, env: shell, maxBuffer: 10_000_000 };
      const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", commands], options);
      return stdout;
    },
  };
}
