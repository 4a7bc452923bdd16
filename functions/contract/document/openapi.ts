import { ACCOUNT_ID } from "../../http/request.ts";
import { routes } from "../../routes.ts";
import { contracts, type Verb } from "../verbs.ts";
import { operation, type Refer, type VerbExamples } from "./operation.ts";
import type { JsonSchema } from "./schemas.ts";

/** What has really been asked and answered, by verb. */
export type Examples = Readonly<Partial<Record<Verb, VerbExamples>>>;

/** The whole interface as an OpenAPI 3.1 document: of the routes, the contracts of their verbs, and what was really answered. */
export function openApiDocument(examples: Examples) {
  const schemas: Record<string, JsonSchema> = {};
  const refer: Refer = ({ schema, components }) => {
    Object.assign(schemas, components);
    return schema;
  };
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) {
    const told = operation(route, contracts[route.function], examples[route.function] ?? {}, refer);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: told };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Passbook",
      version: "0.1.0",
      summary: "The credits system of a SaaS on Stripe.",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      parameters: PARAMETERS,
      headers: HEADERS,
      securitySchemes: SECURITY,
    },
  };
}

const DESCRIPTION = [
  "JSON in camelCase; instants are ISO 8601 in UTC, credits are integers, unknown fields are refused.",
  "Refusals are problem documents (RFC 9457) with a `code` of a closed set. Each verb lists its own in `x-problems`, in the order of precedence: of several the first is told. What the gateway itself refuses is `{message}`.",
  "Whoever sends the same `Idempotency-Key` with the same content again is answered what was answered the first time, with `Idempotent-Replayed: true`; with another content 409. There is no window. A refusal, and a service that is free, are not remembered.",
  "Things of the catalogue have an `id` there. Wherever else they are named, and in requests, it is by what they are: `plan`, `pack`, `addOn`, `service`. What money there is is an `amount`, in the currency's minor unit.",
  "An account that the token does not name is answered as one that does not exist.",
].join("\n\n");

const KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description: "The caller's own name for this request: 1 to 255 printable characters.",
  schema: { type: "string", pattern: "^[\\x20-\\x7e]{1,255}$" },
};

const PARAMETERS = {
  account: {
    name: "account",
    in: "path",
    required: true,
    description: "Percent-encoded. `.` and `..` are no ids: what sends a URL takes them for steps of its path.",
    schema: { type: "string", pattern: ACCOUNT_ID.source },
  },
  id: {
    name: "id",
    in: "path",
    required: true,
    description: "The id that the spend or the hold was answered with.",
    schema: { type: "string", pattern: "^[a-z]+(?:-[a-z]+)?_[\\w-]{43}$" },
  },
  "If-None-Match": {
    name: "If-None-Match",
    in: "header",
    required: false,
    description: "The `ETag` of what the caller has.",
    schema: { type: "string" },
  },
  "Idempotency-Key": KEY,
  "Idempotency-Key.unless-previewed": {
    ...KEY,
    required: false,
    description: `${KEY.description} Needed unless it is a preview.`,
  },
};

const HEADERS = {
  "Idempotent-Replayed": {
    description: "This was answered before, and nothing was done again.",
    schema: { const: "true" },
  },
  ETag: {
    description: "Of all that is answered but `asOf`: the same as long as nothing else differs.",
    schema: { type: "string", pattern: '^W/"[\\w-]+"$' },
  },
  "Retry-After": { description: "Seconds. Send the same key again.", schema: { type: "string", pattern: "^\\d+$" } },
};

const SECURITY = {
  token: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "Of your own issuer, RS256. `sub` names the caller, `accounts` the accounts that it may act on (absent: `sub` alone), `scope` what it may do.",
  },
  stripe: {
    type: "apiKey",
    in: "header",
    name: "Stripe-Signature",
    description: "Stripe's signature over the exact bytes of the body.",
  },
};
