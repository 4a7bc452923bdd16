import { writeFileSync } from "node:fs";
import { openApiDocument } from "../functions/contract/document/openapi.ts";
import examples from "../functions/contract/examples.json" with { type: "json" };

/** What `GET /openapi.json` answers. */
export const OPENAPI_FILE = new URL("../functions/openapi.json", import.meta.url);

/** The document as its file has it. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(examples), null, 2)}\n`;
}

if (import.meta.main) writeFileSync(OPENAPI_FILE, openApiText());
