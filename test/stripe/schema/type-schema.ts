import { type Checker, SymbolFlags, type Type, TypeFlags } from "typescript/unstable/sync";
import type { JsonSchema } from "./json-schema.ts";

/**
 * Turns types into schemas of what they look like on the wire. Objects that Stripe names by `object` and that `known` holds
 * refer to each other by that name; of any other only its name and id are asked.
 */
export class TypeSchemas {
  readonly definitions: Record<string, JsonSchema> = {};
  readonly #names = new Map<number, string>();
  readonly #checker: Checker;
  readonly #known: ReadonlySet<string>;

  constructor(checker: Checker, known: ReadonlySet<string>) {
    this.#checker = checker;
    this.#known = known;
  }

  /** Defines an object, or that and what is left once it is deleted, under `name`. */
  define(name: string, type: Type): void {
    for (const each of type.isUnionType() ? type.getTypes() : [type]) {
      const properties = this.#properties(each);
      this.definitions[definitionName(name, properties.has("deleted"))] = this.#object(each, properties);
    }
  }

  #schema(type: Type, property: string): JsonSchema {
    const { flags } = type;
    if (type.isErrorType()) throw new Error(`The type of ${property} can't be read`);
    if (flags & TypeFlags.String) return { type: "string" };
    if (flags & TypeFlags.Number) return { type: isFraction(property) ? "number" : "integer" };
    if (flags & TypeFlags.Boolean) return { type: "boolean" };
    if (flags & TypeFlags.Null) return { type: "null" };
    if (type.isLiteralType()) return { enum: [type.value] };
    if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return {};
    const alias = type.getAliasSymbol()?.name;
    if (alias === "Decimal") return { type: "string" };
    // What changed is told in part only, and no type says how deep.
    if (alias === "Partial") return inPart(this.#schema(type.getAliasTypeArguments()[0] as Type, property));
    if (type.isUnionType()) return this.#union(type.getTypes(), property);
    if (this.#checker.isArrayType(type)) return { type: "array", items: this.#schema(this.#element(type), property) };
    return this.#reference(type);
  }

  #union(types: readonly Type[], property: string): JsonSchema {
    const said = types.filter((type) => !isNothing(type));
    const values = said.filter((type) => type.isLiteralType()).map(({ value }) => value);
    const isOpen = said.some((type) => type.getAliasSymbol()?.name === "OtherString");
    const rest = said.filter((type) => !type.isLiteralType() && type.getAliasSymbol()?.name !== "OtherString");
    const schemas = rest.map((type) => this.#schema(type, property));
    if (values.length > 0) schemas.unshift({ enum: values, ...(isOpen && { open: true }) });
    const different = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
    return different.length === 1 ? (different[0] as JsonSchema) : { anyOf: different };
  }

  #reference(type: Type): JsonSchema {
    const known = this.#names.get(type.id);
    if (known !== undefined) return { $ref: `#/definitions/${known}` };
    const properties = this.#properties(type);
    const named = properties.get("object")?.type;
    const object = named?.isStringLiteralType() && named.value !== "list" ? named.value : undefined;
    if (object !== undefined && !this.#known.has(object)) return stranger(object);
    const name = object
      ? definitionName(object, properties.has("deleted"))
      : this.#freeName(type.getSymbol()?.name ?? "Type");
    this.#names.set(type.id, name);
    // Lists and what has no name are defined where they are met; they may hold themselves.
    if (!object) this.definitions[name] = this.#object(type, properties);
    return { $ref: `#/definitions/${name}` };
  }

  #object(type: Type, properties: Properties): JsonSchema {
    const [index] = this.#checker.getIndexInfosOfType(type);
    if (index) return { type: "object", additionalProperties: this.#schema(index.valueType, "") };
    if (properties.size === 0) return { type: "object" };
    const entries = [...properties].map(([name, { type: of }]) => [name, this.#schema(of, name)] as const);
    // Lists inside objects count what they hold; the type does not say so.
    if (properties.has("has_more")) entries.push(["total_count", { type: "integer" }]);
    const required = [...properties].filter(([, { isOptional }]) => !isOptional).map(([name]) => name);
    return { type: "object", properties: Object.fromEntries(entries), required, additionalProperties: false };
  }

  #properties(owner: Type): Properties {
    const symbols = this.#checker.getPropertiesOfType(owner);
    const types = symbols.length > 0 ? this.#checker.getTypeOfSymbol(symbols) : [];
    const all = symbols.map((symbol, at) => ({ symbol, type: types[at] as Type }));
    return new Map(
      all
        .filter(({ type }) => !isNothing(type))
        .map(({ symbol, type }) => [symbol.name, { type, isOptional: (symbol.flags & SymbolFlags.Optional) !== 0 }]),
    );
  }

  #element(array: Type): Type {
    if (!array.isTypeReference()) throw new Error("An array without the type of its elements");
    return this.#checker.getTypeArguments(array)[0] as Type;
  }

  #freeName(name: string, nth = 1): string {
    const candidate = nth === 1 ? name : `${name}${nth}`;
    return [...this.#names.values()].includes(candidate) ? this.#freeName(name, nth + 1) : candidate;
  }
}

type Properties = ReadonlyMap<string, { readonly type: Type; readonly isOptional: boolean }>;

/** As in `deleted?: void`, which says that it is never there. */
function isNothing(type: Type): boolean {
  if (type.isUnionType()) return type.getTypes().every(isNothing);
  return (type.flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0;
}

/** The types say `number` of everything; only shares and rates are not whole. */
const isFraction = (property: string): boolean => /percent|rate/.test(property);

/** Where the schema of what says `object` stands. */
export const definitionName = (object: string, deleted: boolean): string => (deleted ? `deleted.${object}` : object);

const inPart = ({ $ref = "" }: JsonSchema): JsonSchema => ({ $ref: `part${$ref}` });

const stranger = (object: string): JsonSchema => ({
  type: "object",
  properties: { id: { type: "string" }, object: { enum: [object] } },
  required: ["id", "object"],
});
