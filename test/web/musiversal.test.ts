import { newPerson } from "../support/story/person.ts";
import { tellAtThePage } from "../support/web/tell-at-the-page.ts";
import type { Visitor } from "../support/web/visitor.ts";

const BEGINS = "2026-01-31T10:00:00Z";

/** Chooses a length and a start, up to where it says what that costs. */
async function plans(visitor: Visitor, service: string, length: string, startsAt: string): Promise<void> {
  await visitor.presses(`Book: ${service}`);
  await visitor.dialog(service).getByRole("radio", { name: length }).check();
  await visitor.dialog(service).getByLabel("Starts").fill(startsAt);
}

await tellAtThePage("musiversal", {
  begins: BEGINS,
  steps: [
    [
      "[M2] subscribes to Studio 5 on Stripe's page, and sees 5 credits",
      async (ada) => {
        await ada.has("0 credits");
        await ada.presses("Choose Studio 5", ada.section("Plans"));
        await ada.presses("Go to payment", ada.dialog("Choose Studio 5"));
        await ada.pays();
        await ada.has("5 credits");
        await ada.isOn("Studio 5", "Active");
      },
    ],
    [
      "[M3] books a double session for what the estimate said",
      async (ada) => {
        await plans(ada, "Session", "Double", "2026-02-14T18:00");
        await ada.presses("Book for 2 credits", ada.dialog("Session"));
        await ada.has("3 credits");
        await ada.sees("14 Feb 2026, 18:00", ada.section("Bookings"));
      },
    ],
    [
      "[M6] cancels it in time, and has the credits back",
      async (ada) => {
        await ada.presses("Cancel Session on 14 Feb 2026, 18:00");
        const cancel = ada.dialog("Cancel this booking?");
        await ada.sees(/^2 credits come back at once/, cancel);
        await ada.presses("Cancel the booking", cancel);
        await ada.has("5 credits");
        await ada.sees("Nothing is booked.", ada.section("Bookings"));
      },
    ],
    [
      "[M1] runs out, and buys a credit from where she is told so",
      async (ada) => {
        await plans(ada, "Mixing", "Double", "2026-02-20T10:00");
        await ada.presses("See how to go on", ada.dialog("Mixing"));
        const ways = ada.dialog("Not enough credits");
        await ada.sees("Mixing needs 6 credits; you have 5.", ways);
        await ada.presses("Buy 1 credit", ways);
        await ada.pays();
        await ada.has("6 credits");
      },
    ],
    [
      "[M13] sees what rolls over at the next payment, and then that it has",
      async (ada) => {
        await ada.travels("To the next renewal");
        await ada.has("11 credits");
        await ada.sees("Rolled over", ada.section("Balance"));
      },
    ],
    [
      "[M10] upgrades to Studio 10 after a preview: what is left rolls over, and the new credits are there",
      async (ada) => {
        await ada.presses("Upgrade to Studio 10", ada.section("Plans"));
        const change = ada.dialog("Change to Studio 10, monthly");
        await ada.sees("Rolls over", change);
        await ada.presses("Change to Studio 10", change);
        await ada.has("21 credits");
        await ada.isOn("Studio 10", "Active");
      },
    ],
    [
      "[M12] cancels, and is told that everything ends with the final period",
      async (ada) => {
        await ada.presses("Cancel subscription");
        const cancel = ada.dialog("Cancel the subscription");
        await ada.sees(/^You lose what is left of .*Top-up/, cancel);
        await ada.presses("Cancel the subscription", cancel);
        await ada.isOn("Studio 10", "Ending");
      },
    ],
    [
      "[M12] travels a year: nothing is left",
      async (ada) => {
        await ada.travels("A year on");
        await ada.has("0 credits");
        await ada.sees("No plan", ada.section("Current plan"));
      },
    ],
  ],
  standings: {
    empty: async (stage, account) => {
      await newPerson(stage, { account, begins: BEGINS });
      return { as: account };
    },
    ending: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("studio-5", "month", "extra");
      await ada.until("2026-03-10T10:00:00Z");
      await ada.books("session", "2026-03-20T18:00:00Z");
      await ada.books("session", "2026-03-11T18:00:00Z", { length: 2 });
      await ada.cancels("period_end");
      return { as: account };
    },
    legacy: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.isDescribed({ signedUpAt: "2022-06-01T00:00:00Z" });
      await ada.subscribes("studio-10", "year");
      await ada.buys("pack_20");
      await ada.until("2026-05-05T10:00:00Z");
      await ada.books("mixing", "2026-05-20T10:00:00Z");
      return { as: account };
    },
    upgrade: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("studio-5", "month");
      await ada.until("2026-03-10T10:00:00Z");
      const first = async (visitor: Visitor) => {
        await visitor.presses("Upgrade to Studio 50", visitor.section("Plans"));
        await visitor.sees("What happens to your credits", visitor.dialog("Change to Studio 50, monthly"));
      };
      return { as: account, first };
    },
  },
});
