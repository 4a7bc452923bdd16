import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Policy } from "@passbook/core";
import { policies } from "@passbook/core/policies";
import Stripe from "stripe";
import { afterAll, vi } from "vitest";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { startPassbook } from "../../../local/passbook.ts";
import type { Delivery } from "../../../local/stripe/deliveries.ts";
import { freshFolder } from "../../local/open-gateway.ts";
import { testClient } from "../test-table.ts";

/** A webhook that got no answer is repeated as often as Stripe does, and much sooner. */
const RETRY_PAUSES_MS = [4, 8, 16, 32, 64, 128, 256, 512];

/** Something that is asked of Passbook. */
interface Asked {
  readonly method?: string;
  readonly key?: string;
  readonly body?: object;
}

/**
 * Everything that `npm start` starts, for one product, in this process: a test file has one stage.
 * @param page the folder of the built page, where it is to be looked at.
 * @param still nothing moves by itself: no sweep, where what is stored is compared.
 */
export async function openStage(product: string, { page, still = false }: { page?: string; still?: boolean } = {}) {
  // Its own engine, even where the run was given one: the accounts must be new to it.
  vi.stubEnv("DYNAMODB_ENDPOINT", "");
  const stripe = { seed: product, retryPausesMs: RETRY_PAUSES_MS, file: undefined };
  const where = {
    policy: product,
    port: 0,
    stripePort: 0,
    dataDir: freshFolder(),
    quiet: true,
    still,
    ...(page !== undefined && { page }),
  };
  const passbook = await startPassbook({ ...where, stripe });
  afterAll(passbook.stop);
  const { hostname: host, port } = new URL(passbook.stripe.url);
  const call = async (url: string, request?: RequestInit) => {
    const response = await fetch(url, request);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const control = async (verb: string, order: object = {}) => {
    const { status, body } = await call(`${passbook.stripe.url}/test/${verb}`, {
      method: "POST",
      body: JSON.stringify(order),
    });
    if (status !== 200) throw new Error(`POST /test/${verb}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const client = testClient({ endpoint: passbook.dynamodb.endpoint });
  const deliveries = async () =>
    (await call(`${passbook.stripe.url}/test/deliveries`)).body as unknown as readonly Delivery[];
  await control("idle");
  // What comes by bank comes when the customer's clock says so, however slow we are.
  await control("billing", { settleAfterSeconds: 86_400 });
  const empty = await control("snapshot");
  let requests = 0;
  return {
    policy: policies[product] as Policy,
    table: dynamoTable(passbook.dynamodb.table, client),
    stripe: new Stripe(passbook.stripe.apiKey, { host, port, protocol: "http", telemetry: false }),
    /** A token as the identity provider makes them. */
    tokenFor: passbook.issueToken,
    /** For a request of its own. */
    newKey: (): string => `request ${(requests += 1)}`,
    /** Passbook's own interface. */
    api: passbook.api,
    /** The page, where it is served. */
    web: passbook.web ?? "",
    ask: (path: string, token: string, { method = "POST", key, body }: Asked = { method: "GET" }) =>
      call(passbook.api + path, {
        method,
        headers: { authorization: `Bearer ${token}`, ...(key !== undefined && { "idempotency-key": key }) },
        ...(body && { body: JSON.stringify(body) }),
      }),
    /** What the real Stripe has no verb for. */
    control,
    /** A Stripe that has forgotten all lives so far, and whose ids go on: a long night of lives is as fast as one. */
    async forgets(): Promise<void> {
      const { ids } = await control("snapshot");
      await control("restore", { ...empty, ids });
    },
    /** How every delivery has fared. */
    deliveries,
    /** The events that Stripe has given up to deliver. */
    givenUp: async (): Promise<string[]> =>
      (await deliveries()).filter(({ state }) => state === "given_up").map(({ event }) => event),
    /** All that is stored, by key. */
    async items(): Promise<Record<string, unknown>> {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: passbook.dynamodb.table }));
      return Object.fromEntries(Items.map((item) => [String(item["pk"]?.S), unmarshall(item)]));
    },
    /** The events that were kept because they could not be read. */
    async parked(): Promise<Stripe.Event[]> {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: passbook.dynamodb.table }));
      const kept = Items.map((item) => unmarshall(item)).filter(({ pk }) => String(pk).startsWith("K#"));
      return kept.map(({ event }) => JSON.parse(String(event)) as Stripe.Event);
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** What is done at Stripe has been heard of before the story goes on. */
export async function heard<T>({ control }: Pick<Stage, "control">, done: Promise<T>): Promise<T> {
  const answer = await done;
  await control("idle");
  return answer;
}
