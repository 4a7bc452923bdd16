import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

await tell("omnia", "2026-01-31T09:00:00Z", [
  [
    "[O11] a year is paid at once, and gives the first month's 500 credits",
    async (ada) => {
      await ada.subscribes("omnia_creator_year");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: { at: "2026-02-28T09:00:00.000Z", credits: 500 } });
    },
  ],
  [
    "[O2] [O11] eleven times more 500 come, at the ends of the months, exactly at the anchor",
    async (ada) => {
      const anchors = [
        "02-28",
        "03-31",
        "04-30",
        "05-31",
        "06-30",
        "07-31",
        "08-31",
        "09-30",
        "10-31",
        "11-30",
        "12-31",
      ];
      for (const day of anchors) {
        await ada.spends("image");
        await ada.until(`2026-${day}T08:59:59Z`);
        expect([day, await ada.has()]).toEqual([day, { all: 490, plan: 490 }]);
        await ada.until(`2026-${day}T09:00:00Z`);
        expect([day, await ada.has()]).toEqual([day, { all: 500, plan: 500 }]);
      }
      const movements = (await ada.statement()).flatMap((entry) => entry.movements);
      expect(movements.filter(({ type, credits }) => type === "granted" && credits === 500)).toHaveLength(12);
    },
  ],
  [
    "[X1] [O11] the next year begins with its payment",
    async (ada) => {
      await ada.spends("image");
      await ada.until("2027-01-31T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 490, plan: 490 });
      await ada.until("2027-01-31T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
    },
  ],
  [
    "[O8] a larger plan inside a paid year: its paid difference comes with the next month, and then every month",
    async (ada) => {
      await ada.until("2027-02-28T09:00:00Z");
      await ada.changesTo("omnia_pro_year", { proration_behavior: "always_invoice" });
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
      await ada.until("2027-03-31T09:00:00Z");
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
    "[O9] a year that is set to end gives its months until then",
    async (ada) => {
      await ada.updates({ cancel_at_period_end: true });
      await ada.until("2027-11-30T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
      await ada.until("2027-12-31T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 1500, plan: 1500 });
      await ada.until("2028-01-31T09:00:01Z");
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
    },
  ],
  [
    "[O9] a year that is cancelled now drops the rest of it",
    async (ada) => {
      await ada.until("2028-02-29T12:00:00Z");
      await ada.subscribes("omnia_creator_year");
      await ada.until("2028-04-15T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      await ada.cancels();
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      await ada.until("2028-06-15T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
    },
  ],
]);
