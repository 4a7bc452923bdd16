import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { CLIENT_API_FILE, clientApiText } from "../../docs/client-api.ts";

it("What the client knows of the interface is as `npm run openapi` writes it", () => {
  expect(readFileSync(CLIENT_API_FILE, "utf8")).toBe(clientApiText());
});
