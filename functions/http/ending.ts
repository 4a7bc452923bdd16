import type { CancelBooking, CaptureHold, ReleaseHold, ReverseSpend } from "@passbook/core";
import { keyOf } from "@passbook/core";
import type { WrittenEntry } from "../ledger/items.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { conflict, operators } from "./change.ts";
import type { ProblemCode, Refusal } from "./problem.ts";
import { refusalOf } from "./rejection.ts";
import { type Access, accountNotFound, digestOf, invalid, type KeyedRequest, nothingOf } from "./request.ts";

/** What ends something that stands in the journal. It is remembered under what it ends, whatever key it was sent with. */
export type Ending = CancelBooking | ReverseSpend | CaptureHold | ReleaseHold;

/**
 * The entry that a path names.
 * @throws {Refusal} 404, as for an account that can't be reached.
 */
export async function entryOf(
  ledger: Ledger,
  { account, isForeign }: Access,
  id: string | undefined,
  types: readonly WrittenEntry["type"][],
  missing: Extract<ProblemCode, "spend_not_found" | "hold_not_found">,
): Promise<WrittenEntry> {
  const entry = id === undefined ? undefined : await ledger.findById(account, id);
  if (entry && types.includes(entry.type)) return entry;
  if (isForeign && !(await ledger.read(account, 0)).exists) throw accountNotFound();
  throw nothingOf(missing);
}

/**
 * The hold that a path names. On an account with members it is there for whose it is, and for operators (O15).
 * @throws {Refusal} 404, also for another member's.
 */
export async function holdOf(ledger: Ledger, access: Access, id: string | undefined): Promise<WrittenEntry> {
  const hold = await entryOf(ledger, access, id, ["held"], "hold_not_found");
  if (isOthers({ by: hold.by, member: hold.member?.id }, access)) throw nothingOf("hold_not_found");
  return hold;
}

/** Whether a hold is another member's, to whom alone and to operators it is there. */
export function isOthers(
  { by, member }: { readonly by: string; readonly member?: string | undefined },
  { sub, isOperator }: Access,
): boolean {
  return member !== undefined && member !== sub && by !== sub && !isOperator;
}

export interface Ended {
  readonly entry: WrittenEntry;
  readonly isReplay: boolean;
  /** It was ended before, by a request with another key and another content. */
  readonly isAnothers: boolean;
}

/**
 * Ends it, once: a second request is told what the first one did.
 * @throws {Refusal} what the rules refuse; 409: the key is the first one's, and the content is not.
 */
export async function end(
  ledger: Ledger,
  access: Access,
  command: Ending,
  request: KeyedRequest,
  until: number,
): Promise<Ended> {
  const { account } = access;
  const digest = digestOfEnding(request);
  const performed = await ledger.perform(account, { ...command, ...operators(access) }, { digest, until });
  switch (performed.result) {
    case "written":
    case "replayed":
      return { entry: performed.entry, isReplay: performed.result === "replayed", isAnothers: false };
    case "idempotency conflict": {
      const [key, content] = performed.entry.digest?.split(".") ?? [];
      if (key === digestOf(request.key) && content !== request.digest) throw conflict();
      return { entry: performed.entry, isReplay: true, isAnothers: content !== request.digest };
    }
    case "rejected":
      throw refusalOf(performed.rejection);
    case "free":
    case "no such account":
      throw new RangeError(`${command.type} came to nothing`);
  }
}

/** Both the key and the content, so that it can be told which of them differs. */
function digestOfEnding({ key, digest }: KeyedRequest): string {
  return `${digestOf(key)}.${digest}`;
}

/**
 * Whether the request's key has ended it before, with other words: that is told before what is wrong with these.
 */
export async function refuseUsedKey(
  ledger: Ledger,
  account: string,
  command: Ending,
  { key }: KeyedRequest,
): Promise<void> {
  const entry = await ledger.find(account, keyOf(command));
  if (entry?.digest?.startsWith(`${digestOf(key)}.`)) throw conflict();
}

/** It was ended already, by time or by another request. */
export function hasEnded(): Refusal {
  return invalid([{ field: "hold", message: "has ended" }]);
}
