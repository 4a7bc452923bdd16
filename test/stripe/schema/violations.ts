import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import Stripe from "stripe";
import { loosened, partial } from "./json-schema.ts";
import { stripeSchemas } from "./stripe-schemas.ts";
import { definitionName } from "./type-schema.ts";

/**
 * `strict`: exactly what the pinned version of the interface says, with all that it requires and no enum value that it does
 * not name. `shape`: for objects of its near neighbours, where fields may be missing and enums may say more.
 */
export type Reading = "strict" | "shape";

/** What is wrong with an answer or an event of Stripe's, one line each; nothing of a list but what is in it. */
export function violations(value: unknown, reading: Reading = "strict"): string[] {
  const { object, type, data, deleted = false, api_version } = value as Said;
  if (object === "list" && Array.isArray(data)) return data.flatMap((each) => violations(each, reading));
  const name = object === "event" ? type : object && definitionName(object, deleted);
  const validate = name === undefined ? undefined : validator(reading, name);
  if (!validate) return [`${name ?? JSON.stringify(value).slice(0, 80)} is nothing that Stripe's types know`];
  const old = object === "event" && reading === "strict" && api_version !== Stripe.API_VERSION;
  const said = old ? [`${name}/api_version is ${api_version}, and not ${Stripe.API_VERSION}`] : [];
  return validate(value) ? said : [...said, ...sentences(name ?? "", (validate.errors ?? []).filter(isMeant(name)))];
}

/** An invoice that is only announced has no id, whatever the types say. Source: docs.stripe.com/api/invoices/object. */
const isMeant =
  (name: string | undefined) =>
  ({ keyword, instancePath, params }: ErrorObject): boolean =>
    name !== "invoice.upcoming" ||
    !(keyword === "required" && instancePath === "/data/object" && params["missingProperty"] === "id");

interface Said {
  readonly object?: string;
  readonly type?: string;
  readonly data?: unknown;
  readonly deleted?: boolean;
  readonly api_version?: string;
}

let ajv: Ajv | undefined;

function validator(reading: Reading, name: string): ValidateFunction | undefined {
  // Compiled for a quick start: there is much to compile and little to check.
  ajv ??= withStripe(new Ajv({ allErrors: true, inlineRefs: false, code: { optimize: false } }));
  return ajv.getSchema(`${reading}#/definitions/${name}`);
}

function withStripe(empty: Ajv): Ajv {
  const definitions = stripeSchemas();
  empty.addKeyword("open");
  empty.addSchema({ $id: "strict", definitions });
  empty.addSchema({ $id: "shape", definitions: loosened(definitions) });
  return empty.addSchema({ $id: "part", definitions: partial(definitions) });
}

/** Of a value that may be an id, an object or nothing, only what is wrong with the one that it tries to be. */
function sentences(name: string, errors: readonly ErrorObject[]): string[] {
  const choices = errors.filter(({ keyword }) => keyword === "anyOf").map(({ instancePath }) => instancePath);
  const isDeeper = (path: string, { instancePath, keyword }: ErrorObject) =>
    instancePath.startsWith(`${path}/`) || (instancePath === path && /required|additionalProperties/.test(keyword));
  const explained = new Set(choices.filter((path) => errors.some((error) => isDeeper(path, error))));
  const said = errors.filter((error) => !explained.has(error.instancePath) || isDeeper(error.instancePath, error));
  return [...new Set(said.map((error) => `${name}${error.instancePath} ${error.message}${detail(error)}`))];
}

function detail({ params }: ErrorObject): string {
  const { additionalProperty, allowedValues } = params as { additionalProperty?: string; allowedValues?: unknown[] };
  if (additionalProperty !== undefined) return `: ${additionalProperty}`;
  return allowedValues === undefined ? "" : `: ${allowedValues.join(", ")}`;
}
