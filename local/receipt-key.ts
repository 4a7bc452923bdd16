import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { readStored, writeStored } from "./stored-file.ts";

/** What receipts and quotes are signed with here: made once and kept in `dataDir`, so that a receipt survives a restart. */
export function receiptKey(dataDir: string): string {
  const file = join(dataDir, "receipts.json");
  const stored = readStored(file);
  const key = stored ?? generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  if (!stored) writeStored(file, key);
  return JSON.stringify(key);
}
