import { expect } from "vitest";
import { newPerson } from "../support/story/person.ts";
import { tellAtThePage } from "../support/web/tell-at-the-page.ts";
import type { Visitor } from "../support/web/visitor.ts";

const BEGINS = "2026-01-31T09:00:00Z";

await tellAtThePage("omnia", {
  begins: BEGINS,
  steps: [
    [
      "[O1] [O3] begins on the Free plan, with 50 credits and nothing to manage",
      async (ada) => {
        await ada.has("50 credits");
        await ada.sees("Free", ada.section("Current plan"));
      },
    ],
    [
      "[O1] subscribes to Creator on Stripe's page, and sees 500 credits",
      async (ada) => {
        await ada.presses("Choose Creator", ada.section("Plans"));
        await ada.presses("Go to payment", ada.dialog("Choose Creator"));
        await ada.pays();
        await ada.has("500 credits");
        await ada.isOn("Creator", "Active");
      },
    ],
    [
      "[O13] spends after the estimate, at the price that it said",
      async (ada) => {
        await ada.presses("Estimate: Video");
        const video = ada.dialog("Video");
        await video.getByRole("radio", { name: /High/ }).check();
        await ada.presses("Spend 100 credits", video);
        await ada.sees("Video: 100 credits spent.");
        await ada.has("400 credits");
      },
    ],
    [
      "[O12] runs out, and is shown the three ways on",
      async (ada) => {
        await ada.presses("Estimate: Avatar");
        await ada.dialog("Avatar").getByLabel("How many").fill("9");
        await ada.sees("50 credits short", ada.dialog("Avatar"));
        await ada.presses("See how to go on", ada.dialog("Avatar"));
        const ways = ada.dialog("Not enough credits");
        await ada.sees("Avatar needs 450 credits; you have 400.", ways);
        await ada.sees("Top up", ways);
        await ada.sees("Pro gives 2,000 credits every month.", ways);
        await ada.sees("500 credits come on 28 Feb 2026. Then it is enough.", ways);
      },
    ],
    [
      "[O6] tops up from there, and what was bought stands beside the plan's",
      async (ada) => {
        await ada.presses("Buy 1,000 credits", ada.dialog("Not enough credits"));
        await ada.pays();
        await ada.has("1,400 credits");
        await ada.sees("Top-up", ada.section("Balance"));
      },
    ],
    [
      "[O8] upgrades to Pro after a preview, and has its credits with the next renewal",
      async (ada) => {
        await ada.presses("Upgrade to Pro", ada.section("Plans"));
        const change = ada.dialog("Change to Pro, monthly");
        await ada.sees("What happens to your credits", change);
        await ada.sees("€29", change);
        await ada.presses("Change to Pro", change);
        await ada.has("1,400 credits");
        await ada.travels("To the next renewal");
        await ada.has("3,000 credits");
        await ada.isOn("Pro", "Active");
      },
    ],
    [
      "[O9] cancels the subscription, and is told what stays",
      async (ada) => {
        await ada.presses("Cancel subscription");
        const cancel = ada.dialog("Cancel the subscription");
        await ada.sees(/^You keep .*Top-up/, cancel);
        await ada.sees("Afterwards you have the plan Free.", cancel);
        await ada.presses("Cancel the subscription", cancel);
        await ada.isOn("Pro", "Ending");
      },
    ],
    [
      "[O9] [O6] travels a year: Free, with its 50 and what was bought",
      async (ada) => {
        await ada.travels("A year on");
        await ada.has("1,050 credits");
        await ada.sees("Free", ada.section("Current plan"));
      },
    ],
    [
      "[M15] reads the statement by kind, and takes it along",
      async (ada) => {
        const statement = ada.section("Statement");
        await statement.getByLabel("Show").selectOption({ label: "Spent" });
        await ada.sees("Video", statement.getByRole("table"));
        await Promise.all([ada.page.waitForEvent("download"), ada.presses("Download CSV", statement)]);
      },
    ],
    [
      "[O7] is somebody else, by the bar, and switches between her own account and a workspace",
      async (ada) => {
        const bar = ada.page.getByRole("complementary", { name: "Local" });
        await bar.getByLabel("Person").fill("bea");
        await bar.getByLabel("Accounts").fill("bea,studio");
        await ada.presses("Sign in", bar);
        await ada.has("50 credits");
        await ada.page.getByLabel("Workspace").selectOption("studio");
        await ada.has("0 credits");
        await ada.sees("No plan", ada.section("Current plan"));
      },
    ],
    [
      "[O7] [O15] pays for the workspace, and is led back to that",
      async (ada) => {
        await ada.presses("Choose Team", ada.section("Plans"));
        await ada.presses("Go to payment", ada.dialog("Choose Team"));
        await ada.pays();
        await ada.has("6,000 credits");
      },
    ],
  ],
  standings: {
    free: async (stage, account) => {
      await newPerson(stage, { account, begins: BEGINS });
      return { as: account };
    },
    active: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("creator", "month");
      await ada.buys("pack_1000");
      await ada.spends("video", { quantity: 3 });
      await ada.until("2026-02-20T09:00:00Z");
      await ada.spends("image", { quantity: 7 });
      await ada.holds("avatar");
      return { as: account };
    },
    cancelling: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("pro", "year");
      await ada.buys("pack_1000");
      const first = async (at: Visitor) => {
        await at.presses("Cancel subscription");
        await at.sees("What happens to your credits", at.dialog("Cancel the subscription"));
      };
      return { as: account, first };
    },
    confirming: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("pro", "month");
      const first = async (at: Visitor) => {
        await at.presses("Cancel subscription");
        await at.sees("What happens to your credits", at.dialog("Cancel the subscription"));
        // As if Stripe had not told of it yet.
        await at.page.route(`**/accounts/${account}`, (route) => route.fulfill({ status: 304 }));
        await at.presses("Cancel the subscription", at.dialog("Cancel the subscription"));
        await at.sees("Being confirmed …", at.section("Current plan"));
        await at.isOn("Pro", "Active");
      };
      return { as: account, first };
    },
    debt: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.subscribes("creator", "month");
      await ada.spends("video", { quantity: 8 });
      await ada.refundsLatest();
      return { as: account };
    },
    member: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      const crew = await ada.workspace("studio");
      await crew.subscribes("team", "month");
      await ada.isDescribed({ members: { [account]: {}, bea: { budget: 300 } } }, crew);
      await crew.spends("image", { quantity: 20 });
      const scope = "credits:read credits:spend";
      const first = async ({ page, sees }: Visitor) => {
        await sees("You may spend 300 of them in this cycle: your budget is 300 credits, 0 spent.");
        const others = page.getByRole("button", { name: /^(Cancel|Upgrade|Change|Buy|Manage)/ });
        expect(await others.count()).toBe(0);
      };
      return { as: "bea", accounts: ["bea", crew.account], account: crew.account, scope, first };
    },
    trial: async (stage, account) => {
      const ada = await newPerson(stage, { account, begins: BEGINS });
      await ada.triesOut("omnia_creator_month", 14);
      return { as: account };
    },
  },
});
