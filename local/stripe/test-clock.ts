import type Stripe from "stripe";
import * as z from "zod";
import { deleteCustomer } from "./customer.ts";
import { change, emit } from "./event.ts";
import { listPage } from "./list.ts";
import { expand, page, seconds, text } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import type { UnixSeconds } from "./state.ts";
import { runUntil } from "./time.ts";
import { all, cycleBoundary, get, idOf, newId, put, type World } from "./world.ts";

type Clock = Stripe.TestHelpers.TestClock;

const DAYS_KEPT = 30;

export function createClock(
  world: World,
  frozen_time: UnixSeconds,
  name: string | null,
  id = newId(world, "clock"),
): Clock {
  const created = world.wallNow();
  const clock = put(world, "test_clocks", {
    id,
    object: "test_helpers.test_clock",
    created,
    deletes_after: created + DAYS_KEPT * 86_400,
    frozen_time,
    livemode: false,
    name,
    status: "ready",
    status_details: {},
  });
  emit(world, "test_helpers.test_clock.created", clock);
  return clock;
}

/** At most two of the shortest intervals on the clock; two years where there is none. Source: docs.stripe.com/billing/testing/test-clocks. */
function farthest(world: World, { id, frozen_time }: Clock): UnixSeconds {
  const intervals = all(world, "subscriptions")
    .filter(({ test_clock, status }) => test_clock !== null && idOf(test_clock) === id && status !== "canceled")
    .flatMap(({ items }) => items.data.flatMap(({ price }) => price.recurring ?? []));
  const ends = intervals.map((interval) => cycleBoundary(frozen_time, interval, 2));
  return ends.length > 0 ? Math.min(...ends) : cycleBoundary(frozen_time, { interval: "year", interval_count: 2 }, 1);
}

function checkAdvance(world: World, clock: Clock, to: UnixSeconds): void {
  if (clock.status === "advancing")
    throw refused("The test clock is already advancing.", { code: "test_clock_advancing" });
  if (to <= clock.frozen_time)
    throw refused("The new frozen time must be after the current one.", { param: "frozen_time" });
  if (to > farthest(world, clock)) {
    throw refused(
      "You can only advance up to two intervals from the initial frozen time based on the shortest subscription interval configured with your test clock.",
      { param: "frozen_time" },
    );
  }
}

/** A clock begins to move; it is `ready` once everything has happened that was due. */
export function startAdvance(world: World, id: string, to: UnixSeconds): Clock {
  const { after } = change(world, "test_clocks", id, {
    status: "advancing",
    status_details: { advancing: { target_frozen_time: to } },
  });
  emit(world, "test_helpers.test_clock.advancing", after);
  return after;
}

export function finishAdvance(world: World, id: string, to: UnixSeconds): void {
  // Deleted, or put back, in the meantime.
  if (world.state.tables.test_clocks.get(id)?.status !== "advancing") return;
  try {
    runUntil(world, id, to);
  } catch (error) {
    const { after } = change(world, "test_clocks", id, { status: "internal_failure", status_details: {} });
    emit(world, "test_helpers.test_clock.internal_failure", after);
    throw error;
  }
  const { after } = change(world, "test_clocks", id, { frozen_time: to, status: "ready", status_details: {} });
  emit(world, "test_helpers.test_clock.ready", after);
}

const create = z.strictObject({ expand, frozen_time: seconds, name: text.optional() });

export const testClockRoutes: Routes = {
  "POST /v1/test_helpers/test_clocks": ({ world, read }) => {
    const { frozen_time, name } = read(create);
    return createClock(world, frozen_time, name ?? null);
  },
  "GET /v1/test_helpers/test_clocks": ({ world, read }) =>
    listPage(world, "/v1/test_helpers/test_clocks", all(world, "test_clocks"), read(z.strictObject(page))),
  "GET /v1/test_helpers/test_clocks/:id": ({ world, id }) => get(world, "test_clocks", id),
  "POST /v1/test_helpers/test_clocks/:id/advance": ({ world, id, read }) => {
    const { frozen_time } = read(z.strictObject({ expand, frozen_time: seconds }));
    checkAdvance(world, get(world, "test_clocks", id), frozen_time);
    world.soon(() => finishAdvance(world, id, frozen_time));
    return startAdvance(world, id, frozen_time);
  },
  // With the clock go the customers who live on it.
  "DELETE /v1/test_helpers/test_clocks/:id": ({ world, id }) => {
    const clock = get(world, "test_clocks", id);
    for (const customer of all(world, "customers")) {
      if (!customer.deleted && customer.test_clock !== null && idOf(customer.test_clock ?? "") === id)
        deleteCustomer(world, customer.id);
    }
    emit(world, "test_helpers.test_clock.deleted", clock);
    world.state.tables.test_clocks.delete(id);
    return { id, object: "test_helpers.test_clock", deleted: true };
  },
};
