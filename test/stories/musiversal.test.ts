import { expect } from "vitest";
import { AT_ONCE } from "../support/story/customer.ts";
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
    "[M2] Studio 5 gives 5 credits a month",
    async (ada) => {
      await ada.until("2025-01-31T10:00:00Z");
      await ada.subscribes("musiversal_studio-5_month");
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
      await ada.until("2025-07-31T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 30 });
      await ada.until("2025-08-31T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 30 });
    },
  ],
  [
    "[M5] [M3] 30 sessions can be booked at a time; the 31st is refused until one has started",
    async (ada) => {
      for (let day = 1; day <= 30; day++) {
        const startsAt = `2025-10-${String(day).padStart(2, "0")}T18:00:00Z`;
        expect((await ada.spends("session", { startsAt })).status).toBe(201);
      }
      const { status, body } = await ada.spends("session", { startsAt: "2025-10-31T18:00:00Z" });
      expect(status).toBe(409);
      expect(body).toMatchObject({ code: "booking_limit", limit: 30, open: 30 });
      expect(await ada.has()).toEqual({ all: 5, rollover: 5 });
    },
  ],
  [
    "[M3] [M4] stem mastering costs 2, and 4 at double length; mixing costs everybody but legacy users 3",
    async (ada) => {
      await ada.until("2025-10-02T18:00:00Z");
      expect(await ada.has()).toEqual({ all: 10, plan: 5, rollover: 5 });
      await ada.spends("stem-mastering", { startsAt: "2025-11-20T18:00:00Z", options: { length: 2 } });
      expect(await ada.has()).toEqual({ all: 6, plan: 1, rollover: 5 });
      await ada.spends("mixing", { startsAt: "2025-11-21T18:00:00Z" });
      expect(await ada.has()).toEqual({ all: 3, rollover: 3 });
    },
  ],
  [
    "[M2] an add-on item beside the plan, on the same subscription, gives its 5 from the next renewal on",
    async (ada) => {
      await ada.addsItem("musiversal_addon_extra_month");
      expect(await ada.has()).toEqual({ all: 3, rollover: 3 });
      await ada.until("2025-10-31T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 13, plan: 5, rollover: 3, "add-on": 5 });
    },
  ],
  [
    "[M10] [X7] a larger plan begins at once with a new cycle: what is left rolls over, up to six times the new plan",
    async (ada) => {
      await ada.until("2025-11-10T09:00:00Z");
      await ada.changesTo("musiversal_studio-50_month", AT_ONCE);
      expect(await ada.has()).toEqual({ all: 68, plan: 50, rollover: 8, "add-on": 10 });
      await ada.removesAddOn();
      await ada.until("2026-01-10T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 168, plan: 50, rollover: 108, "add-on": 10 });
    },
  ],
  [
    "[M9] [M11] a smaller plan begins with the next payment, and takes nothing of what is stored",
    async (ada) => {
      await ada.changesTo("musiversal_studio-5_month", { proration_behavior: "none" });
      expect(await ada.has()).toEqual({ all: 168, plan: 50, rollover: 108, "add-on": 10 });
      await ada.until("2026-02-10T12:00:00Z");
      // 118 are stored, and Studio 5 stores 30: of the old month's 50 nothing is added to them.
      expect(await ada.has()).toEqual({ all: 123, plan: 5, rollover: 108, "add-on": 10 });
    },
  ],
  [
    "[M11] [M8] nothing is added while more than the new limit is stored",
    async (ada) => {
      await ada.until("2026-03-10T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 123, plan: 5, rollover: 108, "add-on": 10 });
    },
  ],
  [
    "[M11] once less than the limit is stored, credits roll over again",
    async (ada) => {
      for (let hour = 10; hour < 20; hour++) {
        const startsAt = `2026-05-02T${hour}:00:00Z`;
        expect((await ada.spends("mixing", { startsAt, options: { length: 3 } })).status).toBe(201);
      }
      await ada.spends("mixing", { startsAt: "2026-05-03T10:00:00Z" });
      expect(await ada.has()).toEqual({ all: 30, rollover: 20, "add-on": 10 });
      await ada.spends("stem-mastering", { startsAt: "2026-05-03T12:00:00Z" });
      await ada.until("2026-04-10T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 33, plan: 5, rollover: 18, "add-on": 10 });
      await ada.until("2026-05-10T12:00:00Z");
      // 28 are stored: 2 of the 5 still fit.
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 20, "add-on": 10 });
    },
  ],
  [
    "[M12] cancelling loses nothing at the click, and nothing at all when it is taken back in time",
    async (ada) => {
      await ada.updates({ cancel_at_period_end: true });
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 20, "add-on": 10 });
      await ada.updates({ cancel_at_period_end: false });
      await ada.until("2026-06-10T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 35, plan: 5, rollover: 20, "add-on": 10 });
    },
  ],
  [
    "[M12] at the end of the final billing period everything that is stored is lost, whatever it was bought as",
    async (ada) => {
      await ada.updates({ cancel_at_period_end: true });
      await ada.buys("pack_1");
      await ada.until("2026-07-10T08:59:59Z");
      expect(await ada.has()).toEqual({ all: 36, plan: 5, rollover: 20, "add-on": 10, "top-up": 1 });
      await ada.until("2026-07-10T09:00:01Z");
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [], nextRenewal: null });
    },
  ],
  [
    "[M2] whoever returns begins with the plan's credits",
    async (ada) => {
      await ada.until("2026-08-01T10:00:00Z");
      await ada.subscribes("musiversal_studio-10_month", "musiversal_addon_extra_month");
      expect(await ada.has()).toEqual({ all: 15, plan: 10, "add-on": 5 });
    },
  ],
]);
