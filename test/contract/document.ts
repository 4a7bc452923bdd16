import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { openApiDocument } from "../../functions/contract/document/openapi.ts";
import type { Verb } from "../../functions/contract/verbs.ts";
import { routes } from "../../functions/routes.ts";

// The OpenAPI document as somebody reads it who knows nothing of our code: by its paths and media types alone.

export interface Operation {
  readonly responses: Readonly<
    Record<
      string,
      { readonly headers?: object; readonly content: Readonly<Record<string, { readonly schema: object }>> }
    >
  >;
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: object } } };
  readonly parameters: readonly { readonly $ref?: string; readonly name?: string; readonly in?: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-problems": readonly string[];
}

export const openApi = openApiDocument({});

export type Route = (typeof routes)[number];

/** The route of a verb. */
export function routeOf(verb: Verb): Route {
  const route = routes.find((candidate) => candidate.function === verb);
  if (!route) throw new RangeError(`there is no verb ${verb}`);
  return route;
}

export function operationOf({ method, path }: Route): Operation {
  return openApi.paths[path]?.[method.toLowerCase()] as unknown as Operation;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(openApi, "passbook");
const compiled = new Map<string, ValidateFunction>();

/** A validator of what stands at a place of the document. */
function validator(...place: string[]): ValidateFunction {
  const pointer = place.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  const known = compiled.get(pointer);
  if (known) return known;
  const made = ajv.compile({ $ref: `passbook#${encodeURI(pointer)}` });
  compiled.set(pointer, made);
  return made;
}

/** What is wrong with an answer, by the document; nothing: it is as documented. */
export function answerProblems({ method, path }: Route, status: number, mediaType: string, body: unknown): string[] {
  const { responses } = operationOf({ method, path } as Route);
  if (!responses[status]?.content[mediaType]) return [`${status} ${mediaType} is not documented`];
  const place = ["paths", path, method.toLowerCase(), "responses", String(status), "content", mediaType, "schema"];
  return problemsOf(validator(...place), body);
}

/** What is wrong with a body that is sent; nothing: the document allows it. */
export function requestProblems({ method, path }: Route, body: unknown): string[] {
  const place = ["paths", path, method.toLowerCase(), "requestBody", "content", "application/json", "schema"];
  return problemsOf(validator(...place), body);
}

function problemsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "it"} ${message}`);
}
