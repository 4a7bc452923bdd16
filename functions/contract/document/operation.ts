import { PROBLEMS, type ProblemCode } from "../../http/problem.ts";
import type { Route, Scope } from "../../routes.ts";
import { gatewayRefusal, problems } from "../answers/problem.ts";
import type { AnswerContract, VerbContract } from "../verb-contract.ts";
import { type JsonSchema, jsonSchema, type Schemas } from "./schemas.ts";

/** Real requests and answers of a verb, by the alternative of the body and by status or problem code. */
export interface VerbExamples {
  readonly requests?: Readonly<Record<string, unknown>>;
  readonly answers?: Readonly<Record<string, unknown>>;
}

/** Gathers the named schemas that the parts of the document refer to. */
export type Refer = (schemas: Schemas) => JsonSchema;

interface Media {
  readonly schema: JsonSchema;
  readonly examples?: JsonSchema;
}

/** One verb, as OpenAPI tells it. */
export function operation(route: Route, contract: VerbContract, examples: VerbExamples, refer: Refer): JsonSchema {
  const codes = inOrder(contract.problems);
  const { summary, description } = contract;
  return {
    operationId: route.function,
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(route, contract),
    parameters: parametersOf(route, contract, refer),
    ...(contract.body && { requestBody: bodyOf(contract.body, examples, refer) }),
    responses: {
      ...answersOf(contract, examples, refer),
      ...refusalsOf(codes, route.scope !== undefined, examples, refer),
    },
    "x-problems": codes,
  };
}

/** Where several refusals would apply the first of them is told. */
export function inOrder(codes: readonly ProblemCode[]): ProblemCode[] {
  return [...problems.keys()].filter((code) => codes.includes(code));
}

function securityOf({ scope }: Route, { isStripes = false }: VerbContract): JsonSchema[] {
  if (isStripes) return [{ stripe: [] }];
  if (scope === undefined) return [];
  // Any one of the two; an operator's token opens every verb.
  return [...new Set<Scope>([scope, "credits:operate"])].map((opening) => ({ token: [opening] }));
}

function parametersOf(
  { path }: Route,
  { query, isKeyed = false, isTagged = false }: VerbContract,
  refer: Refer,
): JsonSchema[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    $ref: `#/components/parameters/${name}`,
  }));
  const { properties = {} }: { properties?: JsonSchema } = query ? refer(jsonSchema(query, "input")) : {};
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: "query", required: false, schema }));
  const known = isTagged ? [{ $ref: "#/components/parameters/If-None-Match" }] : [];
  return [...inPath, ...inQuery, ...known, ...keyOf(isKeyed)];
}

function keyOf(isKeyed: NonNullable<VerbContract["isKeyed"]>): JsonSchema[] {
  if (isKeyed === false) return [];
  const suffix = isKeyed === "unless previewed" ? ".unless-previewed" : "";
  return [{ $ref: `#/components/parameters/Idempotency-Key${suffix}` }];
}

function bodyOf(body: NonNullable<VerbContract["body"]>, { requests = {} }: VerbExamples, refer: Refer): JsonSchema {
  const alternatives = Object.values(body).map((schema) => refer(jsonSchema(schema, "input")));
  const schema = alternatives.length === 1 ? alternatives[0] : { anyOf: alternatives };
  return { required: true, content: { "application/json": { schema, ...examplesOf(requests) } } };
}

/** By status, and within one by media type. */
function answersOf(
  { answers, isKeyed = false, isTagged = false }: VerbContract,
  { answers: real = {} }: VerbExamples,
  refer: Refer,
) {
  const [first] = answers;
  if (!first) throw new RangeError("a verb answers something");
  const content = answers.map((answer) => [answer.mediaType ?? "application/json", mediaOf(answer, real, refer)]);
  const headers = Object.assign({}, ...answers.map((answer) => answer.headers)) as Record<string, string>;
  const described = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: "string" } },
  ]);
  const replayed = isKeyed !== false && { "Idempotent-Replayed": { $ref: "#/components/headers/Idempotent-Replayed" } };
  const tagged = isTagged && { ETag: { $ref: "#/components/headers/ETag" } };
  const all = { ...Object.fromEntries(described), ...replayed, ...tagged };
  return {
    [first.status]: {
      description: answers.map(({ description }) => description).join(" "),
      ...(Object.keys(all).length > 0 && { headers: all }),
      content: Object.fromEntries(content) as Record<string, Media>,
    },
    ...(tagged && { 304: { description: "Nothing differs from what the caller has, but `asOf`.", headers: tagged } }),
  };
}

function mediaOf({ status, mediaType, schema }: AnswerContract, real: JsonSchema, refer: Refer): Media {
  const own = Object.entries(real).filter(([name]) => {
    const [outcome, type] = name.split(" ");
    return outcome === String(status) && (mediaType ?? "application/json") === (type ?? "application/json");
  });
  return { schema: refer(jsonSchema(schema, "output")), ...examplesOf(Object.fromEntries(own)) };
}

function refusalsOf(codes: readonly ProblemCode[], isGuarded: boolean, { answers = {} }: VerbExamples, refer: Refer) {
  const statuses = [...new Set([...(isGuarded ? [401, 403, 429] : [429]), ...codes.map((code) => PROBLEMS[code][0])])];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = codes.filter((code) => PROBLEMS[code][0] === status);
      const isGateways = status === 401 || status === 429 || (status === 403 && isGuarded);
      const schemas = own.map((code) => refer(jsonSchema(problemOf(code), "output")));
      const real = Object.fromEntries(own.flatMap((code) => (code in answers ? [[code, answers[code]]] : [])));
      const content = {
        ...(own.length > 0 && {
          "application/problem+json": {
            schema: schemas.length === 1 ? schemas[0] : { oneOf: schemas },
            ...examplesOf(real),
          },
        }),
        ...(isGateways && { "application/json": { schema: refer(jsonSchema(gatewayRefusal, "output")) } }),
      };
      const sentences = [
        ...own.map((code) => `\`${code}\`: ${PROBLEMS[code][1]}.`),
        ...gatewaySays(status, isGateways),
      ];
      const retry = status === 503 && { headers: { "Retry-After": { $ref: "#/components/headers/Retry-After" } } };
      return [status, { description: sentences.join("\n"), ...retry, content }];
    }),
  );
}

function problemOf(code: ProblemCode) {
  const schema = problems.get(code);
  if (!schema) throw new RangeError(`${code} is no problem of ours`);
  return schema;
}

function gatewaySays(status: number, isGateways: boolean): string[] {
  if (!isGateways) return [];
  if (status === 401) return ["The gateway's own: there is no token, or none that is valid."];
  return status === 403
    ? ["The gateway's own: the token has not the scope."]
    : ["The gateway's own: too many requests."];
}

function examplesOf(real: Readonly<Record<string, unknown>>): { examples?: JsonSchema } {
  const named = Object.entries(real).map(([name, value]) => [name.replaceAll(/[^\w.-]+/g, "-"), { value }]);
  return named.length > 0 ? { examples: Object.fromEntries(named) as JsonSchema } : {};
}
