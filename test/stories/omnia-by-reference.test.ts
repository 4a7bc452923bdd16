import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

// The shop has named the account nowhere but in the Checkout's reference: neither the customer nor what they buy says whose it is.
await tell(
  "omnia",
  "2026-01-31T09:00:00Z",
  [
    [
      "[O1] a plan that is bought in Checkout is the account's that its reference names, in the time of the customer's clock",
      async (ada) => {
        await ada.subscribesByReference("omnia_creator_month");
        expect(await ada.balance()).toMatchObject({
          balance: 500,
          asOf: "2026-01-31T09:00:00.000Z",
          nextRenewal: { at: "2026-02-28T09:00:00.000Z", credits: 500 },
        });
      },
    ],
    [
      "[X1] [O2] it is renewed with its payment, an hour after the month's end",
      async (ada) => {
        expect((await ada.spends("video")).status).toBe(201);
        await ada.until("2026-02-28T09:30:00Z");
        expect(await ada.has()).toEqual({ all: 440, plan: 440 });
        await ada.until("2026-02-28T10:30:00Z");
        expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      },
    ],
    [
      "[X5] half of the money back takes half of the credits",
      async (ada) => {
        await ada.refundsLatest(4_95);
        expect(await ada.has()).toEqual({ all: 250, plan: 250 });
      },
    ],
    [
      "[O9] and cancelled at the end of the cycle it makes way for Free",
      async (ada) => {
        await ada.cancels("period_end");
        await ada.untilNext();
        expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      },
    ],
  ],
  { isUnnamed: true },
);
