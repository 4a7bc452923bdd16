import type { Instant } from "@passbook/core";
import fc from "fast-check";
import type { FollowUp, Happening } from "../../support/journal.ts";

// What people do with credits, and operators; and what is bought once.

const HOUR_MS = 3_600_000;

/** What somebody does, and perhaps what is done about it later, as soon as it is known when and which it is. */
export type Use = (when: Occasion) => readonly Happening[];

interface Occasion {
  readonly now: Instant;
  /** Names what is done. */
  readonly nth: number;
  /** When the month of the paid period that runs then is over, if one does. */
  readonly until?: Instant | undefined;
}

/** Some time later: after so many hours, or so many after the period's end, where that is still to come. */
interface Later {
  readonly hours: number;
  readonly afterEnd: number;
}

const few = fc.integer({ min: 1, max: 4 });
const amount = fc.integer({ min: 1, max: 15 });
const some = fc.integer({ min: 1, max: 30 });
/** Hours; whole days often, so that they meet other instants. */
const ahead = fc.oneof(
  fc.constantFrom(1, 24, 48, 49, 72),
  fc.integer({ min: 1, max: 60 }).map((days) => days * 24),
);

const ofAmount = some.map((credits) => ({ credits, reason: "work" }));
const ofService = (...names: string[]) =>
  fc.record({ service: fc.constantFrom(...names), quantity: few, options: fc.constant({}) });
const ofQuality = fc.record({
  service: fc.constant("image"),
  quantity: few,
  options: fc.constantFrom<Readonly<Record<string, string>>>({}, { quality: "high" }, { quality: "standard" }),
});
const wanted = fc.oneof(ofAmount, ofService("song", "studio", "upscale"), ofQuality);
/** Not what some plans only may use: see the findings. */
const held = fc.oneof(ofAmount, ofService("song", "upscale"), ofQuality);

const person = { by: "ada" } as const;
const inHours = (now: Instant, hours: number): Instant => now + hours * HOUR_MS;

/** Often at one of the instants at which something ends. */
const later: fc.Arbitrary<Later> = fc.record({ hours: ahead, afterEnd: fc.constantFrom(-1, -1, 0, 24, 72) });
function instantOf({ hours, afterEnd }: Later, { now, until }: Occasion): Instant {
  const meets = until !== undefined && until > now && afterEnd >= 0;
  return meets ? inHours(until, afterEnd) : inHours(now, hours);
}

/** Credits are spent on something. */
export const anySpend: fc.Arbitrary<Use> = wanted.map((what) => ({ now, nth }) => [
  { type: "Spend", ...person, now, request: `r${nth}`, for: what },
]);

const lengths = fc.integer({ min: 1, max: 3 });
const books: fc.Arbitrary<Use> = fc.tuple(ahead, lengths).map(([hours, length]) => ({ now, nth }) => {
  const session = { service: "session", quantity: 1, options: { length }, startsAt: inHours(now, hours) };
  return [{ type: "Spend", ...person, now, request: `r${nth}`, for: session }];
});

const adjustment = { type: "Adjust", by: "operator", reason: "sorry" } as const;
const gives: fc.Arbitrary<Use> = fc.tuple(amount, ahead).map(([credits, hours]) => ({ now, nth }) => [
  { ...adjustment, now, request: `r${nth}`, credits, expiresAt: inHours(now, hours) },
]);

const given = fc.oneof(
  amount,
  amount.map((credits) => -credits),
);
const adjusts: fc.Arbitrary<Use> = given.map((credits) => ({ now, nth }) => [
  { ...adjustment, now, request: `r${nth}`, credits },
]);

const buys: fc.Arbitrary<Use> = fc
  .record({ pack: fc.constantFrom("forever", "quarter", "month"), quantity: fc.constantFrom(1, 1, 3) })
  .map((bought) => ({ now, nth }) => [{ type: "GrantPack", now, paidAt: now, ...bought, session: `cs_${nth}` }]);

type Verb = FollowUp["verb"];
const undoes: fc.Arbitrary<Use> = fc
  .record({ verb: fc.constantFrom<Verb>("CancelBooking", "ReverseSpend", "CaptureHold", "ReleaseHold"), of: fc.nat(2) })
  .map((undone) => ({ now }) => [{ type: "FollowUp", ...undone, now }]);

/** Something is done, and undone some time later. */
const regrets: fc.Arbitrary<Use> = fc
  .tuple(fc.oneof(anySpend, books), fc.constantFrom<Verb>("CancelBooking", "ReverseSpend"), later)
  .map(([use, verb, undone]) => (occasion) => [
    ...use(occasion),
    { type: "FollowUp", verb, of: `r${occasion.nth}`, now: instantOf(undone, occasion) },
  ]);

/** A booking is cancelled so many hours before its start: more than a window, exactly that, or less. */
const cancels: fc.Arbitrary<Use> = fc
  .tuple(fc.integer({ min: 4, max: 40 }), fc.constantFrom(0, 1, 2, 24, 48, 49, 72), lengths)
  .map(([days, notice, length]) => ({ now, nth }) => {
    const startsAt = inHours(now, days * 24);
    const session = { service: "session", quantity: 1, options: { length }, startsAt };
    return [
      { type: "Spend", ...person, now, request: `r${nth}`, for: session },
      { type: "FollowUp", verb: "CancelBooking", of: `r${nth}`, now: inHours(startsAt, -notice) },
    ];
  });

const captured = fc.option(few, { nil: undefined });
const endings = fc.constantFrom<Verb>("CaptureHold", "ReleaseHold");
const holds: fc.Arbitrary<Use> = fc
  .record({ what: held, expires: later, verb: endings, ends: later, captured })
  .map(({ what, expires, verb, ends, captured: credits }) => (occasion) => {
    const { now, nth } = occasion;
    const hold = { ...person, now, request: `r${nth}`, for: what, expiresAt: instantOf(expires, occasion) };
    const part = verb === "CaptureHold" && credits !== undefined ? { credits } : {};
    return [
      { type: "PlaceHold", ...hold },
      { type: "FollowUp", verb, of: `r${nth}`, now: instantOf(ends, occasion), ...part },
    ];
  });

/** What only goes one way. */
export const anyUse: fc.Arbitrary<Use> = fc.oneof(
  { weight: 4, arbitrary: anySpend },
  { weight: 2, arbitrary: books },
  adjusts,
  { weight: 2, arbitrary: buys },
);

/** Credits that are given until an instant. */
export const anyLoan: fc.Arbitrary<Use> = gives;

/** What credits come back by. */
export const anyReturn: fc.Arbitrary<Use> = fc.oneof({ weight: 2, arbitrary: holds }, regrets, cancels, undoes);
