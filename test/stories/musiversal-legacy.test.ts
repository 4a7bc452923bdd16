import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

// No verb tells when somebody signed up: the account's first customer was made before 2023.
await tell("musiversal", "2022-12-15T10:00:00Z", [
  [
    "[M7] a legacy user buys top-ups, which book sessions as the plan's credits do",
    async (ada) => {
      await ada.subscribes("musiversal_studio-2_month");
      await ada.until("2023-01-10T10:00:00Z");
      await ada.buys("pack_5");
      expect(await ada.has()).toEqual({ all: 7, plan: 2, "top-up": 5 });
      expect((await ada.spends("session", { startsAt: "2023-01-20T10:00:00Z", options: { length: 3 } })).status).toBe(
        201,
      );
      expect(await ada.has()).toEqual({ all: 4, "top-up": 4 });
    },
  ],
  [
    "[M7] [M3] and pays 2 for mixing",
    async (ada) => {
      await ada.spends("mixing", { startsAt: "2023-01-25T10:00:00Z" });
      expect(await ada.has()).toEqual({ all: 2, "top-up": 2 });
    },
  ],
  [
    "[M13] nothing rolls over on Studio 2",
    async (ada) => {
      await ada.until("2023-03-15T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 4, plan: 2, "top-up": 2 });
    },
  ],
  [
    "[X4] [M1] a declined renewal: after three days there is only what was bought",
    async (ada) => {
      await ada.isDeclined(1);
      await ada.until("2023-04-18T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 4, plan: 2, "top-up": 2 });
      await ada.until("2023-04-18T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 2, "top-up": 2 });
      await ada.until("2023-04-18T11:30:00Z");
      expect(await ada.has()).toEqual({ all: 4, plan: 2, "top-up": 2 });
    },
  ],
  [
    "[X5] a refunded month leaves a debt for what was spent of it, which the next one pays",
    async (ada) => {
      await ada.spends("session", { startsAt: "2023-06-01T10:00:00Z" });
      await ada.refundsLatest();
      expect(await ada.balance()).toMatchObject({ balance: 2, bySource: { "top-up": 2 }, debt: 1 });
      await ada.until("2023-05-15T12:00:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 3, bySource: { plan: 1, "top-up": 2 }, debt: 0 });
    },
  ],
  [
    "[M12] cancelling takes the top-ups, too, at the end of the final billing period",
    async (ada) => {
      await ada.updates({ cancel_at_period_end: true });
      await ada.until("2023-06-15T09:59:59Z");
      expect(await ada.has()).toEqual({ all: 3, plan: 1, "top-up": 2 });
      await ada.until("2023-06-15T10:00:01Z");
      expect(await ada.has()).toEqual({ all: 0 });
    },
  ],
]);
