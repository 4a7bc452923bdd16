import { writeFileSync } from "node:fs";
import { openApiDocument } from "../functions/contract/document/openapi.ts";
import { docOf, fieldName, fieldsOf, indented, type Schema, typeOf } from "./typescript.ts";

/** What the client knows of the interface. */
export const CLIENT_API_FILE = new URL("../client/api.ts", import.meta.url);

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly { readonly name?: string; readonly in?: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
  readonly "x-problems": readonly string[];
}

const PROBLEM = "problem.";

/** The document's schemas and verbs as TypeScript. */
export function clientApiText(): string {
  const { paths, components } = openApiDocument({});
  const schemas = Object.entries(components.schemas) as [string, Schema][];
  const named = schemas.filter(([name]) => !name.startsWith(PROBLEM) && name !== "GatewayRefusal");
  const problems = schemas.filter(([name]) => name.startsWith(PROBLEM));
  const operations = Object.values(paths).flatMap((verbs) => Object.values(verbs) as unknown as Operation[]);
  const lines = [
    "// Written by `npm run openapi` from the schemas that the server validates with.",
    ...named.map(([name, schema]) => declaration(name, schema)),
    "/** Every way in which Passbook says no, by its code. */",
    "export interface Problems {",
    ...problems.map(([name, { description, ...schema }]) => {
      const code = name.slice(PROBLEM.length);
      return `${docOf(description)}readonly ${code}: ${typeOf(schema, "answered")};`;
    }),
    "}",
    "/** What each verb reads, answers, and says no with. */",
    "export interface Verbs {",
    ...operations.filter(({ operationId }) => operationId !== "stripe-webhook").map(verb),
    "}",
    "",
  ];
  return indented(lines.join("\n"));
}

function declaration(name: string, schema: Schema): string {
  const declared = schema.properties
    ? `export interface ${name} ${fieldsOf(schema, "answered")}`
    : `export type ${name} = ${typeOf(schema, "answered")};`;
  return docOf(schema.description) + declared;
}

function verb({ operationId, summary, parameters, requestBody, responses, "x-problems": codes }: Operation): string {
  const body = requestBody?.content["application/json"]?.schema;
  const asked = parameters.filter((parameter) => parameter.in === "query");
  const query = {
    properties: Object.fromEntries(asked.map(({ name = "", schema = {} }) => [name, schema])),
  };
  const answer = (responses["200"] ?? responses["201"])?.content?.["application/json"]?.schema ?? {};
  const fields = [
    ...(asked.length > 0 ? [`readonly query: ${fieldsOf(query, "sent")};`] : []),
    ...(body ? [`readonly body: ${typeOf(body, "sent")};`] : []),
    `readonly answer: ${typeOf(answer, "answered")};`,
    `readonly problem: ${codes.map((code) => JSON.stringify(code)).join(" | ")};`,
  ];
  return `${docOf(summary)}readonly ${fieldName(operationId)}: {\n${fields.join("\n")}\n};`;
}

if (import.meta.main) writeFileSync(CLIENT_API_FILE, clientApiText());
