import { type Account, type Command, type EntryKey, type Instant, spendKey } from "@passbook/core";
import type { WrittenEntry } from "../ledger/items.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PerformOptions } from "../ledger/perform.ts";
import { Refusal } from "./problem.ts";
import { refusalOf } from "./rejection.ts";
import { type Access, accountNotFound, invalid, type KeyedRequest, refuseMissing } from "./request.ts";
import type { Read } from "./schema.ts";

/** What came of a change that was asked for: its entry, or, where it cost nothing, none. */
export type Change = { readonly entry: WrittenEntry; readonly isReplay: boolean } | Free;

/** It cost nothing: the account as it is, at its own present. */
export interface Free {
  readonly free: Account;
  readonly at: Instant;
}

/**
 * What a keyed request asks for, once it makes sense. A missing account and a key that has been used are told before what
 * is wrong with the content.
 * @throws {Refusal} 404, 409 or 422
 */
export async function readable<T>(ledger: Ledger, access: Access, key: EntryKey, content: Read<T>): Promise<T> {
  if (!("problems" in content)) return content.value;
  await refuseMissing(access, ledger);
  throw (await ledger.find(access.account, key)) ? conflict() : invalid(content.problems);
}

/** What exactly this request has made before, whatever is wrong with it by now. */
export async function replayOf(
  ledger: Ledger,
  { account, sub }: Access,
  { key, body: { member = sub }, digest }: KeyedRequest,
): Promise<WrittenEntry | undefined> {
  const entry = await ledger.find(account, spendKey({ request: key }));
  return entry?.digest === digest && (!entry.member || entry.member.id === member) ? entry : undefined;
}

/**
 * Has it done, once.
 * @throws {Refusal} what the rules refuse, the key of another request, and an account that was never written.
 */
export async function change(
  ledger: Ledger,
  access: Access,
  command: Command,
  options: Pick<PerformOptions, "digest" | "until" | "mustExist">,
): Promise<Change> {
  const { account, isForeign, isOwn } = access;
  const performed = await ledger.perform(
    account,
    { ...command, ...operators(access) },
    { isOwn, mustExist: isForeign, ...options },
  );
  switch (performed.result) {
    case "written":
    case "replayed":
      if (isForAnother(performed.entry, command)) throw conflict();
      return { entry: performed.entry, isReplay: performed.result === "replayed" };
    case "free":
      return { free: performed.account, at: performed.at };
    case "rejected":
      throw refusalOf(performed.rejection);
    case "idempotency conflict":
      throw conflict();
    case "no such account":
      throw accountNotFound();
  }
}

/** Says of a command that an operator gives it. */
export function operators({ isOperator }: Access): { isOperators?: boolean } {
  return isOperator ? { isOperators: true } : {};
}

/** Of an account that several share the same words of two members are two requests (O15). */
function isForAnother({ key, member }: WrittenEntry, command: Command): boolean {
  if (key.kind !== "req" || !member || !("by" in command)) return false;
  const { by, member: named = by }: { readonly by: string; readonly member?: string } = command;
  return named !== member.id;
}

/** Says that the answer is that of an earlier request. */
export function replayed(isReplay: boolean): Record<string, string> {
  return isReplay ? { "idempotent-replayed": "true" } : {};
}

export function conflict(): Refusal {
  return new Refusal("idempotency_conflict", "This Idempotency-Key belongs to a request with another content.");
}
