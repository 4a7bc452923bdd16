/** As much of JSON Schema as Stripe's types need. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: "array" | "boolean" | "integer" | "null" | "number" | "object" | "string";
  readonly enum?: readonly unknown[];
  /** Our own keyword: Stripe may add to the enum, even in versions of its interface that are out. */
  readonly open?: true;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
}

/** What all schemas of one reading have in common, each definition under its name. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/**
 * The same definitions for what an older or a newer interface answers: nothing has to be there, and enums may say more.
 * What is there still has to have a name and a kind that we know.
 */
export function loosened(definitions: Definitions): Definitions {
  return ofEach(definitions, (schema) => loose(schema, loosened));
}

/** The same for what an object was before it changed: any part of it, and `null` for what was not there. */
export function partial(definitions: Definitions): Definitions {
  const orNothing = (schemas: Definitions) =>
    ofEach(schemas, (schema): JsonSchema => ({ anyOf: [loose(schema, orNothing), { type: "null" }] }));
  return ofEach(definitions, (schema) => loose(schema, orNothing));
}

function loose(schema: JsonSchema, properties: (inner: Definitions) => Definitions): JsonSchema {
  const { anyOf, items, additionalProperties } = schema;
  if (schema.open) return { type: "string" };
  return {
    ...schema,
    ...(schema.required && { required: [] }),
    ...(anyOf && { anyOf: anyOf.map((each) => loose(each, properties)) }),
    ...(items && { items: loose(items, properties) }),
    ...(schema.properties && { properties: properties(schema.properties) }),
    ...(additionalProperties && { additionalProperties: properties({ additionalProperties })["additionalProperties"] }),
  };
}

function ofEach(definitions: Definitions, change: (schema: JsonSchema) => JsonSchema): Definitions {
  return Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, change(schema)]));
}
