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
  return Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, loose(schema)]));
}

function loose(schema: JsonSchema): JsonSchema {
  const { anyOf, items, properties, additionalProperties } = schema;
  if (schema.open) return { type: "string" };
  return {
    ...schema,
    ...(schema.required && { required: [] }),
    ...(anyOf && { anyOf: anyOf.map(loose) }),
    ...(items && { items: loose(items) }),
    ...(properties && { properties: loosened(properties) }),
    ...(additionalProperties && { additionalProperties: loose(additionalProperties) }),
  };
}
