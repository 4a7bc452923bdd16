import { stableFraction } from "./ids.ts";

/**
 * What may go wrong with deliveries, as it does in the world: each a share of the events from 0 to 1, but for `shuffle`, the
 * number of deliveries that an event may be overtaken by, and `delayMs`. The same seed does the same to the same events.
 */
export interface Chaos {
  readonly seed: string;
  /** Delivered twice. */
  readonly duplicate: number;
  /** Taken out of the queue in any order, among so many. */
  readonly shuffle: number;
  /** Held back for up to `delayMs`. */
  readonly delay: number;
  readonly delayMs: number;
  /** The first attempt reaches nobody. */
  readonly drop: number;
  /** The first attempt arrives, and its answer is lost. */
  readonly unanswered: number;
  /** The same fact as a second event, with an id of its own. */
  readonly twin: number;
  /** The first attempt is rendered as an API version before Basil would; the next are in the endpoint's own. */
  readonly oldVersion: number;
}

export const calm: Chaos = {
  seed: "calm",
  duplicate: 0,
  shuffle: 1,
  delay: 0,
  delayMs: 200,
  drop: 0,
  unanswered: 0,
  twin: 0,
  oldVersion: 0,
};

type Mishap = "duplicate" | "delay" | "drop" | "unanswered" | "twin" | "oldVersion";

/** Whether a mishap befalls an event. */
export function befalls(chaos: Chaos, mishap: Mishap, event: string): boolean {
  return stableFraction(`${chaos.seed} ${mishap} ${event}`) < chaos[mishap];
}

export function delayOf({ seed, delayMs }: Chaos, event: string): number {
  return Math.floor(stableFraction(`${seed} how long ${event}`) * delayMs);
}

/** Which of the waiting deliveries is next, the `turn`-th that is asked for. */
export function nextPlace({ seed, shuffle }: Chaos, turn: number, waiting: number): number {
  return Math.floor(stableFraction(`${seed} turn ${turn}`) * Math.min(Math.max(1, shuffle), waiting));
}
