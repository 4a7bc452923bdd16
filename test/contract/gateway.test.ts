import { describe, expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";
import { openGateway } from "../local/open-gateway.ts";
import { lineOf } from "../support/good-request.ts";
import { answerProblems, operationOf } from "./document.ts";

// What is refused before any of our code runs is documented too: `{message}`, and not a problem document.

const guarded = routes.filter((route) => "scope" in route);

describe.each(guarded)("$method $path", (route) => {
  it("is refused by the gateway without a token, and with one that has not its scope", async () => {
    const { url, issuer } = await openGateway(undefined, { routes });
    const [method = "", path = ""] = lineOf(route, "ada").split(" ");
    const token = await issuer.issue({ sub: "ada", scope: "credits:none" });
    for (const [status, headers] of [
      [401, {}],
      [401, { authorization: "Bearer nonsense" }],
      [403, { authorization: `Bearer ${token}` }],
    ] as const) {
      const answer = await fetch(url + path, { method, headers });
      expect(answer.status).toBe(status);
      expect(answerProblems(route, status, "application/json", await answer.json())).toEqual([]);
    }
  });
});

describe("What needs no token", () => {
  it("is not refused for want of one", () => {
    for (const route of routes.filter((candidate) => !("scope" in candidate)))
      expect(Object.keys(operationOf(route).responses)).not.toContain("401");
  });
});
