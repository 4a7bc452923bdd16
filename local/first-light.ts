import { policies } from "@passbook/core/policies";
import type { LocalPassbook } from "./passbook.ts";
import type { Sale } from "./stripe/sales.ts";

interface Entry {
  readonly seq: number;
  readonly credits: number;
  readonly reason: string;
}

interface Balance {
  readonly balance: number;
  readonly nextRenewal?: { readonly at: string; readonly credits: number; readonly plan: string } | null;
}

interface Catalog {
  readonly services: readonly { readonly id: string; readonly credits: number }[];
  readonly packs: readonly { readonly id: string }[];
}

const ACCOUNT = "demo";

/**
 * Sells the first subscription, unless there is one already, and tells in a few lines what came of it and what to try next.
 * What is told was asked over HTTP with a token, as a frontend asks.
 */
export async function firstLight(passbook: LocalPassbook, dataDir: string): Promise<string> {
  const token = await passbook.issueToken({ sub: ACCOUNT });
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(`${passbook.api}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return await response.json();
  };
  const lastEntry = async () =>
    ((await read(`/accounts/${ACCOUNT}/ledger?limit=1`)) as { entries: Entry[] }).entries[0];

  const known = await lastEntry();
  const story = known ? [welcomeBack(known)] : [await subscribe(passbook), ...granted(await lastEntry())];
  const balance = (await read(`/accounts/${ACCOUNT}/balance`)) as Balance;
  const catalog = (await read("/catalog")) as Catalog;
  return [
    `Passbook is up, with the policy ${passbook.policy} and its data in ${dataDir} (${passbook.engine}).`,
    "",
    ...[...story, balanceLine(balance)].map((line) => `  ${line}`),
    "",
    "Try, in another terminal (the same spend sent twice is charged once; a renewal takes the account to next month):",
    "",
    ...suggestions(passbook, catalog, token).map((line) => `  ${line}`),
    "",
    ...(passbook.web === null ? [] : [pageLine(passbook.web)]),
    `Everything that Stripe shows, Checkout, time and its buttons: ${passbook.stripe.url}/`,
    "Ctrl-C stops everything and keeps the data.",
  ].join("\n");
}

/** By the route that a developer has too; the webhook that follows is signed and sent as Stripe does. */
async function subscribe({ policy, stripe }: LocalPassbook): Promise<string> {
  const [plan, { price }] = firstPaidPlan(policy);
  const interval = price.month === undefined ? "year" : "month";
  const order = JSON.stringify({ account: ACCOUNT, plan, interval });
  const response = await fetch(`${stripe.url}/test/subscribe`, { method: "POST", body: order });
  if (!response.ok) return `The local Stripe could not sell a first subscription: ${await response.text()}`;
  const { type, amount, currency, delivery } = (await response.json()) as Sale;
  const paid = (amount / 100).toLocaleString("en", { style: "currency", currency });
  return `Stripe sent a signed ${type}: ${ACCOUNT} has paid ${paid} for a ${interval} of ${plan}. Passbook answered ${delivery.status}.`;
}

function firstPaidPlan(policy: string) {
  const plans = Object.entries(policies[policy]?.plans ?? {});
  const paid = plans.find(([, { price }]) => Object.keys(price).length > 0);
  if (!paid) throw new Error(`${policy} has no plan that could be paid for`);
  return paid;
}

function granted(entry: Entry | undefined): string[] {
  return entry ? [`Entry ${entry.seq} of the journal, "${entry.reason}": ${signed(entry.credits)} credits.`] : [];
}

function welcomeBack({ seq, reason, credits }: Entry): string {
  const entries = seq === 1 ? "one entry" : `${seq} entries`;
  return `${ACCOUNT} is as you left it: ${entries} in the journal, the last one "${reason}" (${signed(credits)}).`;
}

function balanceLine({ balance, nextRenewal }: Balance): string {
  const day = (at: string) => new Date(at).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" });
  const next = nextRenewal ? `; the next ${number(nextRenewal.credits)} are due on ${day(nextRenewal.at)}` : "";
  return `GET /accounts/${ACCOUNT}/balance says ${number(balance)} credits${next}.`;
}

const pageLine = (web: string): string =>
  `The page, with a bar that moves time: ${web} (${ACCOUNT}'s; ${web}?as=ada is that of somebody new)`;

function suggestions({ api, stripe }: LocalPassbook, { services, packs }: Catalog, token: string): string[] {
  const account = `${api}/accounts/${ACCOUNT}`;
  const service = services.find(({ credits }) => credits > 0);
  const [pack] = packs;
  // Another one for every start: an old key would only repeat its old answer.
  const key = `spend-${Date.now().toString(36)}`;
  return [
    `AUTH='Authorization: Bearer ${token}'`,
    `curl -H "$AUTH" ${account}/balance`,
    ...(service
      ? [`curl -H "$AUTH" -H 'Idempotency-Key: ${key}' -d '{"service":"${service.id}"}' ${account}/spends`]
      : []),
    `curl -H "$AUTH" ${account}/ledger`,
    ...(pack ? [`curl -d '{"account":"${ACCOUNT}","pack":"${pack.id}"}' ${stripe.url}/test/buy`] : []),
    `curl -d '{"account":"${ACCOUNT}"}' ${stripe.url}/test/renew`,
  ];
}

const number = (value: number): string => value.toLocaleString("en");
const signed = (value: number): string => value.toLocaleString("en", { signDisplay: "exceptZero" });
