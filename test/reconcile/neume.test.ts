import { weekWithoutWebhooks } from "./dark-week.ts";

await weekWithoutWebhooks(
  "neume",
  {
    /** Renews, tops up, and is given half of the renewal back. */
    ada: {
      async before(ada) {
        await ada.subscribes("basic", "month");
        await ada.spends("song", { quantity: 3 });
        await ada.until("2026-02-25T12:00:00Z");
      },
      async week(ada) {
        await ada.buys("pack_50");
        await ada.until("2026-02-28T12:00:00Z");
        await ada.refundsLatest(500);
      },
    },
    /** Has a larger plan at once, which begins a new cycle. */
    bert: {
      async before(bert) {
        await bert.subscribes("plus", "month");
        await bert.until("2026-02-25T12:00:00Z");
      },
      week: (bert) => bert.post("plan", { plan: "pro", interval: "month" }),
    },
    /** Cancels at once, with a top-up left. */
    cleo: {
      async before(cleo) {
        await cleo.subscribes("pro", "month");
        await cleo.buys("pack_200");
        await cleo.until("2026-02-25T12:00:00Z");
      },
      week: (cleo) => cleo.cancelsInPortal("now"),
    },
  },
  {
    payment_not_granted: 2, // Ada's renewal, Bert's new cycle
    session_not_granted: 1,
    refund_not_taken: 1,
    subscription_differs: 2, // Bert's sells another plan, Cleo's has ended
    clock_behind: 3,
  },
);
