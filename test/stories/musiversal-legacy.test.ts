import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

await tell("musiversal", "2026-12-15T10:00:00Z", [
  [
    "[M7] a legacy user buys top-ups, which book sessions as the plan's credits do",
    async (ada) => {
      expect(await ada.isDescribed({ signedUpAt: "2022-12-31T23:59:59Z" })).toMatchObject({
        signedUpAt: "2022-12-31T23:59:59.000Z",
      });
      await ada.subscribes("studio-2", "month");
      await ada.until("2027-01-10T10:00:00Z");
      await ada.buys("pack_5");
      expect(await ada.has()).toEqual({ all: 7, plan: 2, "top-up": 5 });
      await ada.books("session", "2027-01-20T10:00:00Z", { length: 3 });
      expect(await ada.has()).toEqual({ all: 4, "top-up": 4 });
    },
  ],
  [
    "[M7] [M3] and pays 2 for mixing",
    async (ada) => {
      await ada.books("mixing", "2027-01-25T10:00:00Z");
      expect(await ada.has()).toEqual({ all: 2, "top-up": 2 });
    },
  ],
  [
    "[M13] nothing rolls over on Studio 2",
    async (ada) => {
      await ada.untilNext();
      await ada.until("2027-03-10T12:00:00Z");
      expect((await ada.view())["outlook"]).toMatchObject({ carriedOver: 0, lost: 2, balance: 4 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 4, plan: 2, "top-up": 2 });
    },
  ],
  [
    "[X4] [M1] a declined renewal: after three days there is only what was bought",
    async (ada) => {
      await ada.isDeclined(1);
      await ada.until("2027-04-18T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 4, plan: 2, "top-up": 2 });
      await ada.until("2027-04-18T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 2, "top-up": 2 });
      await ada.until("2027-04-18T11:30:00Z");
      expect(await ada.has()).toEqual({ all: 4, plan: 2, "top-up": 2 });
    },
  ],
  [
    "[X5] a refunded month leaves a debt for what was spent of it, which the next one pays",
    async (ada) => {
      await ada.books("session", "2027-06-01T10:00:00Z");
      await ada.refundsLatest();
      expect(await ada.balance()).toMatchObject({ balance: 2, bySource: { "top-up": 2 }, debt: 1 });
      await ada.untilNext();
      expect(await ada.balance()).toMatchObject({ balance: 3, bySource: { plan: 1, "top-up": 2 }, debt: 0 });
    },
  ],
  [
    "[M12] cancelling takes the top-ups, too, at the end of the final billing period",
    async (ada) => {
      await ada.cancels("period_end");
      await ada.until("2027-06-15T09:59:59Z");
      expect(await ada.has()).toEqual({ all: 3, plan: 1, "top-up": 2 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 0 });
    },
  ],
]);
