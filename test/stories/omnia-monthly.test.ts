import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

await tell("omnia", "2026-01-31T09:00:00Z", [
  [
    "[O1] the first call begins the Free plan: 50 credits until the next month's end",
    async (ada) => {
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      expect(await ada.balance()).toMatchObject({
        nextRenewal: { at: "2026-02-28T09:00:00.000Z" },
        asOf: "2026-01-31T09:00:00.000Z",
      });
    },
  ],
  [
    "[O1] subscribing to Creator gives 500 and ends what was left of Free",
    async (ada) => {
      await ada.subscribes("omnia_creator_month");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      expect((await ada.spends("video")).status).toBe(201);
      expect(await ada.has()).toEqual({ all: 440, plan: 440 });
    },
  ],
  [
    "[X1] [O2] between the month's end and the payment an hour later the old credits are there, then 500 new ones",
    async (ada) => {
      await ada.until("2026-02-28T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 440, plan: 440 });
      await ada.until("2026-02-28T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
    },
  ],
  [
    "[O6] a pack is there at once, beside the plan's credits, which pay first",
    async (ada) => {
      await ada.buys("pack_1000");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      await ada.spends("image", { quantity: 60 });
      expect(await ada.has()).toEqual({ all: 900, "top-up": 900 });
    },
  ],
  [
    "[O6] one that is paid by bank debit comes with the money, and where none comes not at all",
    async (ada) => {
      await ada.until("2026-03-01T09:00:00Z");
      await ada.buysByBank("pack_1000", "comes");
      await ada.until("2026-03-01T09:02:59Z");
      expect(await ada.has()).toEqual({ all: 900, "top-up": 900 });
      await ada.until("2026-03-01T09:03:00Z");
      expect(await ada.has()).toEqual({ all: 1900, "top-up": 1900 });
      await ada.buysByBank("pack_1000", "does not come");
      await ada.until("2026-03-01T09:10:00Z");
      expect(await ada.has()).toEqual({ all: 1900, "top-up": 1900 });
    },
  ],
  [
    "[O12] [O4] at 0 premium content is refused with what would help, and what is free still works",
    async (ada) => {
      await ada.spends("image", { quantity: 190 });
      const { status, body } = await ada.spends("video", { options: { quality: "high" } });
      expect(status).toBe(402);
      expect(body).toMatchObject({
        code: "insufficient_credits",
        short: 100,
        packs: [{ id: "pack_1000" }, { id: "pack_5000" }],
        nextRenewal: { at: "2026-03-31T09:00:00.000Z", credits: 500 },
      });
      expect((await ada.spends("upscale")).status).toBe(201);
    },
  ],
  [
    "[X4] [X1] a declined renewal gives nothing: the old credits stay for three days and then end",
    async (ada) => {
      await ada.until("2026-03-31T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      await ada.isDeclined(1);
      await ada.until("2026-05-03T08:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      await ada.until("2026-05-03T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 0 });
    },
  ],
  [
    "[X4] the next attempt succeeds, and the month's credits come with the money",
    async (ada) => {
      await ada.until("2026-05-03T11:00:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: { at: "2026-05-31T09:00:00.000Z", credits: 500 } });
    },
  ],
  [
    "[X5] [O10] half of the money back takes half of the credits; what was spent of them is owed, and the next month pays it",
    async (ada) => {
      await ada.spends("image", { quantity: 40 });
      await ada.refundsLatest(4_95);
      expect(await ada.balance()).toMatchObject({ balance: 0, debt: 150 });
      await ada.until("2026-05-31T10:30:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 350, debt: 0 });
    },
  ],
  [
    "[X5] a dispute freezes what is left of the payment, and winning it gives exactly that back",
    async (ada) => {
      const dispute = await ada.disputesLatest();
      expect(await ada.balance()).toMatchObject({ balance: 0, frozen: 350 });
      expect((await ada.spends("image")).status).toBe(402);
      await ada.until("2026-06-10T09:00:00Z");
      await ada.closesDispute(dispute, "won");
      expect(await ada.balance()).toMatchObject({ balance: 350, frozen: 0, debt: 0 });
    },
  ],
  [
    "[O8] a larger plan gives its credits from the next renewal on",
    async (ada) => {
      await ada.changesTo("omnia_pro_month", { proration_behavior: "none" });
      expect(await ada.has()).toEqual({ all: 350, plan: 350 });
      await ada.until("2026-06-30T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 2000, plan: 2000 });
    },
  ],
  [
    "[O8] a smaller plan begins with the next cycle; this cycle's credits stay until then",
    async (ada) => {
      await ada.schedules("omnia_creator_month");
      await ada.spends("audio");
      expect(await ada.has()).toEqual({ all: 1980, plan: 1980 });
      await ada.until("2026-07-31T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
    },
  ],
  [
    "[O9] cancelling at the end of the cycle keeps the credits, and resuming before it loses nothing",
    async (ada) => {
      await ada.releasesSchedule();
      await ada.updates({ cancel_at_period_end: true });
      await ada.buys("pack_1000");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: null });
      await ada.updates({ cancel_at_period_end: false });
      await ada.until("2026-08-31T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
    },
  ],
  [
    "[O9] [O6] cancelling now ends the plan's credits, begins Free, and leaves what was bought",
    async (ada) => {
      await ada.until("2026-09-10T12:00:00Z");
      await ada.cancels();
      expect(await ada.has()).toEqual({ all: 1050, plan: 50, "top-up": 1000 });
      await ada.until("2026-10-10T11:59:59Z");
      await ada.spends("image");
      expect(await ada.has()).toEqual({ all: 1040, plan: 40, "top-up": 1000 });
      await ada.until("2026-10-10T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 1050, plan: 50, "top-up": 1000 });
    },
  ],
  [
    "[O1] whoever returns has the plan's credits in the place of Free's",
    async (ada) => {
      await ada.until("2026-11-05T18:00:00Z");
      await ada.subscribes("omnia_creator_month");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: { at: "2026-12-05T18:00:00.000Z", credits: 500 } });
    },
  ],
  [
    "[O9] cancelled at the end of the cycle, Free begins exactly there",
    async (ada) => {
      await ada.updates({ cancel_at_period_end: true });
      await ada.until("2026-12-05T17:59:59Z");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      await ada.until("2026-12-05T18:00:01Z");
      expect(await ada.has()).toEqual({ all: 1050, plan: 50, "top-up": 1000 });
      await ada.until("2027-02-01T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 1050, plan: 50, "top-up": 1000 });
    },
  ],
]);
