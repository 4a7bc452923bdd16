import type Stripe from "stripe";
import * as z from "zod";
import { update } from "./event.ts";
import { listPage } from "./list.ts";
import { expand, ignored, metadata, page, text } from "./params.ts";
import { refused } from "./problem.ts";
import type { Routes } from "./route.ts";
import { createFrom, type PhaseParams, phaseOf, phaseParams } from "./schedule-new.ts";
import { applyPhase, release } from "./schedule-phase.ts";
import { end } from "./subscription-status.ts";
import { all, get, idOf, nowOn, type World } from "./world.ts";

const changes = z.strictObject({
  default_settings: ignored,
  end_behavior: z.enum(["cancel", "release"]).optional(),
  expand,
  metadata: metadata.optional(),
  phases: z.array(phaseParams).min(1).max(10).optional(),
  proration_behavior: z.enum(["always_invoice", "create_prorations", "none"]).optional(),
});

function activeOf(world: World, id: string): Stripe.SubscriptionSchedule {
  const schedule = get(world, "subscription_schedules", id);
  if (schedule.status === "active" || schedule.status === "not_started") return schedule;
  throw refused(`You cannot update a subscription schedule that is currently in the \`${schedule.status}\` status.`);
}

/** Changes what a schedule will do, and what runs, where the running phase is another now. */
export function updateSchedule(world: World, id: string, order: z.infer<typeof changes>): Stripe.SubscriptionSchedule {
  const before = activeOf(world, id);
  const now = nowOn(world, before.test_clock);
  const phases = order.phases ? laidOut(world, order.phases, before, now) : before.phases;
  const current = phases.find((phase) => phase.start_date <= now && now < phase.end_date);
  if (!current) throw refused("The phases of a schedule must include the one that is running.", { param: "phases" });
  const updated = update(world, "subscription_schedule.updated", "subscription_schedules", id, {
    current_phase: { end_date: current.end_date, start_date: current.start_date },
    ...(order.end_behavior && { end_behavior: order.end_behavior }),
    ...(order.metadata !== undefined && { metadata: { ...before.metadata, ...order.metadata } }),
    phases,
  });
  const running = get(world, "subscriptions", idOf(before.subscription as string)).items.data;
  const asText = (items: readonly { price: unknown; quantity?: number | undefined }[]) =>
    items
      .map(({ price, quantity }) => `${idOf(price as string)} ${quantity}`)
      .toSorted()
      .join();
  if (asText(running) !== asText(current.items)) {
    applyPhase(world, idOf(before.subscription as string), {
      ...current,
      ...(order.proration_behavior && { proration_behavior: order.proration_behavior }),
    });
  }
  return updated;
}

/** Every phase begins where the one before it ends. */
function laidOut(
  world: World,
  phases: readonly PhaseParams[],
  before: Stripe.SubscriptionSchedule,
  now: number,
): Stripe.SubscriptionSchedule.Phase[] {
  return phases.reduce<Stripe.SubscriptionSchedule.Phase[]>((laid, params) => {
    const given = params.start_date === "now" ? now : params.start_date;
    const start = laid.at(-1)?.end_date ?? given ?? before.current_phase?.start_date ?? now;
    if (given !== undefined && given !== start)
      throw refused("A phase must begin where the one before it ends.", { param: "phases[start_date]" });
    return [...laid, phaseOf(world, params, start)];
  }, []);
}

const list = z.strictObject({ ...page, customer: text.optional(), scheduled: ignored });

export const scheduleRoutes: Routes = {
  "POST /v1/subscription_schedules": ({ world, read }) =>
    createFrom(
      world,
      read(z.strictObject({ expand, from_subscription: text, metadata: ignored, billing_mode: ignored }))
        .from_subscription,
    ),
  "GET /v1/subscription_schedules": ({ world, read }) => {
    const { customer, ...wanted } = read(list);
    const schedules = all(world, "subscription_schedules").filter((each) => !customer || each.customer === customer);
    return listPage(world, "/v1/subscription_schedules", schedules, wanted);
  },
  "GET /v1/subscription_schedules/:id": ({ world, id }) => get(world, "subscription_schedules", id),
  "POST /v1/subscription_schedules/:id": ({ world, id, read }) => updateSchedule(world, id, read(changes)),
  "POST /v1/subscription_schedules/:id/release": ({ world, id }) =>
    release(world, id, nowOn(world, activeOf(world, id).test_clock)),
  "POST /v1/subscription_schedules/:id/cancel": ({ world, id }) => {
    const { subscription } = activeOf(world, id);
    end(world, idOf(subscription as string), { reason: "cancellation_requested" });
    return get(world, "subscription_schedules", id);
  },
};
