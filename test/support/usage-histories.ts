import {
  type Adjust,
  booked,
  costs,
  givesBack,
  moreThan,
  hours as notice,
  type PlaceHold,
  type Policy,
  percent,
  rollOver,
  type Spend,
} from "@passbook/core";
import fc from "fast-check";
import { busy, hours, inOrder, payment, purchase, timePasses, usage } from "./histories.ts";
import type { FollowUp, Happening } from "./journal.ts";
import { omnia } from "./omnia-story.ts";

// Random lives in which, besides, things are booked, held, cancelled, captured, released, reversed and adjusted.

/** OmniaStudio with words of other products: what is left rolls over, and sessions are booked. */
export const mixed: Policy = {
  ...omnia,
  leftovers: rollOver({ upTo: 1_500 }),
  services: { ...omnia.services, session: booked(costs(130)) },
  bookings: {
    openAtOnce: 3,
    lengths: [1, 2, 3],
    cancelled: [givesBack(percent(100), moreThan(notice(48))), givesBack(percent(33), moreThan(notice(24)))],
  },
};

const ahead = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 0, max: 100 }) }, fc.integer({ min: 0, max: 3_000 }));
const person = { request: fc.uuid(), by: fc.constant("ada") };

const booking: fc.Arbitrary<Spend> = fc
  .record({ ...person, now: busy, ahead, length: fc.integer({ min: 1, max: 3 }) })
  .map(({ now, ahead: later, length, ...rest }) => {
    const wanted = { service: "session", quantity: 1, options: { length }, startsAt: hours(now + later) };
    return { type: "Spend", ...rest, now: hours(now), for: wanted };
  });

const hold: fc.Arbitrary<PlaceHold> = fc
  .record({ ...person, now: busy, ahead, credits: fc.integer({ min: 1, max: 2_500 }) })
  .map(({ now, ahead: later, credits, ...rest }) => {
    const wanted = { credits, reason: "render" };
    return { type: "PlaceHold", ...rest, now: hours(now), for: wanted, expiresAt: hours(now + later) };
  });

const adjustment: fc.Arbitrary<Adjust> = fc
  .record({ ...person, now: busy, ahead, credits: fc.integer({ min: -900, max: 900 }), ends: fc.boolean() })
  .map(({ now, ahead: later, credits, ends, ...rest }) => {
    const end = ends ? { expiresAt: hours(now + later) } : {};
    return { type: "Adjust", ...rest, now: hours(now), credits, reason: "sorry", ...end };
  });

const followUp: fc.Arbitrary<FollowUp> = fc
  .record({
    verb: fc.constantFrom("CancelBooking", "ReverseSpend", "CaptureHold", "ReleaseHold"),
    of: fc.nat(3),
    now: busy.map(hours),
    credits: fc.option(fc.integer({ min: 1, max: 900 }), { nil: undefined }),
  })
  .map(({ credits, ...rest }) => ({ type: "FollowUp", ...rest, ...(credits !== undefined && { credits }) }));

/** One thing that is told, done or waited for. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: payment },
  purchase,
  { weight: 2, arbitrary: usage },
  { weight: 3, arbitrary: booking },
  { weight: 3, arbitrary: hold },
  adjustment,
  { weight: 6, arbitrary: followUp },
  timePasses,
);

const usageLife = fc.array(happening, { maxLength: 60, size: "max" });

/** In the order of arrival. */
export const usageInOrder: fc.Arbitrary<Happening[]> = usageLife.map(inOrder);

/** In whatever order: the clocks of those who tell disagree. */
export const anyUsage: fc.Arbitrary<Happening[]> = fc.oneof({ weight: 2, arbitrary: usageInOrder }, usageLife);
