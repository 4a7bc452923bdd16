import * as z from "zod/mini";
import { instant, reason } from "../fields.ts";
import { adjustment } from "../operator.ts";
import { statementQuery } from "../statement.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** A schema as JSON Schema 2020-12, and those that it refers to by their names. */
export interface Schemas {
  readonly schema: JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** What a check in code asks for beside what the schema can say itself: the document would otherwise promise too much. */
const MORE = new Map<unknown, JsonSchema>([
  [reason, { minLength: 1, maxLength: 200, pattern: "\\S", description: "One line, nothing invisible." }],
  [instant, { format: "date-time" }],
  [adjustment.shape.credits, { not: { const: 0 } }],
]);

/** What is text in a query and means something else. */
const MEANT = new Map<unknown, JsonSchema>([
  [statementQuery.shape.limit, { type: "integer", minimum: 1, maximum: 100, default: 25 }],
  [statementQuery.shape.before, { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }],
]);

/** As it is read (`input`) or as it is answered (`output`). */
export function jsonSchema(schema: z.ZodMiniType, io: "input" | "output"): Schemas {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    io,
    override({ zodSchema, jsonSchema: made }) {
      const meant = MEANT.get(zodSchema);
      if (meant) for (const name of Object.keys(made)) Reflect.deleteProperty(made, name);
      Object.assign(made, meant, MORE.get(zodSchema));
      // A word of ours for the registry, none of JSON Schema's.
      Reflect.deleteProperty(made, "id");
    },
  });
  const components = Object.fromEntries(
    Object.entries($defs).map(([name, { id: ___, ...component }]) => [name, inComponents(component)]),
  );
  return { schema: inComponents(own), components };
}

/** What stands beside the schema in JSON Schema stands among the components in OpenAPI. */
function inComponents(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as JsonSchema;
}
