import { weekWithoutWebhooks } from "./dark-week.ts";

await weekWithoutWebhooks(
  "omnia",
  {
    /** Renews, buys packs, and is given a part of the renewal back; cancels for the end of the month. */
    ada: {
      async before(ada) {
        await ada.subscribes("creator", "month");
        await ada.spends("image", { quantity: 7 });
        await ada.until("2026-02-25T12:00:00Z");
      },
      async week(ada) {
        await ada.buys("pack_1000", 2);
        await ada.buys("pack_5000");
        await ada.until("2026-02-28T12:00:00Z");
        await ada.refundsLatest(300);
        await ada.cancelsInPortal("period_end");
      },
    },
    /** Pays by the year; the bank takes the money back, and has to return it. */
    bert: {
      async before(bert) {
        await bert.subscribes("pro", "year");
        await bert.until("2026-02-25T12:00:00Z");
      },
      async week(bert, { control }) {
        const dispute = await bert.disputesLatest();
        await bert.until("2026-02-27T12:00:00Z");
        await bert.closesDispute(dispute, "won");
        await control("idle");
      },
    },
    /** Comes in that week, and the bank takes her month back: nothing of hers was ever told. */
    cleo: {
      before: (cleo) => cleo.until("2026-02-25T12:00:00Z"),
      async week(cleo) {
        await cleo.subscribes("creator", "month");
        await cleo.buys("pack_1000");
        const dispute = await cleo.disputesLatest();
        await cleo.until("2026-02-27T12:00:00Z");
        await cleo.closesDispute(dispute, "lost");
      },
    },
    /** Can't pay the renewal, and later can. */
    dora: {
      async before(dora) {
        await dora.subscribes("creator", "month");
        await dora.until("2026-02-25T12:00:00Z");
      },
      async week(dora) {
        await dora.isDeclined(1);
        await dora.until("2026-03-01T12:00:00Z");
        await dora.paysOpenInvoice();
      },
    },
  },
  {
    payment_not_granted: 3, // Ada's and Dora's renewals, Cleo's first month
    session_not_granted: 3,
    refund_not_taken: 1,
    dispute_not_told: 2,
    subscription_differs: 2, // Ada's ends, Cleo's has begun
    not_linked: 1, // whose Cleo's subscription is, her Checkout says first
    clock_behind: 4,
  },
);
