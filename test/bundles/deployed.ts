import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { omnia } from "@passbook/core/policies/omnia";
import { inject } from "vitest";
import { routes } from "../../functions/routes.ts";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { HANDLED } from "../../functions/stripe/handled.ts";
import { jwtAuthorizer } from "../../local/gateway/authorizer.ts";
import type { LambdaHandler } from "../../local/gateway/invocation.ts";
import { startGateway } from "../../local/gateway/server.ts";
import { openIssuer } from "../../local/issuer.ts";
import { startStripe } from "../../local/stripe/server.ts";
import { ensureTable } from "../../local/table.ts";
import { Deployment, SETTINGS } from "../infra/deployment.ts";
import { declare } from "../infra/recording/declare.ts";
import { RECEIPT_KEY } from "../support/receipt-keys.ts";
import { bundlesOf } from "./bundle.ts";
import { type RunningLambda, startLambda } from "./lambda.ts";
import { startGuard } from "./role.ts";

type Links = Readonly<Record<string, object>>;
type Answered = Awaited<ReturnType<LambdaHandler>>;

/** What runs without being asked over HTTP. */
const WORKERS = ["announce", "sweep", "reconcile", "stripe-events"];

export const verbs: readonly string[] = [...new Set(routes.map((route) => route.function))];

/** All verbs from their bundles, each in a process of its own, under its own role; with the local Stripe, and a gateway before them. */
export async function deployed() {
  const folder = mkdtempSync(join(tmpdir(), "passbook-bundles-"));
  let api = "";
  const stripe = await startStripe({
    port: 0,
    prices: sellablePrices(omnia),
    webhookUrl: () => `${api}/stripe/webhook`,
    webhookEvents: HANDLED,
    seed: "bundles",
  });
  const settings = {
    ...SETTINGS,
    STRIPE_EVENT_SOURCE: "aws.partner/stripe.com/ed_1",
    TEST_CLOCK: stripe.testClock,
    SST_SECRET_StripeSecretKey: stripe.apiKey,
    SST_SECRET_StripeWebhookSecret: stripe.webhookSecret,
    SST_SECRET_ReceiptKey: RECEIPT_KEY,
  };
  const [{ functions }, bundles] = await Promise.all([
    declare("dev", settings).then((declared) => new Deployment(declared)),
    bundlesOf([...verbs, ...WORKERS]),
  ]);
  const table = functions.get("spend")?.links["Table"] as { name: string } | undefined;
  await ensureTable(inject("dynamodb"), table?.name ?? "");
  const guard = await startGuard(inject("dynamodb"), functions);
  const surroundings = {
    AWS_ENDPOINT_URL_DYNAMODB: guard.url,
    AWS_ENDPOINT_URL_EVENTBRIDGE: guard.url,
    STRIPE_API_URL: stripe.url,
  };

  const running = new Map<string, Promise<RunningLambda>>();
  const answered = new Set<string>();
  const start = (name: string, { as = name, links, role }: { as?: string; links?: Links; role?: string } = {}) => {
    const made = functions.get(name);
    if (!made) throw new RangeError(`${name} is not deployed`);
    const around = { ...surroundings, ...(role && { AWS_ACCESS_KEY_ID: role }) };
    const lambda = startLambda({ ...made, ...(links && { links }) }, bundles.get(name) ?? "", join(folder, as), around);
    running.set(as, lambda);
    return lambda;
  };
  const handlerOf = (name: string): LambdaHandler => {
    return async (event) => {
      const result = (await (await (running.get(name) ?? start(name))).invoke(event)) as Answered;
      if (result.statusCode && result.statusCode < 300) answered.add(name);
      return result;
    };
  };
  const issuer = await openIssuer(folder);
  const failed: unknown[] = [];
  const gateway = await startGateway({
    port: 0,
    routes,
    handlers: Object.fromEntries(verbs.map((name) => [name, handlerOf(name)])),
    authorize: jwtAuthorizer(issuer),
    onFunctionError: (name, error) => failed.push(name, error),
  });
  api = gateway.url;
  return {
    folder,
    table: table?.name,
    stripe,
    failed,
    start,
    put: () => guard.put(),
    /** The functions that have answered 2xx. */
    answered,
    async call(line: string, who: object, body?: object): Promise<unknown> {
      const [method = "", path = ""] = line.split(" ");
      const token = await issuer.issue(who as { sub: string });
      const response = await fetch(api + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { "content-type": "application/json", "idempotency-key": `${line} ${JSON.stringify(body)}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok)
        throw new Error(`${line} is answered ${response.status}: ${text} ${failed.map(String).join("\n")}`);
      return JSON.parse(text);
    },
    async stop() {
      await gateway.close();
      await Promise.all([...running.values()].map(async (lambda) => (await lambda).stop()));
      await Promise.all([guard.close(), stripe.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
