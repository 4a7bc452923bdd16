// Bodies that are wrong in one place, made from a schema of the document: what `reliability.md` calls the bad-input table.

interface Schema {
  readonly type?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
}

/** What was done to a good body, and what came of it: JSON text, for some of it no value of JavaScript can say. */
export interface Mutation {
  readonly what: string;
  readonly text: string;
}

const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** What no field of ours can be, whatever its type; and, by type, what it can't be either. */
const ANYWHERE: Readonly<Record<string, string>> = {
  null: "null",
  true: "true",
  "an empty list": "[]",
  "an object": '{"valueOf":1}',
  "a prototype": '{"__proto__":{"toString":1}}',
  "lists 100 deep": deep(100),
};
const BY_TYPE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  string: {
    "a number": "5",
    empty: '""',
    "too long": JSON.stringify("x".repeat(5_000)),
    "of control characters": '"a\\u0000\\u001b[31m"',
    "half of a surrogate pair": '"\\ud800"',
    "a line break": '"a\\nb"',
    "an inherited name": '"__proto__"',
  },
  integer: {
    text: '"5"',
    "a fraction": "1.5",
    "a fraction of nothing": "1.0",
    "an exponent": "1e2",
    "negative nothing": "-0",
    "more than a double holds": "9007199254740993",
    "more than there may be": "1000000000001",
    "less than there may be": "-1000000000001",
    "beyond all": "1e400",
    NaN: "NaN",
  },
  object: { text: '"x"', "a number": "5" },
};

/** Every one of them, for every field that the schema knows, and for fields that it does not know. */
export function mutations(schema: Schema, good: Readonly<Record<string, unknown>>): Mutation[] {
  const alternatives = schema.anyOf ?? [schema];
  const fields = alternatives.flatMap((alternative) => fieldsOf(alternative, []));
  const wrong = fields.flatMap(({ path, type }) =>
    Object.entries({ ...ANYWHERE, ...BY_TYPE[type] }).map(([what, json]) => ({
      what: `${path.join(".")} is ${what}`,
      text: withField(good, path, json),
    })),
  );
  const names = ["unknown", "__proto__", "constructor", "prototype", "Service", "accoun\u0442", ""];
  const unknown = names.map((name) => ({
    what: `a field ${JSON.stringify(name)}`,
    text: withField(good, [name], "1"),
  }));
  return [...wrong, ...unknown];
}

function fieldsOf({ properties = {}, anyOf = [], additionalProperties }: Schema, path: readonly string[]): Field[] {
  const inside = anyOf.flatMap((alternative) => fieldsOf(alternative, path));
  const named = Object.entries(properties).flatMap(([name, schema]) => [
    { path: [...path, name], type: typeOf(schema) },
    ...fieldsOf(schema, [...path, name]),
  ]);
  const anyName = typeof additionalProperties === "object" ? fieldsOf(additionalProperties, [...path, "ada"]) : [];
  return [...inside, ...named, ...anyName];
}

interface Field {
  readonly path: readonly string[];
  readonly type: string;
}

function typeOf({ type, anyOf = [] }: Schema): string {
  return type ?? anyOf.map(typeOf).find((one) => one !== "null") ?? "";
}

/** The body with JSON text at a place, in the place of what was there. */
function withField(
  body: Readonly<Record<string, unknown>>,
  [name = "", ...rest]: readonly string[],
  json: string,
): string {
  const inner = Object.hasOwn(body, name) ? body[name] : {};
  const value = rest.length > 0 ? withField(Object(inner) as Record<string, unknown>, rest, json) : json;
  const others = Object.entries(body).filter(([other]) => other !== name);
  const fields = others.map(([other, known]) => `${JSON.stringify(other)}:${JSON.stringify(known)}`);
  return `{${[...fields, `${JSON.stringify(name)}:${value}`].join()}}`;
}
