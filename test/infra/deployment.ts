import type { Declared } from "./recording/declare.ts";

interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** A function as it would be deployed. */
export interface DeployedFunction {
  /** The file in `functions/`. */
  readonly name: string;
  /** What Lambda is told. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  /** What it finds in `Resource`. */
  readonly links: Readonly<Record<string, object>>;
  readonly role: Readonly<Record<string, unknown>>;
  readonly statements: readonly Statement[];
  /** What it may do beside writing its log, like `GetItem Table`, in the order of the alphabet. */
  readonly allowed: readonly string[];
}

/** What was declared, as a reviewer would ask for it. */
export class Deployment {
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  readonly #declared: readonly Declared[];

  constructor(declared: readonly Declared[]) {
    this.#declared = declared;
    const bundles = declared.filter(({ type }) => type === "bundle");
    this.functions = new Map(bundles.map((bundle) => this.#functionOf(bundle)).map((made) => [made.name, made]));
  }

  /** Everything of an AWS type, like `dynamodb/table`. */
  all(type: string): Declared[] {
    return this.#declared.filter((made) => made.type.startsWith(`aws:${type}:`));
  }

  /** @throws there are none, or several. */
  only(type: string): Declared["inputs"] {
    const found = this.all(type);
    if (!found[0] || found[1]) throw new Error(`${found.length} of ${type} are declared`);
    return found[0].inputs;
  }

  /** @throws there is none of that name. */
  named(type: string, name: string): Declared["inputs"] {
    const found = this.all(type).find((made) => made.name === name);
    if (!found) throw new Error(`no ${type} is called ${name}`);
    return found.inputs;
  }

  /** The handler of the function that SST has made for a component. */
  handlerBehind(component: string): string {
    const bundle = this.#declared.find(({ type, name }) => type === "bundle" && name === `${component}Handler`);
    return String(bundle?.inputs["handler"]);
  }

  /** What is run to build pages. */
  get builds(): Declared[] {
    return this.#declared.filter(({ type }) => type.startsWith("command:local:"));
  }

  /** What `Resource` would offer, by SST's own account. */
  get linkable(): [name: string, properties: readonly string[], type: string][] {
    return this.#declared
      .filter(({ type }) => type === "linkable")
      .map(({ name, inputs }) => [name, inputs["properties"] as string[], inputs["type"] as string]);
  }

  #functionOf({ name: id, inputs }: Declared): DeployedFunction {
    const { handler, links } = inputs as { handler: string; links: Record<string, object> };
    const role = this.named("iam/role", `${id}Role`);
    const policies = role["inlinePolicies"] as { policy: string }[];
    const statements = policies.flatMap(({ policy }) => JSON.parse(policy) as Statement[]);
    const settings = this.named("lambda/function", `${id}Function`);
    return {
      name: handler.replace(/^functions\/(.*)\.handler$/, "$1"),
      settings,
      environment: (settings["environment"] as { variables: Record<string, string> }).variables,
      links,
      role,
      statements,
      allowed: allowedBy(statements),
    };
  }
}

function allowedBy(statements: readonly Statement[]): string[] {
  const all = statements.flatMap(({ actions, resources }) =>
    actions.flatMap((action) => resources.map((resource) => [action.split(":")[1], placeOf(resource)])),
  );
  return all.flatMap(([action, place]) => (place === "Logs" ? [] : [`${action} ${place}`])).toSorted();
}

/** `Table`, `Table/index/due`, `Table/stream`, `Bus`, `SweepDeadLetters`. */
function placeOf(arn: string): string {
  const [, name = "", rest = ""] =
    /([A-Z]\w*?)(?:Table|Bus|Queue)?(?:\/(index\/\w+|stream).*|:\*)?$/.exec(arn.split(/[:/](?=[A-Z])/).at(-1) ?? "") ??
    [];
  return rest ? `${name}/${rest}` : name;
}

/** What a deployment needs to be told; nothing of it is real. */
export const SETTINGS = {
  WEB_URL: "https://app.example/credits",
  JWT_ISSUER: "https://auth.example",
  JWT_AUDIENCE: "passbook",
  SST_SECRET_StripeSecretKey: "a key",
  SST_SECRET_StripeWebhookSecret: "a secret",
  SST_SECRET_ReceiptKey: "another key",
};

/** With all that a stage may have and need not. */
export const ALL_SETTINGS = {
  ...SETTINGS,
  STRIPE_EVENT_SOURCE: "aws.partner/stripe.com/ed_1",
  ALLOWED_ORIGINS: "https://app.example",
  ALARM_EMAIL: "oncall@app.example",
  ALARM_URL: "https://pager.example/sns",
  RESERVED_CONCURRENCY: "spend=100,stripe-webhook=20",
  MAX_WRITE_UNITS: "4000",
};
