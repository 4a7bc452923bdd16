import type { ParkedEvent } from "../functions/ledger/table.ts";
import type { Told } from "./account-commands.ts";
import { refusal } from "./connection.ts";
import { deliverKept, type Replaying } from "./replay.ts";
import type { Storage } from "./storage.ts";
import { shortInstant, textTable } from "./text-table.ts";

/** The events that wait for somebody, and why. */
export async function listParked(storage: Storage): Promise<Told> {
  const waiting = await Array.fromAsync(storage.parkedEvents(), shown);
  if (waiting.length === 0) return { text: "No event is kept: all that came could be read.", json: [] };
  const rows = waiting.map(({ id, type, createdAt, because }) => [id, type, shortInstant(createdAt), because]);
  return { text: textTable(["event", "type", "created", "could not be read because"], rows), json: waiting };
}

/** All of them again, oldest first; one that still can't be read keeps none of the others from being. */
export async function replayParked(replaying: Replaying, progress: (text: string) => void): Promise<Told> {
  const outcomes: { event: string; status: number; problem?: string }[] = [];
  for (const { id, event } of await Array.fromAsync(replaying.storage().parkedEvents())) {
    const reply = await deliverKept(replaying, id, event);
    outcomes.push({ event: id, status: reply.status, ...(reply.status >= 300 && { problem: refusal(reply) }) });
    progress(`${id}: ${reply.status}`);
  }
  const still = outcomes.filter(({ problem }) => problem !== undefined);
  const text = `${outcomes.length - still.length} of ${outcomes.length} events are read now.`;
  const problems = still.map(({ event, problem }) => `${event}: ${problem}`);
  return { text: [text, ...problems].join("\n"), json: outcomes, isWrong: still.length > 0 };
}

function shown({ id, createdAt, because, event }: ParkedEvent) {
  const { type } = JSON.parse(event) as { type: string };
  return { id, type, createdAt: new Date(createdAt).toISOString(), because };
}
