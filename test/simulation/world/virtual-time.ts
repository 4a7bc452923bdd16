import { syncBuiltinESMExports } from "node:module";
import type { Instant } from "@passbook/core";
import { install } from "@sinonjs/fake-timers";

export interface VirtualTime {
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Does nothing until an instant; at once where that is past. */
  readonly until: (instant: Instant) => Promise<void>;
}

/** A timer waits for no longer than 2³¹ milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** More turns than anything takes that waits for no timer. */
const IDLE_TURNS = 1_000;

/**
 * Lives a life in which time passes only when everybody waits for it: timers fire one by one, at their instant, and the SDK's
 * own pauses and dice are the world's.
 * @throws {Error} everybody waits, and nothing is to come.
 */
export async function inVirtualTime<T>(
  begins: Instant,
  random: () => number,
  life: (time: VirtualTime) => Promise<T>,
): Promise<T> {
  // Between two timers all that is ready runs: promises, ticks, streams.
  const { setImmediate: turn, Math: dice } = globalThis;
  const realRandom = dice.random;
  const clock = install({ now: begins, toFake: ["setTimeout", "clearTimeout", "Date"] });
  dice.random = random;
  syncBuiltinESMExports();
  const { setTimeout: later } = globalThis;
  const timer = (milliseconds: number) => new Promise<void>((done) => void later(done, milliseconds));
  const until = async (instant: Instant): Promise<void> => {
    while (instant > clock.now) await timer(Math.min(instant - clock.now, LONGEST_TIMER_MS));
  };
  // Timers count whole milliseconds.
  const sleep = (milliseconds: number) => until(clock.now + Math.ceil(milliseconds));
  try {
    const living = { isOver: false };
    const lived = life({ now: () => clock.now, sleep, until }).finally(() => {
      living.isOver = true;
    });
    // It is awaited below, once it is over.
    lived.catch(() => {});
    for (let idle = 0; !living.isOver; idle = clock.countTimers() > 0 ? 0 : idle + 1) {
      await new Promise((done) => void turn(done));
      if (idle > IDLE_TURNS) throw new Error("everybody waits, and nothing is to come");
      if (!living.isOver && clock.countTimers() > 0) clock.next();
    }
    return await lived;
  } finally {
    clock.uninstall();
    dice.random = realRandom;
    syncBuiltinESMExports();
  }
}
