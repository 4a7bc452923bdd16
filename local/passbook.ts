import { resolve } from "node:path";
import type { Policy } from "@passbook/core";
import { policies } from "@passbook/core/policies";
import { routes } from "../functions/routes.ts";
import { shelfPrices } from "../functions/stripe/catalogue.ts";
import { HANDLED } from "../functions/stripe/translate.ts";
import { barParts } from "./bar/parts.ts";
import { startEngine } from "./engine.ts";
import { setEnvironment } from "./environment.ts";
import { LocalBus } from "./event-bus.ts";
import { jwtAuthorizer } from "./gateway/authorizer.ts";
import type { LambdaHandler } from "./gateway/invocation.ts";
import { type Handlers, startGateway } from "./gateway/server.ts";
import { openSite } from "./gateway/site.ts";
import { type Issuer, openIssuer } from "./issuer.ts";
import { localRoutes, type Whereabouts } from "./local-routes.ts";
import { receiptKey } from "./receipt-key.ts";
import { SetupProblem } from "./setup-problem.ts";
import { type StripeOptions, startStripe } from "./stripe/server.ts";
import { ensureTable } from "./table.ts";
import { startTelling } from "./telling.ts";

export interface PassbookOptions {
  /** One of `core/policies`, by name. */
  readonly policy: string;
  /** 0: any that is free. */
  readonly port: number;
  /** 0: any that is free. */
  readonly stripePort: number;
  /** Everything that outlives a stop is in here. */
  readonly dataDir: string;
  /** Says nothing, not even what a function threw. */
  readonly quiet?: boolean;
  /** Neither announces nor sweeps: nothing moves by itself. */
  readonly still?: boolean;
  readonly webhookSecret?: string;
  /** The folder of the built page; absent: none is served. */
  readonly page?: string | undefined;
  /** Begins anew with another policy; absent: nobody can. */
  readonly restart?: (policy: string) => void;
  /** What the local Stripe makes ids and chaos from, how patiently it repeats a webhook, where it is kept; absent: as it likes. */
  readonly stripe?: Pick<StripeOptions, "seed" | "retryPausesMs" | "file">;
}

export interface LocalPassbook extends Whereabouts {
  /** The name of what holds the data. */
  readonly engine: string;
  readonly issueToken: Issuer["issue"];
  readonly stop: () => Promise<void>;
}

/**
 * Everything on loopback: the engine with its table, the local Stripe, and the functions behind an API Gateway of their own.
 * The functions are the ones that are deployed and read their environment once, so a process has one Passbook in its life.
 * @throws {SetupProblem} for a reason that the person at the keyboard can do something about.
 */
export async function startPassbook(options: PassbookOptions): Promise<LocalPassbook> {
  const policy = policyNamed(options.policy);
  const started: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of started.splice(0).toReversed()) await end();
  };
  try {
    const parts = await start(policy, options, (end) => started.push(end));
    return { ...parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  policy: Policy,
  options: PassbookOptions,
  onStop: (end: () => Promise<void>) => void,
): Promise<Omit<LocalPassbook, "stop">> {
  const { port, stripePort, quiet = false, webhookSecret } = options;
  const dataDir = resolve(options.dataDir);

  let api = "";
  const stripe = await startStripe({
    port: stripePort,
    prices: shelfPrices(policy, Date.now()),
    file: `${dataDir}/stripe-${policy.name}.json`,
    webhookUrl: () => `${api}/stripe/webhook`,
    webhookSecret,
    webhookEvents: HANDLED,
    ...options.stripe,
  });
  onStop(stripe.close);
  const engine = await startEngine({ dataDir });
  onStop(engine.stop);
  const dynamodb = { endpoint: engine.endpoint, table: `passbook-${policy.name}` };
  await ensureTable(dynamodb.endpoint, dynamodb.table);

  const issuer = await openIssuer(dataDir);
  const whereabouts = (): Whereabouts => ({
    policy: policy.name,
    products: options.restart ? Object.keys(policies) : [],
    api,
    web: options.page === undefined ? null : `${api}/`,
    stripe: {
      url: stripe.url,
      apiKey: stripe.apiKey,
      webhookSecret: stripe.webhookSecret,
      testClock: stripe.testClock,
    },
    dynamodb,
  });
  const onFunctionError = (name: string, error: unknown) => {
    if (!quiet) console.error(`functions/${name}:`, error);
  };
  const bus = new LocalBus({ now: Date.now });
  const bar = barParts({ whereabouts, issuer, stripe, restart: options.restart });
  const handlers = Promise.withResolvers<Handlers>();
  const gateway = await startGateway({
    port,
    routes,
    handlers: handlers.promise,
    authorize: jwtAuthorizer(issuer),
    localRoutes: localRoutes(whereabouts, issuer, bus, bar),
    ...(options.page !== undefined && { site: openSite(options.page) }),
    onFunctionError,
  });
  onStop(gateway.close);
  api = gateway.url;
  const webUrl = options.page === undefined ? stripe.url : api;
  setEnvironment({ policy: policy.name, stripe, receiptKey: receiptKey(dataDir), dynamodb, webUrl, quiet });
  handlers.resolve(await loadHandlers());
  if (!options.still) onStop(await startTelling({ dynamodb, busUrl: `${api}/local/bus`, onError: onFunctionError }));
  return { ...whereabouts(), engine: engine.name, issueToken: issuer.issue };
}

function policyNamed(name: string): Policy {
  const policy = Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (policy) return policy;
  throw new SetupProblem(`There is no policy ${name}; POLICY may be ${Object.keys(policies).join(", ")}.`);
}

let haveLoaded = false;

/** What a Lambda would load. Only now: the environment must be complete. */
async function loadHandlers(): Promise<Record<string, LambdaHandler>> {
  if (haveLoaded) throw new Error("the functions of this process belong to another Passbook: start another process");
  haveLoaded = true;
  const names = [...new Set(routes.map((route) => route.function))];
  const modules = names.map(async (name): Promise<[string, LambdaHandler]> => {
    const { handler } = (await import(new URL(`../functions/${name}.ts`, import.meta.url).href)) as {
      handler: LambdaHandler;
    };
    return [name, handler];
  });
  return Object.fromEntries(await Promise.all(modules));
}
