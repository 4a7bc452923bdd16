import { BEFORE_ALL, END_OF_TIME, type Instant } from "@passbook/core";
import type { Bus } from "../functions/events/bus.ts";
import type { CreditsEvent } from "../functions/events/event.ts";
import { eventsOf } from "../functions/events/from-entry.ts";
import { isBegun } from "../functions/ledger/items.ts";
import type { Told } from "./account-commands.ts";
import type { Storage } from "./storage.ts";
import { Failure, type Options, UsageError } from "./usage.ts";

/** As many lines are read, and told, at once. */
const PAGE = 100;

/** What became of the lines of an account. */
interface Announced {
  readonly account: string;
  readonly entries: number;
  readonly events: number;
  /** Ids of events that the bus will never take, and names of entries that can't be read. */
  readonly untold: readonly string[];
}

/**
 * Tells on the bus once more what the journals of accounts have to tell, under the ids that the events had: who remembers them
 * has nothing twice. Warnings that credits will end are no lines of a journal, and are not told again.
 * @throws {UsageError} no account, or from or until when makes no sense.
 * @throws {Failure} once the others are told: there is no such account, its index is behind, or the bus does not answer.
 */
export async function announce(
  storage: Storage,
  bus: Bus,
  accounts: readonly string[],
  options: Pick<Options, "from" | "to">,
  progress: (text: string) => void,
): Promise<Told> {
  if (accounts.length === 0) throw new UsageError("announce needs an account");
  const within = { from: edge("from", options.from, BEFORE_ALL), to: edge("to", options.to, END_OF_TIME) };
  const announced: Announced[] = [];
  const failures: Failure[] = [];
  for (const account of accounts) {
    try {
      announced.push(await announceOne(storage, bus, account, within));
      progress(`${account} is told`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  const lines = announced.flatMap(({ account, entries, events, untold }) => [
    `${account}: ${events} events of ${entries} lines were told again.`,
    ...untold.map((name) => `${name} could not be told.`),
  ]);
  if (failures.length > 0)
    throw new Failure([...lines, ...failures.map(({ message }) => message)].join("\n"), { cause: failures });
  return { text: lines.join("\n"), json: announced, isWrong: announced.some(({ untold }) => untold.length > 0) };
}

interface Within {
  readonly from: Instant;
  /** Not itself. */
  readonly to: Instant;
}

async function announceOne(storage: Storage, bus: Bus, account: string, { from, to }: Within): Promise<Announced> {
  const head = await storage.table.readHead(account);
  if (!isBegun(head)) throw new Failure(`${account} was never written.`);
  const { account: stored } = head;
  const untold: string[] = [];
  let [entries, events] = [0, 0];
  let waiting: CreditsEvent[] = [];
  const tell = async () => {
    const unput = await bus.put(waiting);
    const later = unput.find(({ isRefused }) => !isRefused);
    if (later)
      throw new Failure(
        `The bus did not take ${later.event.id}, and can be told it all again: ${String(later.cause)}`,
        {
          cause: later.cause,
        },
      );
    untold.push(...unput.map(({ event }) => event.id));
    events += waiting.length - unput.length;
    waiting = [];
  };
  for await (const { id, at } of storage.lines(account, stored.seq, PAGE)) {
    if (at < from || at >= to) continue;
    entries += 1;
    try {
      // The statement's index does not say which line brought the balance down to the policy's mark.
      waiting.push(...eventsOf(await storage.newEntry(account, id)));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      untold.push(id);
    }
    if (waiting.length >= PAGE) await tell();
  }
  await tell();
  return { account, entries, events, untold };
}

function edge(option: string, text: string | undefined, otherwise: Instant): Instant {
  if (text === undefined) return otherwise;
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new UsageError(`--${option} is like 2026-01-31 or 2026-01-31T09:00:00Z, not ${text}`);
  return at;
}
