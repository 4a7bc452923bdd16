import { randomUUID } from "node:crypto";
import type { Connection } from "./connection.ts";
import { type Line, lines, pathOf } from "./journal.ts";
import { shortInstant, signedText, textTable } from "./text-table.ts";
import { type Options, UsageError } from "./usage.ts";

/** What a command has to tell: to a person, and to a program. */
export interface Told {
  readonly text: string;
  readonly json: unknown;
  /** The books don't agree. */
  readonly isWrong?: boolean;
}

export async function balance(connection: Connection, account: string, { at }: Options): Promise<Told> {
  const query = at === undefined ? "" : `?${new URLSearchParams({ at }).toString()}`;
  const json = await connection.ask("GET", `${pathOf(account)}/balance${query}`);
  const {
    balance: left,
    bySource,
    nextRenewal,
    asOf,
  } = json as {
    balance: number;
    bySource: Record<string, number>;
    nextRenewal?: { at: string; credits: number; plan: string } | null;
    asOf: string;
  };
  const head = `${account} has ${left} credits at ${shortInstant(asOf)}.`;
  const sources = Object.entries(bySource);
  const table = sources.length > 0 ? [textTable(["source", "credits"], sources)] : [];
  const text = [head, ...table, ...renewalOf(nextRenewal)].join("\n\n");
  return { text, json };
}

/** Of the past it is not told which renewal was to come: then nothing is said of it. */
function renewalOf(next: { at: string; credits: number; plan: string } | null | undefined): string[] {
  if (next === undefined) return [];
  if (next === null) return ["No renewal is due."];
  return [`The next ${next.credits} of ${next.plan} are due at ${shortInstant(next.at)}.`];
}

export async function statement(connection: Connection, account: string, options: Options): Promise<Told> {
  const limit = options.limit === undefined ? 25 : Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError("--limit is a whole number from 1 on");
  const { type, member } = options;
  const query = {
    limit: String(Math.min(limit, 100)),
    ...(type !== undefined && { type }),
    ...(member !== undefined && { member }),
  };
  const json: Line[] = [];
  for await (const line of lines(connection, account, query)) {
    json.push(line);
    if (json.length === limit) break;
  }
  const rows = json.map((line) => [
    line.seq,
    shortInstant(line.at),
    line.type,
    signedText(line.credits),
    line.balance,
    line.reason,
    doer(line),
  ]);
  return { text: textTable(["line", "at", "type", "credits", "balance", "reason", "by"], rows), json };
}

/** Who did it, and for whom, where that is another member. */
function doer({ by, member = by }: Line): string {
  return member === by ? by : `${by} for ${member}`;
}

export async function adjust(
  connection: Connection,
  account: string,
  credits: string,
  options: Options,
): Promise<Told> {
  const { reason, expires: expiresAt, key = randomUUID() } = options;
  if (!/^[+-]?\d+$/.test(credits)) throw new UsageError(`${credits} is no whole number of credits`);
  if (reason === undefined) throw new UsageError("an adjustment needs --reason");
  const body = { credits: Number(credits), reason, ...(expiresAt !== undefined && { expiresAt }) };
  const json = (await connection.ask("POST", `${pathOf(account)}/adjustments`, { body, key })) as Line;
  return {
    text: `${signedText(json.credits)} credits, line ${json.seq}: ${account} has ${json.balance} now.`,
    json,
  };
}
