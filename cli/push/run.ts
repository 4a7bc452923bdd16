import { parseArgs } from "node:util";
import Stripe from "stripe";
import { stripeClient } from "../../functions/stripe/client.ts";
import { localParts, type Whereabouts } from "../connection.ts";
import { EXIT, type Terminal } from "../run.ts";
import { isLiveKey, policyOf, stripeAccount } from "../stage.ts";
import { linked, namedTable, storage } from "../storage.ts";
import { textTable } from "../text-table.ts";
import { Failure, UsageError } from "../usage.ts";
import { type Pushed, push } from "./push.ts";
import type { Step } from "./step.ts";

const USAGE = `Usage: npm run stripe:push -- [options]

Puts on Stripe's shelf what the policy sells: products, prices by lookup key, the portal's two configurations, and the webhook.
Shows what it would do; never deletes.

  --yes           does it
  --url <url>     where the stage's API is: its webhook is set up, too; PASSBOOK_API
  --table <name>  the table, which remembers what prices were called; PASSBOOK_TABLE, or what \`sst shell\` sets
  --live          the key is one for real money
  --json          what a program would rather read

POLICY names the product, STRIPE_SECRET_KEY the account (or what \`sst shell\` sets); without a key it is the local Stripe.`;

const OPTIONS = {
  yes: { type: "boolean", default: false },
  live: { type: "boolean", default: false },
  url: { type: "string" },
  api: { type: "string" },
  table: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

type PushOptions = ReturnType<typeof readOptions>;

/** Runs a command line. @returns the exit code. */
export async function runPush(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const options = readOptions(args);
    if (options.help) {
      terminal.print(USAGE);
      return EXIT.done;
    }
    const { pushed, note } = await pushedAs(options, terminal);
    if (options.json) terminal.print(JSON.stringify(pushed, null, 2));
    else terminal.print([pushedText(pushed, options.yes, stageOf(terminal) ?? "<stage>"), ...note].join("\n\n"));
    return EXIT.done;
  } catch (error) {
    if (error instanceof UsageError) terminal.tell(`${error.message}\n\n${USAGE}`);
    else if (error instanceof Failure) terminal.tell(error.message);
    else if (error instanceof Stripe.errors.StripeError)
      terminal.tell(`Stripe refused it: ${error.type}, ${error.code ?? error.param}.`);
    else throw error;
    return error instanceof UsageError ? EXIT.misunderstood : EXIT.failed;
  }
}

/** @throws {UsageError} */
function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

async function pushedAs(options: PushOptions, { env, now }: Terminal): Promise<{ pushed: Pushed; note: string[] }> {
  const isDeployed = env["STRIPE_SECRET_KEY"] !== undefined || linked(env, "StripeSecretKey") !== undefined;
  const local = isDeployed ? undefined : await localParts(options, env);
  const { key, url } = stripeAccount(local, env);
  if (isLiveKey(key) !== options.live)
    throw new UsageError(options.live ? "The key is none for real money." : "The key is for real money: say --live.");
  const table = tableOf(local, options, env);
  const webhookUrl = local ? undefined : webhookOf(options.url ?? env["PASSBOOK_API"]);
  const webhook = webhookUrl === undefined ? undefined : { url: webhookUrl, stage: stageOf({ env }) };
  const pushed = await push({
    policy: policyOf(local, env),
    now: now(),
    stripe: stripeClient(key, url, { timeout: 20_000, maxNetworkRetries: 4 }),
    table,
    webhook,
    isMeant: options.yes,
  });
  const note = [
    ...(table ? [] : ["No table is named: what a price stands for is learnt at its first sale, from its metadata."]),
    ...(webhookUrl === undefined
      ? [local ? "`npm start` has a webhook of its own." : "The webhook was not looked at: say --url."]
      : []),
  ];
  return { pushed, note };
}

/** The stage whose shell it is; outside of one nobody has said it. */
function stageOf({ env }: Pick<Terminal, "env">): string | undefined {
  return linked(env, "App")?.stage;
}

/** Without a stage the secret would be set for whoever's own one is at hand. */
function secretLine(name: string, secret: string, stage: string): string {
  return `npx sst secret set ${name} ${secret} --stage ${stage}`;
}

function tableOf(local: Whereabouts | undefined, options: PushOptions, env: Terminal["env"]) {
  const isNamed = local !== undefined || namedTable(options, env) !== undefined;
  return isNamed ? storage({ local }, options, env).table : undefined;
}

/** @throws {UsageError} Stripe would not send anything there. */
function webhookOf(api: string | undefined): string | undefined {
  if (api === undefined) return undefined;
  if (!/^https?:/.test(api) || !URL.canParse(api)) throw new UsageError(`${api} is no URL`);
  return `${api.replace(/\/$/, "")}/stripe/webhook`;
}

function pushedText({ steps, done }: Pushed, isMeant: boolean, stage: string): string {
  const toDo = steps.filter((step) => step.do !== "keep");
  const rows = steps.map((step) => [step.do, step.of, step.name, step.because ?? ""]);
  const table = textTable(["do", "what", "of", "why"], rows);
  if (toDo.length === 0) return `${table}\n\nEverything is as it should be: ${steps.length} kept.`;
  const kept = steps.length - toDo.length;
  if (!isMeant) return `${table}\n\n${toDo.length} to do, ${kept} kept. Nothing was done: --yes does it.`;
  return [
    table,
    `${done.length} done, ${kept} kept.`,
    ...done.flatMap(([step, { secret }]) => secretText(step, secret, stage)),
  ].join("\n\n");
}

/** Said once, by Stripe and by us. */
function secretText(step: Step, secret: string | undefined, stage: string): string[] {
  if (secret === undefined) return [];
  const old = "replaces" in step ? step.replaces : undefined;
  if (old === undefined)
    return [`The webhook's secret, which is not said again:\n\n  ${secretLine("StripeWebhookSecret", secret, stage)}`];
  const line = secretLine("StripeWebhookSecretNext", secret, stage);
  const next = `The new webhook's secret, which is not said again:\n\n  ${line}`;
  return [
    `${next}\n\nOnce that is deployed, disable ${old} in Stripe's Dashboard: both are told of everything until then.`,
  ];
}
