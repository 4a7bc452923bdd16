import { readFileSync } from "node:fs";
import { validate } from "@readme/openapi-parser";
import { describe, expect, it } from "vitest";
import { OPENAPI_FILE, openApiText } from "../../docs/openapi.ts";
import { contracts } from "../../functions/contract/verbs.ts";
import { PROBLEMS } from "../../functions/http/problem.ts";
import { routes } from "../../functions/routes.ts";
import { testPassbook } from "../support/test-passbook.ts";
import { openApi, operationOf } from "./document.ts";

describe("The OpenAPI document", () => {
  it("is as `npm run openapi` writes it", () => {
    expect(readFileSync(OPENAPI_FILE, "utf8")).toBe(openApiText());
  });

  it("is what `GET /openapi.json` answers, to everybody", async () => {
    const passbook = await testPassbook();
    const { status, headers, body } = await passbook.call("GET /openapi.json");
    expect([status, headers["content-type"]]).toEqual([200, "application/json"]);
    expect(body).toEqual(JSON.parse(openApiText()));
  });

  it("is valid OpenAPI 3.1", async () => {
    expect(await validate(JSON.parse(openApiText()) as Parameters<typeof validate>[0])).toMatchObject({ valid: true });
  });

  it("has every route, and no other, under a name of its own", () => {
    const documented = Object.entries(openApi.paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(new Set(documented)).toEqual(new Set(routes.map(({ method, path }) => `${method} ${path}`)));
    const names = routes.map((route) => (operationOf(route) as unknown as { operationId: string }).operationId);
    expect(new Set(names).size).toBe(routes.length);
  });

  it.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))("%s", (_, route) => {
    const { security, parameters, "x-problems": codes } = operationOf(route);
    const scopes = security.flatMap(({ token = [] }) => token);
    expect(scopes).toEqual("scope" in route ? [...new Set([route.scope, "credits:operate"])] : []);
    const references = parameters.map(({ $ref, name }) => $ref ?? name);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `#/components/parameters/${name}`);
    expect(references).toEqual(expect.arrayContaining(inPath));
    const { isKeyed = false } = contracts[route.function];
    expect(references.includes("#/components/parameters/Idempotency-Key")).toBe(isKeyed === true);
    expect(references.includes("#/components/parameters/Idempotency-Key.unless-previewed")).toBe(
      isKeyed === "unless previewed",
    );
    const precedence = Object.keys(PROBLEMS);
    expect(codes).toEqual([...codes].toSorted((a, b) => precedence.indexOf(a) - precedence.indexOf(b)));
  });

  it("is closed: an object has the fields that it says, or says what all others are", () => {
    // Stripe's event, and this document, are whatever they are.
    expect(openObjects(openApi, [])).toEqual([
      expect.stringMatching(/^paths \/stripe\/webhook post requestBody /),
      ...Array.from({ length: 3 }, () => expect.stringMatching(/^paths \/openapi\.json get responses 200 /)),
    ]);
  });
});

/** Where an object may have any field at all. */
function openObjects(value: unknown, path: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  const { type, additionalProperties: others = {} } = value as { type?: unknown; additionalProperties?: unknown };
  const isOpen = type === "object" && others !== false && Object.keys(Object(others)).length === 0;
  const parts = Object.entries(value).filter(([name]) => name !== "examples");
  return [...(isOpen ? [path.join(" ")] : []), ...parts.flatMap(([name, part]) => openObjects(part, [...path, name]))];
}
