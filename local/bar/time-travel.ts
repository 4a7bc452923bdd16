import { cycleBoundary } from "../stripe/world.ts";
import { customerAt, type Till } from "./customer.ts";

const HOUR_S = 3_600;

/** Stripe charges an invoice an hour after it was made. */
const PAID_S = 2 * HOUR_S;

/** Stripe moves a clock by two of the shortest intervals at most. */
const HOP_S = 28 * 24 * HOUR_S;

/**
 * Moves the clock that the account lives by, and all who live by it too, until what happens on the way has been told.
 * @param to what comes at an instant, with the payment for it; or so much later.
 * @returns what time it is then, in Unix seconds.
 */
export async function travel(till: Till, account: string, to: Date | "month" | "year"): Promise<number> {
  const { testClocks } = till.stripe.testHelpers;
  const clock = await clockOf(till, account);
  let { frozen_time: now } = await testClocks.retrieve(clock);
  const until =
    typeof to === "string"
      ? cycleBoundary(now, { interval: to, interval_count: 1 }, 1)
      : Math.ceil(to.getTime() / 1000) + PAID_S;
  while (now < until) {
    now = Math.min(until, now + HOP_S);
    await testClocks.advance(clock, { frozen_time: now });
    // A clock that is still on its way is moved no further.
    await till.isTold();
  }
  return now;
}

async function clockOf(till: Till, account: string): Promise<string> {
  const clock = (await customerAt(till, account))?.test_clock ?? till.stageClock;
  return typeof clock === "string" ? clock : clock.id;
}
