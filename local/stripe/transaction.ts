import type Stripe from "stripe";
import { StripeProblem } from "./problem.ts";
import { openState, type State, storedState } from "./state.ts";
import type { Cause, World } from "./world.ts";

/** Does all of something or nothing of it, and lets its events go once it is done. */
export function transaction<T>(world: World, cause: Cause | null, act: () => T): T {
  const before = copyOf(world.state);
  const events: Stripe.Event[] = [];
  const outer = { pending: world.pending, cause: world.cause };
  world.pending = events;
  world.cause = cause;
  let keeps = true;
  try {
    return act();
  } catch (error) {
    keeps = error instanceof StripeProblem && error.details.keepsChanges === true;
    if (!keeps) world.state = before;
    throw error;
  } finally {
    Object.assign(world, outer);
    if (keeps) for (const event of events) world.onEvent(event);
  }
}

/** Works something out as if it were done, and takes all of it back. */
export function dryRun<T>(world: World, act: () => T): T {
  const before = copyOf(world.state);
  const outer = world.pending;
  world.pending = [];
  try {
    return act();
  } finally {
    world.pending = outer;
    world.state = before;
  }
}

const copyOf = (state: State): State => openState(storedState(state));
