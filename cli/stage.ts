import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import type { Policy } from "@passbook/core";
import { policies } from "@passbook/core/policies";
import { createLedger } from "../functions/ledger/ledger.ts";
import type { Table } from "../functions/ledger/table.ts";
import { priceBook, stripeClient } from "../functions/stripe/client.ts";
import { knowledge } from "../functions/stripe/knowledge.ts";
import type { Intake } from "../functions/stripe/take.ts";
import type { Environment, Whereabouts } from "./connection.ts";
import { linked } from "./storage.ts";
import { Failure } from "./usage.ts";

/** The Stripe of a stage: the local one, or the one that the environment has a key for. */
export interface StripeAccount {
  readonly key: string;
  readonly url: URL | undefined;
}

/** @throws {Failure} nobody has said with which key. */
export function stripeAccount(local: Whereabouts | undefined, env: Environment): StripeAccount {
  if (local) return { key: local.stripe.apiKey, url: new URL(local.stripe.url) };
  const key = env["STRIPE_SECRET_KEY"] ?? linked(env, "StripeSecretKey")?.value;
  if (!key) throw new Failure("Set STRIPE_SECRET_KEY to ask Stripe.");
  const url = env["STRIPE_API_URL"];
  return { key, url: url ? new URL(url) : undefined };
}

/** Keys say themselves whether their money is real (docs.stripe.com/keys). */
export function isLiveKey(key: string): boolean {
  return /^[rs]k_live_/.test(key);
}

/** @throws {Failure} there is no such policy, or nobody has said which. */
export function policyOf(local: Pick<Whereabouts, "policy"> | undefined, env: Environment): Policy {
  const name = local?.policy ?? env["POLICY"];
  const policy = name !== undefined && Object.hasOwn(policies, name) ? policies[name] : undefined;
  if (!policy) throw new Failure(`POLICY is ${name ?? "not set"}; there are ${Object.keys(policies).join(", ")}.`);
  return policy;
}

/** What a stage's functions are made of, here: the same table, the same Stripe, and a log that says nothing. */
export function reconcilerOf(
  table: Table,
  local: Whereabouts | undefined,
  env: Environment,
  clock: () => number,
): Intake {
  const policy = policyOf(local, env);
  const { key, url } = stripeAccount(local, env);
  const stripe = stripeClient(key, url, { timeout: 20_000, maxNetworkRetries: 4 });
  const defaultClock = local?.stripe.testClock ?? env["TEST_CLOCK"];
  const ledger = createLedger({
    policy,
    table,
    clock,
    random: Math.random,
    sleep,
    newToken: randomUUID,
    ...(defaultClock && { defaultClock }),
  });
  const logger = new Logger({ serviceName: "passbook", logLevel: "SILENT" });
  const priceNames = priceBook(policy, table, stripe);
  const knows = knowledge({ policy, table, ledger, stripe, priceNames });
  return { policy, table, ledger, logger, clock, stripe, knowledge: knows, livemode: isLiveKey(key) };
}
