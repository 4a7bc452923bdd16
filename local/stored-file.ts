import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SetupProblem } from "./setup-problem.ts";

/** What `writeStored` wrote there; `undefined` where nothing was. */
export function readStored(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    if (error instanceof SyntaxError) throw new SetupProblem(`${file} is damaged; delete it to begin anew.`);
    throw error;
  }
}

/** Whole or not at all, whenever we are ended; readable by its owner only, since keys are among what is kept. */
export function writeStored(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.new`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
