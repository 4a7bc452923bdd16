import type { GrantAllowance, GrantPack, Instant, Spend } from "@passbook/core";
import fc from "fast-check";
import { type CivilDay, civilInstant, monthsLater } from "./civil-days.ts";
import { at } from "./instants.ts";
import type { Happening } from "./journal.ts";

// Random lives of an account, in whole hours from 1 January 2026, so that instants often fall together.

const START = at("2026-01-01");
const HOUR_MS = 3_600_000;
const NINE = 9;
const MONTHS_PER_YEAR = 12;

/** The longest life, in hours. */
const LIFE_HOURS = 3 * 366 * 24;

interface Subscription {
  readonly subscription: string;
  readonly plan: string;
  readonly interval: "month" | "year";
  readonly quantity: number;
  readonly anchor: CivilDay;
}

const day = (month: number, dayOfMonth: number): CivilDay => ({ year: 2026, month, day: dayOfMonth });

/** Two of them share an anchor, months and years are mixed, and one is bought three times. */
const SUBSCRIPTIONS: readonly Subscription[] = [
  { subscription: "sub_month", plan: "creator", interval: "month", quantity: 1, anchor: day(1, 31) },
  { subscription: "sub_year", plan: "pro", interval: "year", quantity: 1, anchor: day(1, 31) },
  { subscription: "sub_three", plan: "creator", interval: "month", quantity: 3, anchor: day(2, 10) },
  { subscription: "sub_years", plan: "team", interval: "year", quantity: 2, anchor: day(3, 30) },
];

export const hours = (n: number): Instant => START + n * HOUR_MS;
const hoursUpTo = (days: number) => fc.integer({ min: 0, max: days * 24 });
/** Mostly short, sometimes long, rarely very long. */
const delay = fc.oneof(
  { weight: 4, arbitrary: fc.nat(2) },
  { weight: 2, arbitrary: hoursUpTo(5) },
  { weight: 1, arbitrary: hoursUpTo(90) },
);
const life = fc.integer({ min: 0, max: LIFE_HOURS });
/** Usage comes mostly while something is paid for. */
export const busy = fc.oneof({ weight: 4, arbitrary: hoursUpTo(240) }, life);

function paidPeriod(
  { anchor, ...rest }: Subscription,
  index: number,
  paidAfter: number,
  toldAfter: number,
  amount: number,
): GrantAllowance {
  const months = rest.interval === "month" ? 1 : MONTHS_PER_YEAR;
  const [from, until] = [index, index + 1].map((n) =>
    civilInstant(monthsLater(anchor, n * months), NINE * HOUR_MS),
  ) as [Instant, Instant];
  const paidAt = from + paidAfter * HOUR_MS;
  const id = `${rest.subscription}_${index}`;
  return {
    type: "GrantAllowance",
    ...rest,
    now: paidAt + toldAfter * HOUR_MS,
    paidAt,
    amount,
    from,
    until,
    item: `si_${rest.subscription}`,
    price: `price_${rest.plan}`,
    invoice: `in_${id}`,
    line: `il_${id}`,
  };
}

/** A payment of one of the subscriptions, perhaps late, perhaps told late, perhaps a trial. Few periods: some are told twice. */
export const payment: fc.Arbitrary<GrantAllowance> = fc
  .constantFrom(...SUBSCRIPTIONS)
  .chain((subscription) =>
    fc
      .tuple(
        fc.nat(subscription.interval === "month" ? 5 : 1),
        delay,
        delay,
        fc.constantFrom(0, 1, 990, 990, 990, 990, 990),
      )
      .map(([index, paidAfter, toldAfter, amount]) => paidPeriod(subscription, index, paidAfter, toldAfter, amount)),
  );

/** A payment that no calendar made: any period, any length, any plan, overlapping others of its subscription. */
const oddPayment: fc.Arbitrary<GrantAllowance> = fc
  .tuple(
    fc.constantFrom(...SUBSCRIPTIONS),
    fc.constantFrom("creator", "pro", "team"),
    busy,
    hoursUpTo(400),
    delay,
    delay,
  )
  .map(([subscription, plan, begin, length, paidAfter, toldAfter]) => {
    const ordinary = paidPeriod(subscription, 0, 0, 0, 990);
    const paidAt = hours(begin + paidAfter);
    return {
      ...ordinary,
      plan,
      price: `price_${plan}`,
      from: hours(begin),
      until: hours(begin + 1 + length),
      paidAt,
      now: paidAt + toldAfter * HOUR_MS,
    };
  });

export const purchase: fc.Arbitrary<GrantPack> = fc
  .tuple(fc.constantFrom("pack_1000", "pack_5000"), fc.integer({ min: 1, max: 3 }), fc.nat(9), life, delay)
  .map(([pack, quantity, session, paid, toldAfter]) => {
    const told = { paidAt: hours(paid), now: hours(paid + toldAfter) };
    return { type: "GrantPack", pack, quantity, session: `cs_${session}`, ...told };
  });

const service = fc.record({
  service: fc.constantFrom("image", "video", "audio", "upscale"),
  quantity: fc.integer({ min: 1, max: 9 }),
  options: fc.constant({}),
});
const amount = fc.record({
  credits: fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.constantFrom(500, 1_000, 2_000)),
  reason: fc.constant("correction"),
});
export const usage: fc.Arbitrary<Spend> = fc.record({
  type: fc.constant("Spend"),
  now: busy.map(hours),
  request: fc.uuid(),
  by: fc.constant("ada"),
  for: fc.oneof(service, amount),
});

export const timePasses: fc.Arbitrary<Happening> = life.map((now) => ({ type: "TimePasses", now: hours(now) }));

/** What Stripe could tell, and people do. */
const ordinary = fc.oneof({ weight: 5, arbitrary: payment }, purchase, { weight: 4, arbitrary: usage }, timePasses);
const wild = fc.oneof({ weight: 8, arbitrary: ordinary }, oddPayment);
const lifeOf = (happening: fc.Arbitrary<Happening>) => fc.array(happening, { maxLength: 40, size: "max" });
export const inOrder = (happenings: readonly Happening[]) => happenings.toSorted((a, b) => a.now - b.now);

/** A life of what Stripe could tell, in the order of its arrival. */
export const ordinaryLife: fc.Arbitrary<Happening[]> = lifeOf(ordinary).map(inOrder);

/** A life in which payments may be odd, in the order of arrival. */
export const lifeInOrder: fc.Arbitrary<Happening[]> = fc.oneof(ordinaryLife, lifeOf(wild).map(inOrder));

/** A life in which, besides, the clocks of those who tell may disagree: commands come in any order. */
export const anyLife: fc.Arbitrary<Happening[]> = fc.oneof({ weight: 2, arbitrary: lifeInOrder }, lifeOf(wild));

/** When the longest life is over, and all that was told late. */
export const THE_END: Instant = hours(LIFE_HOURS + 2 * 90 * 24 + 1);
export const theEnd: Happening = { type: "TimePasses", now: THE_END };

/** Something that was paid for. */
export function isFact(happening: Happening): happening is GrantAllowance | GrantPack {
  return happening.type === "GrantAllowance" || happening.type === "GrantPack";
}
