import { newPerson } from "../support/story/person.ts";
import { tellAtThePage } from "../support/web/tell-at-the-page.ts";
import type { Visitor } from "../support/web/visitor.ts";

const BEGINS = "2026-01-31T09:00:00Z";

/** Asks for more songs than there are credits for. */
async function runsOut(visitor: Visitor, songs: number): Promise<void> {
  await visitor.presses("Estimate: Song");
  await visitor.dialog("Song").getByLabel("How many").fill(String(songs));
  await visitor.presses("See how to go on", visitor.dialog("Song"));
  await visitor.sees("Top up", visitor.dialog("Not enough credits"));
}

await tellAtThePage("neume", {
  begins: BEGINS,
  steps: [
    [
      "[N1] has nothing without a plan, and subscribes to Basic on Stripe's page",
      async (ada) => {
        await ada.has("0 credits");
        await ada.sees("Credits can be bought while a subscription is running.");
        await ada.presses("Choose Basic", ada.section("Plans"));
        await ada.presses("Go to payment", ada.dialog("Choose Basic"));
        await ada.pays();
        await ada.has("100 credits");
        await ada.isOn("Basic", "Active");
      },
    ],
    [
      "[N1] [N6] makes songs for what the estimate said; what her plan lacks says which plans have it",
      async (ada) => {
        await ada.presses("Estimate: Song");
        await ada.dialog("Song").getByLabel("How many").fill("3");
        await ada.presses("Spend 30 credits", ada.dialog("Song"));
        await ada.has("70 credits");
        await ada.sees("With Plus and Pro", ada.section("Use credits"));
      },
    ],
    [
      "[N5] [N4] runs out, and tops up from where she is told so",
      async (ada) => {
        await runsOut(ada, 12);
        await ada.presses("Buy 50 credits", ada.dialog("Not enough credits"));
        await ada.pays();
        await ada.has("120 credits");
        await ada.sees("Top-up", ada.section("Balance"));
      },
    ],
    [
      "[X7] upgrades to Plus after a preview of money and credits, and has it at once",
      async (ada) => {
        await ada.presses("Upgrade to Plus", ada.section("Plans"));
        const change = ada.dialog("Change to Plus, monthly");
        await ada.sees("At once", change);
        await ada.presses("Change to Plus", change);
        await ada.has("550 credits");
        await ada.isOn("Plus", "Active");
      },
    ],
    [
      "[X4] has a card that declines, and sees by herself that the payment is overdue, and that it has come",
      async (ada) => {
        await ada.hasCardThat("declines");
        await ada.travels("To the next renewal");
        await ada.isOn("Plus", "Past due");
        await ada.sees(/^The payment due on 28 Feb 2026 has not come through/);
        await ada.hasCardThat("succeeds");
        await ada.travels("A month on");
        await ada.isOn("Plus", "Active");
      },
    ],
    [
      "[N3] cancels, and is told that top-ups end, too",
      async (ada) => {
        await ada.presses("Cancel subscription");
        const cancel = ada.dialog("Cancel the subscription");
        await ada.sees(/^You lose what is left of .*Top-up/, cancel);
        await ada.presses("Cancel the subscription", cancel);
        await ada.isOn("Plus", "Ending");
      },
    ],
    [
      "[N3] travels a year: nothing is left",
      async (ada) => {
        await ada.travels("A year on");
        await ada.has("0 credits");
        await ada.sees("No plan", ada.section("Current plan"));
      },
    ],
  ],
  standings: {
    "past-due": async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("plus", "month");
      await ada.buys("pack_200");
      await ada.isDeclined(9);
      await ada.until("2026-03-01T09:00:00Z");
      const first = async (at: Visitor) => {
        await at.sees(/Unless it does, 500 credits end on 3 Mar 2026, 09:00\.$/);
        await at.sees("Ends with the payment, or on 3 Mar 2026", at.section("What ends when"));
      };
      return { as: account, first };
    },
    trial: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.triesOut("neume_plus_month", 14);
      const first = (at: Visitor) => at.sees(/^The trial gives no credits/, at.section("Current plan"));
      return { as: account, first };
    },
    paused: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("plus", "month");
      await ada.buys("pack_200");
      await ada.until("2026-02-10T09:00:00Z");
      await ada.isPaused();
      const first = (at: Visitor) => at.sees("The plan can't be changed while the subscription is paused.");
      return { as: account, first };
    },
    unpaid: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.endsDunningAs("unpaid");
      await ada.subscribes("plus", "month");
      await ada.buys("pack_200");
      await ada.isDeclined(9);
      await ada.until("2026-03-30T09:00:00Z");
      return { as: account };
    },
    "out-of-credits": async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("basic", "month");
      await ada.spends("song", { quantity: 9 });
      return { as: account, first: (visitor) => runsOut(visitor, 2) };
    },
  },
});
