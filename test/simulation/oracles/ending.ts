import type { Entry, Policy } from "@passbook/core";
import { entryId, entryItemKey } from "../../../functions/ledger/items.ts";
import { type Asked, isTold } from "../world/caller.ts";
import type { PaidThing } from "../world/stripe-life.ts";
import type { AccountBook } from "./account-book.ts";
import type { JournalWatch } from "./journal-watch.ts";
import type { Violation } from "./violation.ts";

/** Verbs whose entry bears the caller's key. */
const BY_KEY: ReadonlySet<string> = new Set(["spend", "hold", "adjust"]);
const MOST_FREE_MONTHS = 6;

interface Ended {
  readonly policy: Policy;
  readonly journal: JournalWatch;
  readonly asked: readonly Asked[];
  readonly paid: readonly PaidThing[];
  readonly keys: { has(key: string): boolean };
}

/** What must hold once everything has been told and answered. */
export function* atTheEnd({ policy, journal, asked, paid, keys }: Ended): Generator<Violation> {
  yield* outcomes(asked, keys);
  for (const { account, id } of paid)
    if (!journal.book(account).hasGranted(id))
      yield { oracle: "I3", what: `${id} of ${account} was paid, and gave nothing` };
  for (const [account, book] of journal.books) {
    const ofIt = paid.filter((thing) => thing.account === account);
    yield* grants(policy, account, book, ofIt);
  }
}

export function* outcomes(asked: Ended["asked"], keys: Ended["keys"]): Generator<Violation> {
  for (const one of asked) yield* outcome(one, keys);
}

/** Whoever was told that it is done finds it done; who was refused, by the last that was tried, finds nothing. */
function* outcome({ verb, account, line, request, tries }: Asked, keys: Ended["keys"]): Generator<Violation> {
  if (!BY_KEY.has(verb) || request.key === undefined) return;
  const isThere = keys.has(entryItemKey(account, entryId({ kind: "req", id: request.key })));
  const isDone = tries.some(({ answered: { status = 0 } }) => status >= 200 && status < 300);
  if (isDone && !isThere) yield { oracle: "I4", what: `${line} ${request.key} was done, and is not there` };
  const refused = tries.find(
    (one) =>
      isTold(one.answered) &&
      one.answered.status !== 409 &&
      tries.every((other) => other === one || other.end <= one.begin),
  );
  if (refused && !isDone && isThere)
    yield { oracle: "I4", what: `${line} ${request.key} was refused (${refused.answered.text}), and is there` };
}

/** Net of what was withdrawn and of what only moved to another lot. */
export function grantedIn(entries: readonly Entry[]): number {
  const movements = entries.flatMap((entry) => entry.movements);
  return movements.reduce((sum, movement) => {
    const { type, credits } = movement;
    if (type === "granted") return sum + credits;
    if (type === "withdrawn" || type === "rolled-over") return sum - credits;
    return type === "restored" && movement.undoes === "rolled-over" ? sum + credits : sum;
  }, 0);
}

function* grants(policy: Policy, account: string, book: AccountBook, paid: readonly PaidThing[]): Generator<Violation> {
  const granted = grantedIn(book.entries);
  const given = grantedIn(book.entries.filter(({ type }) => type === "adjusted"));
  const bought = paid.reduce((sum, { credits }) => sum + credits, 0);
  const allowance = policy.plans["free"]?.allowance ?? 0;
  const free = granted - given - bought;
  const isFree = free >= 0 && free <= allowance * MOST_FREE_MONTHS && free % allowance === 0;
  if (book.account.isPersonal ? !isFree : free !== 0)
    yield {
      oracle: "I12",
      what: `${account} was granted ${granted}: ${given} adjusted, ${bought} bought, ${free} besides`,
    };
}
