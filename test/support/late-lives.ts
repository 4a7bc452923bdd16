import type { Fact, GrantAllowance, Policy } from "@passbook/core";
import fc from "fast-check";
import { adjusts, books, holds } from "./booking-story.ts";
import { inOrder } from "./histories.ts";
import { at, iso } from "./instants.ts";
import type { FollowUp, Happening } from "./journal.ts";
import { bought, month, stands, takes, year } from "./omnia-story.ts";
import { policies } from "./policies.ts";
import { changesPlan, disputes, refunds } from "./reversal-story.ts";
import { mixed } from "./usage-histories.ts";

// Half a year of Ada's, in which much happens to few credits: they are spent, held and booked, come back when their lots have ended,
// and what became of her payments is told weeks late.

const HOUR_MS = 3_600_000;
const BEGIN = at("2026-01-01");
const DAYS = 150;

const instant = fc.nat(DAYS * 24).map((hours) => BEGIN + hours * HOUR_MS);
const soon = fc.oneof({ weight: 3, arbitrary: fc.nat(48) }, fc.nat(60 * 24)).map((hours) => (hours + 1) * HOUR_MS);
const late = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(120 * 24)).map((hours) => hours * HOUR_MS);

const mostlyAtOnce = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, late);
const tellsOf = (fact: Fact, when: fc.Arbitrary<number>) => when.map((by): Fact => ({ ...fact, now: fact.now + by }));

const spans = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"];
const months = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.constantFrom("creator", "creator", "pro"))
  .map(([n, last]) =>
    Array.from({ length: n }, (_, index) =>
      month(spans[index] as string, spans[index + 1] as string, { plan: index === n - 1 ? last : "creator" }),
    ),
  );
const years = fc.constantFrom("2026-01-01", "2026-02-01").map((from) => [year(from, from.replace("2026", "2027"))]);
const paid: fc.Arbitrary<GrantAllowance[]> = fc.oneof({ weight: 3, arbitrary: months }, years);

/** What becomes of one of the payments. */
const reversal = (payments: readonly GrantAllowance[]): fc.Arbitrary<Fact[]> =>
  fc
    .tuple(
      fc.constantFrom(...payments, bought("pack_1000", "2026-01-20")),
      fc.constantFrom("refund", "refund", "refund failed", "dispute opened", "dispute lost", "dispute won"),
      fc.integer({ min: 1, max: 990 }),
      instant,
      soon,
      fc.nat(99),
    )
    .map(([of, what, amount, happened, after, n]) => {
      const when = iso(Math.max(happened, of.paidAt + HOUR_MS));
      const later = iso(Math.max(happened, of.paidAt + HOUR_MS) + after);
      const back = { amount, paid: 990 };
      if (what.startsWith("refund")) {
        const refund = `re_${n}`;
        const live = refunds(of, when, { ...back, refund });
        return what === "refund" ? [live] : [live, refunds(of, later, { ...back, refund, outcome: "failed" })];
      }
      const dispute = `dp_${n}`;
      const opened = disputes(of, when, { ...back, dispute });
      if (what === "dispute opened") return [opened];
      const outcome = what === "dispute lost" ? "lost" : "won";
      return [opened, disputes(of, later, { ...back, dispute, outcome })];
    });

const state = (payments: readonly GrantAllowance[]): fc.Arbitrary<Fact[]> =>
  fc.tuple(instant, soon, fc.constantFrom("ends", "is set to end", "changes")).map(([when, after, what]): Fact[] => {
    const first = payments[0] as GrantAllowance;
    if (what === "ends") return [stands(iso(when), { endedAt: iso(when), startedAt: iso(first.from) })];
    if (what === "is set to end")
      return [stands(iso(when), { cancelAt: iso(when + after), startedAt: iso(first.from) })];
    const running = payments.find(({ from, until }) => from < when && when < until) ?? first;
    return running.from < when && when < running.until ? [changesPlan(running, "pro", iso(when))] : [];
  });

const told = paid.chain((payments) =>
  fc
    .tuple(
      fc.constant<Fact[]>([...payments]),
      fc.constantFrom<Fact[]>([], [], [bought("pack_1000", "2026-01-20")]),
      fc.array(reversal(payments), { minLength: 1, maxLength: 3 }),
      fc.array(state(payments), { maxLength: 1 }),
    )
    .chain(([own, packs, reversals, states]) =>
      fc.tuple(
        ...own.map((fact) => tellsOf(fact, mostlyAtOnce)),
        ...[...packs, ...reversals.flat(), ...states.flat()].map((fact) => tellsOf(fact, late)),
      ),
    ),
);

const done: fc.Arbitrary<Happening> = fc
  .tuple(
    fc.constantFrom("takes", "holds", "holds", "books", "books", "adjusts", "follows", "follows", "follows", "waits"),
    instant,
    soon,
    fc.integer({ min: 1, max: 500 }),
    fc.nat(1_000_000),
    fc.constantFrom<FollowUp["verb"]>("CancelBooking", "ReverseSpend", "CaptureHold", "ReleaseHold"),
  )
  .map(([what, now, after, credits, id, verb]): Happening => {
    const when = iso(now);
    if (what === "takes") return takes(credits, when, `take ${id}`);
    if (what === "holds") return holds(credits, when, iso(now + after), `hold ${id}`);
    if (what === "books") return books(iso(now + after), when, { length: 1 + (id % 3), request: `book ${id}` });
    if (what === "adjusts") return adjusts(credits - 200, when);
    if (what === "waits") return { type: "TimePasses", now };
    return { type: "FollowUp", verb, of: id % 3, now, ...(id % 2 === 1 && { credits: 1 + (credits % 100) }) };
  });

/** Policies under which sessions can be booked. */
const bookable: readonly Policy[] = [...policies, mixed].map((policy) => ({
  ...policy,
  services: { ...policy.services, session: mixed.services["session"] as Policy["services"][string] },
  bookings: mixed.bookings as NonNullable<Policy["bookings"]>,
}));

/** What is told, some of it weeks late, among what people do. */
export const lateLife: fc.Arbitrary<[Policy, Happening[]]> = fc
  .tuple(fc.constantFrom(...bookable), told, fc.array(done, { maxLength: 25, size: "max" }))
  .map(([policy, facts, doings]) => [policy, inOrder([...facts, ...doings])]);
