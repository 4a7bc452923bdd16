import { parseArgs } from "node:util";

export const USAGE = `Usage: npm run credits -- <command> [options]

  balance <account> [--at <instant>]        what can be spent, by source
  explain <account>                         why the balance is what it is: each lot, where it came from, what ended
  statement <account> [--limit n] [--type t,…] [--member m]
  adjust <account> <±credits> --reason <text> [--expires <instant>] [--key <key>]
  parked                                    the events that are kept because they could not be read, and why
  replay <event id> | --parked              delivers an event again: one that is kept, or Stripe's; or all that are kept
  rebuild <account> --check                 folds the journal and compares what comes of it with the account as it is stored
  reconcile [--since 7d] [--fix]            compares what Stripe has with the journal; --fix tells the journal what it lacks
  announce <account>… [--from <instant>] [--to <instant>]
                                            tells on the bus again what happened then, under the same ids

  --api <url>     where Passbook is; PASSBOOK_API, or what \`npm start\` runs
  --token <jwt>   with credits:operate; PASSBOOK_TOKEN, or one of the local issuer's
  --table <name>  the table, for parked, replay, rebuild, reconcile and announce; PASSBOOK_TABLE, what \`sst shell\` sets, or the local one
  --json          what a program would rather read

A deployed stage is reached with AWS's usual environment; replay signs with STRIPE_WEBHOOK_SECRET, it and reconcile ask Stripe
with STRIPE_SECRET_KEY (or what \`sst shell\` sets of both), and reconcile needs POLICY: the product's name.
announce needs the bus: PASSBOOK_BUS, what \`sst shell\` sets, or the local one.

Exit code: 0 done, 1 refused or failed, 2 not understood, 3 the books don't agree.`;

/** What was typed makes no sense. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What it was refused for, or what it failed of. */
export class Failure extends Error {
  override readonly name = "Failure";
}

const OPTIONS = {
  api: { type: "string" },
  token: { type: "string" },
  table: { type: "string" },
  json: { type: "boolean", default: false },
  at: { type: "string" },
  limit: { type: "string" },
  type: { type: "string" },
  member: { type: "string" },
  reason: { type: "string" },
  expires: { type: "string" },
  key: { type: "string" },
  check: { type: "boolean", default: false },
  parked: { type: "boolean", default: false },
  since: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  fix: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** @throws {UsageError} */
export function readArguments(args: readonly string[]) {
  try {
    // A minus before digits is a number: with a space before it, it is not taken for an option.
    const spaced = args.map((arg) => (/^-\d+$/.test(arg) ? ` ${arg}` : arg));
    const { values, positionals } = parseArgs({ args: spaced, options: OPTIONS, allowPositionals: true });
    return { options: values, words: positionals.map((word) => word.trim()) };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export type Options = ReturnType<typeof readArguments>["options"];
