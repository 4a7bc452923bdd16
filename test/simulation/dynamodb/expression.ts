import { compare, type Item, isEqual, type Value } from "./value.ts";

/** A condition as a request sends it. */
export interface Expression {
  readonly text: string;
  readonly names?: Readonly<Record<string, string>> | undefined;
  readonly values?: Item | undefined;
}

type Condition = (item: Item) => boolean;

/**
 * Reads the conditions that we send: `attribute_exists`, `attribute_not_exists`, comparisons, `BETWEEN`, joined by `AND` and
 * `OR`. What is not of these is refused, so that no condition is believed to hold because nobody looked at it.
 * @throws {SyntaxError}
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function conditionOf(expression: Expression): Condition {
  const tokens = [...expression.text.matchAll(/[#:]?\w+|<=|>=|<>|[=<>(),]|\S/g)].map(([token]) => token);
  const parser = new Parser(tokens, expression);
  const condition = parser.either();
  parser.end();
  return condition;
}

class Parser {
  readonly #tokens: string[];
  readonly #expression: Expression;

  constructor(tokens: readonly string[], expression: Expression) {
    this.#tokens = [...tokens];
    this.#expression = expression;
  }

  either(): Condition {
    const first = this.#both();
    if (!this.#take("OR")) return first;
    const second = this.either();
    return (item) => first(item) || second(item);
  }

  end(): void {
    if (this.#tokens.length > 0) throw this.#problem();
  }

  #both(): Condition {
    const first = this.#one();
    if (!this.#take("AND")) return first;
    const second = this.#both();
    return (item) => first(item) && second(item);
  }

  #one(): Condition {
    if (this.#take("(")) {
      const inner = this.either();
      this.#expect(")");
      return inner;
    }
    if (this.#take("attribute_not_exists")) return this.#presence(false);
    if (this.#take("attribute_exists")) return this.#presence(true);
    return this.#comparison();
  }

  #presence(expected: boolean): Condition {
    this.#expect("(");
    const attribute = this.#attribute();
    this.#expect(")");
    return (item) => Object.hasOwn(item, attribute) === expected;
  }

  #comparison(): Condition {
    const attribute = this.#attribute();
    const operator = this.#tokens.shift() ?? "";
    if (operator.toUpperCase() === "BETWEEN") {
      const low = this.#value();
      this.#expect("AND");
      const high = this.#value();
      return (item) => holds(item[attribute], ">=", low) && holds(item[attribute], "<=", high);
    }
    const value = this.#value();
    if (!(operator in COMPARISONS)) throw this.#problem();
    return (item) => holds(item[attribute], operator, value);
  }

  #attribute(): string {
    const token = this.#tokens.shift() ?? "";
    const name = token.startsWith("#") ? this.#expression.names?.[token] : token;
    if (name === undefined || !/^\w+$/.test(name)) throw this.#problem();
    return name;
  }

  #value(): Value {
    const value = this.#expression.values?.[this.#tokens.shift() ?? ""];
    if (!value) throw this.#problem();
    return value;
  }

  #take(token: string): boolean {
    if (this.#tokens[0]?.toUpperCase() !== token.toUpperCase()) return false;
    this.#tokens.shift();
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#problem();
  }

  #problem(): SyntaxError {
    return new SyntaxError(`the model does not know the expression ${this.#expression.text}`);
  }
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  "=": (order) => order === 0,
  "<>": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** An attribute that is not there, or is of another kind, compares as nothing but unequal. */
function holds(actual: Value | undefined, operator: string, expected: Value): boolean {
  if (!actual) return operator === "<>";
  const order = compare(actual, expected) ?? (isEqual(actual, expected) ? 0 : undefined);
  return order === undefined ? operator === "<>" : (COMPARISONS[operator]?.(order) ?? false);
}
