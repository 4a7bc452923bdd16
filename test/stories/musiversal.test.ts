import { expect } from "vitest";
import type { Person } from "../support/story/person.ts";
import { tell } from "../support/story/tell.ts";

await tell("musiversal", "2025-01-15T10:00:00Z", [
  [
    "[M1] [M2] On Demand: a credit bought without a plan books a session, and without one nothing is booked",
    async (ada) => {
      expect((await ada.spends("session", { startsAt: "2025-01-25T18:00:00Z" })).status).toBe(402);
      await ada.buys("pack_1");
      expect(await ada.has()).toEqual({ all: 1, "top-up": 1 });
      expect((await ada.spends("session", { startsAt: "2025-01-25T18:00:00Z" })).status).toBe(201);
      expect(await ada.has()).toEqual({ all: 0 });
    },
  ],
  [
    "[M7] top-ups are for legacy users: others are refused, and offered On Demand",
    async (ada) => {
      expect(await ada.post("checkout", { pack: "pack_5" })).toMatchObject({
        status: 403,
        body: { code: "not_for_you" },
      });
      const { packs } = (await ada.view())["offers"] as { packs: { pack: string; may: string }[] };
      expect(packs.filter(({ may }) => may === "yes").map(({ pack }) => pack)).toEqual(["pack_1"]);
    },
  ],
  [
    "[M2] Studio 5 gives 5 credits a month",
    async (ada) => {
      await ada.until("2025-01-31T10:00:00Z");
      await ada.subscribes("studio-5", "month");
      expect(await ada.has()).toEqual({ all: 5, plan: 5 });
    },
  ],
  [
    "[M13] [X1] unused credits roll over at each new payment, not at midnight",
    async (ada) => {
      await ada.until("2025-02-28T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 5, plan: 5 });
      await ada.until("2025-02-28T11:30:00Z");
      expect(await ada.has()).toEqual({ all: 10, plan: 5, rollover: 5 });
    },
  ],
  [
    "[M13] until 30 are stored, and no more",
    async (ada) => {
      await ada.until("2025-07-10T10:00:00Z");
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 30 });
      expect(await ada.view()).toMatchObject({ cap: 30, outlook: { carriedOver: 0, lost: 5, balance: 35 } });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 30 });
    },
  ],
  [
    "[M5] [M3] 30 sessions can be booked at a time; the 31st is refused until one has started",
    async (ada) => {
      for (let day = 1; day <= 30; day++)
        await ada.books("session", `2025-10-${String(day).padStart(2, "0")}T18:00:00Z`);
      const { status, body } = await ada.spends("session", { startsAt: "2025-10-31T18:00:00Z" });
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: "booking_limit", limit: 30, open: 30 });
      expect(await ada.has()).toEqual({ all: 5, rollover: 5 });
      expect((await ada.view())["bookings"]).toHaveLength(30);
    },
  ],
  [
    "[M6] [M5] what is cancelled more than 48 hours ahead comes back, and makes room for another",
    async (ada) => {
      expect((await ada.cancelsBooking(await bookingAt(ada, "2025-10-30T18:00:00.000Z"))).body).toMatchObject({
        credits: 1,
        reason: "booking cancelled",
        balance: 6,
      });
      await ada.books("session", "2025-10-31T18:00:00Z");
      expect(await ada.has()).toEqual({ all: 5, rollover: 5 });
    },
  ],
  [
    "[M6] [X6] with exactly 48 hours' notice nothing comes back, nor after the start; what is paid by a month that is over comes back to this one",
    async (ada) => {
      const [started, soon, later] = [
        await bookingAt(ada, "2025-10-01T18:00:00.000Z"),
        await bookingAt(ada, "2025-10-04T18:00:00.000Z"),
        await bookingAt(ada, "2025-10-05T18:00:00.000Z"),
      ];
      await ada.until("2025-10-02T18:00:00Z");
      expect(await ada.has()).toEqual({ all: 10, plan: 5, rollover: 5 });
      const nothing = { credits: 0, balance: 10 };
      expect((await ada.cancelsBooking(soon)).body).toMatchObject(nothing);
      expect((await ada.cancelsBooking(started)).body).toMatchObject(nothing);
      expect((await ada.cancelsBooking(later)).body).toMatchObject({ credits: 1, balance: 11 });
      expect((await ada.cancelsBooking(later)).body).toMatchObject({ credits: 1, balance: 11 });
      expect(await ada.has()).toEqual({ all: 11, plan: 6, rollover: 5 });
    },
  ],
  [
    "[M15] the statement says what came back and what did not, and why",
    async (ada) => {
      const [late, early, none] = await ada.statement();
      expect(late).toMatchObject({ type: "re-credited", source: "plan", credits: 1, reason: "booking cancelled" });
      expect(early).toMatchObject({ type: "noted", credits: 0, reason: "booking cancelled after its start" });
      expect(none).toMatchObject({ type: "noted", credits: 0, reason: "booking cancelled" });
      await ada.books("session", "2025-11-15T18:00:00Z");
    },
  ],
  [
    "[M3] [M4] stem mastering costs 2, and 4 at double length; mixing costs everybody but legacy users 3",
    async (ada) => {
      expect(await ada.has()).toEqual({ all: 10, plan: 5, rollover: 5 });
      await ada.spends("stem-mastering", { startsAt: "2025-11-20T18:00:00Z", options: { length: 2 } });
      expect(await ada.has()).toEqual({ all: 6, plan: 1, rollover: 5 });
      await ada.spends("mixing", { startsAt: "2025-11-21T18:00:00Z" });
      expect(await ada.has()).toEqual({ all: 3, rollover: 3 });
    },
  ],
  [
    "[M2] an add-on beside the plan that runs gives its 5 from the next renewal on",
    async (ada) => {
      expect(await ada.addsAddOn("extra")).toBe("2025-10-31T10:00:00.000Z");
      expect(await ada.has()).toEqual({ all: 3, rollover: 3 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 13, plan: 5, rollover: 3, "add-on": 5 });
    },
  ],
  [
    "[M10] [X7] a larger plan begins at once with a new cycle: what is left rolls over, up to six times the new plan",
    async (ada) => {
      await ada.until("2025-11-10T09:00:00Z");
      const { direction, effectiveAt, money, credits } = await ada.changesTo("studio-50", "month");
      expect({ direction, effectiveAt }).toEqual({ direction: "up", effectiveAt: "2025-11-10T09:00:00.000Z" });
      expect(credits).toMatchObject({ before: { plan: 5, rollover: 3, "add-on": 5 }, carried: 5, granted: 55 });
      expect(money).toMatchObject({ dueNow: await ada.latestPayment() });
      expect(await ada.has()).toEqual({ all: 68, plan: 50, rollover: 8, "add-on": 10 });
      expect(await ada.removesAddOn("extra")).toBe("2025-12-10T09:00:00.000Z");
      await ada.untilNext();
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 168, plan: 50, rollover: 108, "add-on": 10 });
    },
  ],
  [
    "[M9] [M11] a smaller plan begins with the next payment, and takes nothing of what is stored",
    async (ada) => {
      const { credits } = await ada.changesTo("studio-5", "month");
      expect(await ada.has()).toEqual({ all: 168, plan: 50, rollover: 108, "add-on": 10 });
      expect((await ada.view())["plannedChange"]).toMatchObject({ plan: "studio-5", at: "2026-02-10T09:00:00.000Z" });
      await ada.untilNext();
      expect((await ada.balance()).bySource).toEqual(credits.after);
      // 118 are stored, and Studio 5 stores 30: of the old month's 50 nothing is added to them.
      expect(await ada.has()).toEqual({ all: 123, plan: 5, rollover: 108, "add-on": 10 });
    },
  ],
  [
    "[M11] [M8] nothing is added while more than the new limit is stored",
    async (ada) => {
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 123, plan: 5, rollover: 108, "add-on": 10 });
    },
  ],
  [
    "[M11] once less than the limit is stored, credits roll over again",
    async (ada) => {
      for (let hour = 10; hour < 20; hour++) {
        await ada.books("mixing", `2026-05-02T${hour}:00:00Z`, { length: 3 });
      }
      await ada.books("mixing", "2026-05-03T10:00:00Z");
      expect(await ada.has()).toEqual({ all: 30, rollover: 20, "add-on": 10 });
      await ada.books("stem-mastering", "2026-05-03T12:00:00Z");
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 33, plan: 5, rollover: 18, "add-on": 10 });
      await ada.untilNext();
      // 28 are stored: 2 of the 5 still fit.
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 20, "add-on": 10 });
    },
  ],
  [
    "[M12] cancelling loses nothing at the click, and nothing at all when it is taken back in time",
    async (ada) => {
      const { effectiveAt, credits } = await ada.cancels("period_end");
      expect([effectiveAt, credits.after]).toEqual(["2026-06-10T09:00:00.000Z", {}]);
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 20, "add-on": 10 });
      expect(await ada.view()).toMatchObject({ status: "ending", outlook: { comes: "end", lost: 35, balance: 0 } });
      expect(await ada.resumes()).toMatchObject({ plan: "studio-5", renewsAt: "2026-06-10T09:00:00.000Z" });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 20, "add-on": 10 });
    },
  ],
  [
    "[M12] at the end of the final billing period everything that is stored is lost, whatever it was bought as",
    async (ada) => {
      await ada.cancels("period_end");
      await ada.buys("pack_1");
      await ada.until("2026-07-10T08:59:59Z");
      expect(await ada.has()).toEqual({ all: 36, plan: 5, rollover: 20, "add-on": 10, "top-up": 1 });
      await ada.untilNext();
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [], nextRenewal: null });
      expect(await ada.view()).toMatchObject({ status: "ended", plan: null });
    },
  ],
  [
    "[M2] whoever returns begins with the plan's credits",
    async (ada) => {
      await ada.until("2026-08-01T10:00:00Z");
      await ada.subscribes("studio-10", "month", "extra");
      expect(await ada.has()).toEqual({ all: 15, plan: 10, "add-on": 5 });
    },
  ],
]);

/** What a booking is called by its start. */
async function bookingAt(ada: Person, startsAt: string): Promise<string> {
  const booked = (await ada.statement()).find(({ ref }) => ref["startsAt"] === startsAt);
  if (!booked) throw new Error(`nothing is booked at ${startsAt}`);
  return booked.id;
}
