// JSON Schema as TypeScript says it: what the OpenAPI document holds, and no more of JSON Schema than that.

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly description?: string;
}

/** Of what is sent, a field that is `undefined` is as good as one that is not there. */
export type Direction = "sent" | "answered";

/** A schema as a type. */
export function typeOf(schema: Schema, direction: Direction): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return alternatives.map((one) => typeOf(one, direction)).join(" | ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return types.length === 0 ? "unknown" : types.map((type) => plainType(type, schema, direction)).join(" | ");
}

/** The fields of an object, with what is said of each. */
export function fieldsOf({ properties = {}, required = [] }: Schema, direction: Direction): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const type = typeOf(schema, direction);
    const field = `readonly ${fieldName(name)}`;
    if (required.includes(name)) return `${docOf(schema.description)}${field}: ${type};`;
    return `${docOf(schema.description)}${field}?: ${type}${direction === "sent" ? " | undefined" : ""};`;
  });
  return `{\n${fields.join("\n")}\n}`;
}

/** In quotes where it needs them. */
export function fieldName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** What stands between braces a step further in. */
export function indented(text: string): string {
  let depth = 0;
  return text
    .split("\n")
    .map((line) => {
      if (line.startsWith("}")) depth -= 1;
      const placed = line === "" ? "" : "  ".repeat(depth) + line;
      if (line.endsWith("{")) depth += 1;
      return placed;
    })
    .join("\n");
}

/** A sentence as a docstring above what it is said of. */
export function docOf(sentence: string | undefined): string {
  return sentence === undefined ? "" : `/** ${sentence.replaceAll("*/", "*\\/").replaceAll("\n", " ")} */\n`;
}

/** What a component is called among types. */
function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

function plainType(type: string, schema: Schema, direction: Direction): string {
  switch (type) {
    case "integer":
    case "number":
      return "number";
    case "string":
    case "boolean":
    case "null":
      return type;
    case "array":
      return arrayType(typeOf(schema.items ?? {}, direction));
    case "object":
      return objectType(schema, direction);
    default:
      throw new RangeError(`${type} is no type that the document has`);
  }
}

function arrayType(items: string): string {
  return `readonly ${/^\w+$/.test(items) ? items : `(${items})`}[]`;
}

function objectType(schema: Schema, direction: Direction): string {
  if (Object.keys(schema.properties ?? {}).length > 0) return fieldsOf(schema, direction);
  const { additionalProperties: others } = schema;
  if (others === false) return "Readonly<Record<string, never>>";
  return `Readonly<Record<string, ${typeof others === "object" ? typeOf(others, direction) : "unknown"}>>`;
}
