import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

await tell("omnia", "2026-01-31T09:00:00Z", [
  [
    "[O11] a year is paid at once, and gives the first month's 2,000 credits",
    async (ada) => {
      await ada.subscribes("pro", "year");
      expect(await ada.latestPayment()).toBe(290_00);
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: { at: "2026-02-28T09:00:00.000Z", credits: 2000 } });
    },
  ],
  [
    "[O2] [O11] 2,000 more come at the ends of the months, exactly at the anchor",
    async (ada) => {
      for (const day of ["02-28", "03-31", "04-30", "05-31"]) {
        await ada.spends("image");
        await ada.until(`2026-${day}T08:59:59Z`);
        expect([day, await ada.has()]).toEqual([day, { all: 1990, plan: 1990 }]);
        await ada.until(`2026-${day}T09:00:00Z`);
        expect([day, await ada.has()]).toEqual([day, { all: 2000, plan: 2000 }]);
      }
    },
  ],
  [
    "[O8] [O11] a smaller plan begins when the year is over: until then its months go on",
    async (ada) => {
      const { direction, effectiveAt, money } = await ada.changesTo("creator", "year");
      expect({ direction, effectiveAt }).toEqual({ direction: "down", effectiveAt: "2027-01-31T09:00:00.000Z" });
      expect(money).toMatchObject({ dueNow: 0, next: { amount: 99_00 } });
      await ada.spends("image");
      for (const _ of ["06-30", "07-31"]) await ada.untilNext();
      await ada.until("2026-12-31T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
      const given = (await ada.statement()).flatMap((entry) => entry.movements);
      expect(given.filter(({ type, credits }) => type === "granted" && credits === 2000)).toHaveLength(12);
    },
  ],
  [
    "[X1] [O11] [O8] the next year, of the smaller plan, begins with its payment",
    async (ada) => {
      await ada.spends("image");
      await ada.until("2027-01-31T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 1990, plan: 1990 });
      await ada.until("2027-01-31T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      expect(await ada.latestPayment()).toBe(99_00);
    },
  ],
  [
    "[O8] a larger plan inside a paid year: its paid difference comes with the next month, and then every month",
    async (ada) => {
      await ada.until("2027-02-10T09:00:00Z");
      const { effectiveAt, money, credits } = await ada.changesTo("pro", "year");
      expect([effectiveAt, credits.after]).toEqual(["2027-02-28T09:00:00.000Z", { plan: 2000 }]);
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
      expect(money).toMatchObject({ dueNow: 0, next: { amount: await ada.latestPayment() } });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
    },
  ],
  [
    "[O11] [X5] a quarter of the year's money back stands for three months: two have expired, the last one will not come",
    async (ada) => {
      await ada.until("2027-04-01T09:00:00Z");
      await ada.refundsYear(24_75);
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
    },
  ],
  [
    "[O9] a year that is set to end gives its months until then, and what was planned after it is dropped",
    async (ada) => {
      await ada.changesTo("creator", "year");
      const { effectiveAt } = await ada.cancels("period_end");
      expect(effectiveAt).toBe("2028-01-31T09:00:00.000Z");
      expect(await ada.view()).toMatchObject({ status: "ending", plannedChange: null, cancelAt: effectiveAt });
      await ada.until("2027-11-30T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 1500, plan: 1500 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
    },
  ],
  [
    "[O9] a year that is cancelled now drops the rest of it",
    async (ada) => {
      await ada.until("2028-02-29T12:00:00Z");
      await ada.subscribes("creator", "year");
      await ada.until("2028-04-15T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      const { credits } = await ada.cancels("now");
      expect(credits).toMatchObject({ forfeited: { plan: 500 }, granted: 50 });
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      await ada.until("2028-06-15T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
    },
  ],
]);
