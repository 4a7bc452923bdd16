import { weekWithoutWebhooks } from "./dark-week.ts";

await weekWithoutWebhooks(
  "musiversal",
  {
    /** Rolls over what she has not used, with an add-on beside her plan. */
    ada: {
      async before(ada) {
        await ada.subscribes("studio-10", "month", "extra");
        await ada.until("2026-02-25T12:00:00Z");
      },
      async week(ada) {
        await ada.buys("pack_1");
        await ada.until("2026-02-28T12:00:00Z");
      },
    },
    /** Moves to a smaller plan with the renewal. */
    bert: {
      async before(bert) {
        await bert.subscribes("studio-50", "month");
        await bert.until("2026-02-20T12:00:00Z");
        await bert.changesTo("studio-5", "month");
        await bert.until("2026-02-25T12:00:00Z");
      },
      week: (bert) => bert.until("2026-02-28T12:00:00Z"),
    },
    /** Her membership ends with its period, and all that she has stored. */
    cleo: {
      async before(cleo) {
        await cleo.subscribes("studio-5", "month");
        await cleo.buys("pack_1", 3);
        await cleo.cancels("period_end");
        await cleo.until("2026-02-25T12:00:00Z");
      },
      week: (cleo) => cleo.until("2026-02-28T12:00:00Z"),
    },
  },
  {
    payment_not_granted: 3, // Ada's plan and her add-on, Bert's smaller plan
    session_not_granted: 1,
    subscription_differs: 2, // Bert's change has come, Cleo's has ended
    clock_behind: 3,
  },
);
