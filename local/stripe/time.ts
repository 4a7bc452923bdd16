import { settleWaiting } from "./checkout-settle.ts";
import { nextDue } from "./due.ts";
import type { UnixSeconds } from "./state.ts";
import { hide, nowOn, TIME_OF_DAY, type World } from "./world.ts";

/** More than can be due at one instant: what has been done must not be due again. */
const MOST_AT_ONCE = 10_000;

/** Lets everything happen that is due up to an instant, in the order of time, at the instants at which it is due. */
export function runUntil(world: World, clock: string | null, until: UnixSeconds): void {
  const name = clock ?? TIME_OF_DAY;
  const outer = world.cause;
  let [standing, since] = [0, 0];
  world.cause = null;
  try {
    for (let due = nextDue(world, clock, until); due; due = nextDue(world, clock, until)) {
      const before = world.state.hidden.instants.get(name) ?? (clock === null ? due.at : nowOn(world, clock));
      const now = Math.max(due.at, before);
      hide(world, "instants", name, now);
      standing = now === since ? standing + 1 : 0;
      since = now;
      if (standing > MOST_AT_ONCE) throw new Error(`time stands still at ${now}: ${due.what}`);
      due.act(now);
    }
  } finally {
    world.cause = outer;
    world.state.hidden.instants.delete(name);
  }
}

/** What has become due in the time of day. */
export function catchUp(world: World): void {
  runUntil(world, null, world.wallNow());
  settleWaiting(world);
}
