import { expect } from "vitest";
import type { StoryAccount } from "../support/story/account.ts";
import type { Payer, Person } from "../support/story/person.ts";
import { tell } from "../support/story/tell.ts";

await tell("omnia", "2026-01-31T09:00:00Z", [
  [
    "[O7] a workspace starts empty, beside the personal account with its Free plan",
    async (ada) => {
      const crew = await ada.workspace("crew");
      expect(await crew.view()).toMatchObject({ balance: 0, plan: null, status: "none", nextRenewal: null });
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      expect((await crew.spends("image")).status).toBe(402);
    },
  ],
  [
    "[O15] [O7] one subscription pays for the team's shared pool, and for nobody's personal account",
    async (ada) => {
      const crew = crewOf(ada);
      await crew.subscribes("team", "month");
      expect(await crew.latestPayment()).toBe(79_00);
      expect(await crew.has()).toEqual({ all: 6000, plan: 6000 });
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      expect(await ada.view()).toMatchObject({ plan: "free", status: "none", managesPayments: false });
    },
  ],
  [
    "[O15] its members spend from it, each movement names the member, and a budget is not exceeded",
    async (ada) => {
      const crew = crewOf(ada);
      const bea = await beaIn(ada);
      await ada.isDescribed({ members: { [ada.account]: {}, [bea.sub]: { budget: 300 } } }, crew);
      expect((await crew.spends("video")).status).toBe(201);
      expect((await bea.spends("video", { quantity: 4 })).status).toBe(201);
      expect((await bea.view())["budget"]).toEqual({ budget: 300, spent: 240 });
      const over = await bea.spends("video", { options: { quality: "high" } });
      expect(over).toMatchObject({ status: 409, body: { code: "member_budget", budget: 300, spent: 240, short: 40 } });
      const [theirs, hers] = await crew.statement();
      expect([theirs, hers]).toMatchObject([
        { member: bea.sub, credits: -240 },
        { member: ada.account, credits: -60 },
      ]);
      expect(await crew.has()).toEqual({ all: 5700, plan: 5700 });
    },
  ],
  [
    "[O15] who is none does not, and nobody reaches an account that their token does not name",
    async (ada) => {
      const eve = await ada.colleague("eve", crewOf(ada));
      expect(await eve.spends("image")).toMatchObject({ status: 403, body: { code: "not_a_member" } });
      const bea = await beaIn(ada, ada);
      expect(await bea.spends("image")).toMatchObject({ status: 404, body: { code: "account_not_found" } });
    },
  ],
  [
    "[X9] [O15] what a job costs at most is held for it, counts against the budget, and what it did not need comes back",
    async (ada) => {
      const bea = await beaIn(ada);
      const film = await bea.holds("image", { quantity: 6 });
      expect(film).toMatchObject({ status: 201, body: { hold: { credits: 60 }, balance: 5640 } });
      expect((await bea.view())["budget"]).toEqual({ budget: 300, spent: 300 });
      expect(await crewOf(ada).view()).toMatchObject({ held: 60, holds: [{ credits: 60, member: bea.sub }] });
      expect((await bea.spends("image")).status).toBe(409);
      const captured = await bea.captures(film, 20);
      expect(captured).toMatchObject({ status: 200, body: { spend: { credits: 20 }, released: 40, balance: 5680 } });
      expect(await bea.receives(captured.body, "image")).toMatchObject({ credits: 20, member: bea.sub });
      const other = await bea.holds("image", { quantity: 2 });
      expect(await bea.releases(other)).toMatchObject({ status: 200, body: { credits: 20, balance: 5680 } });
      expect((await bea.view())["budget"]).toEqual({ budget: 300, spent: 260 });
    },
  ],
  [
    "[O15] the support desk gives and takes with a reason, which the statement tells",
    async (ada) => {
      const crew = crewOf(ada);
      expect(await ada.isAdjusted(100, "sorry for the outage", crew)).toMatchObject({ credits: 100, balance: 5780 });
      await ada.isAdjusted(-30, "counted twice", crew);
      const [taken, given] = await crew.statement();
      expect(taken).toMatchObject({ type: "adjusted", reason: "counted twice", credits: -30 });
      expect(given).toMatchObject({ source: "adjustment", reason: "sorry for the outage", credits: 100 });
      expect((await crew.balance()).balance).toBe(5750);
    },
  ],
  [
    "[O2] [O15] the next cycle brings the pool new credits, and its members new budgets",
    async (ada) => {
      const crew = crewOf(ada);
      await crew.untilNext();
      expect(await crew.has()).toMatchObject({ plan: 6000 });
      const bea = await beaIn(ada);
      expect((await bea.view())["budget"]).toEqual({ budget: 300, spent: 0 });
      expect((await bea.spends("video", { quantity: 5 })).status).toBe(201);
    },
  ],
  [
    "[O7] what one buys for herself is hers, and what the team has is the team's",
    async (ada) => {
      const crew = crewOf(ada);
      const theirs = await crew.has();
      await ada.subscribes("creator", "month");
      await ada.buys("pack_1000");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      expect(await crew.has()).toEqual(theirs);
      await crew.buys("pack_5000");
      expect(await crew.has()).toEqual({ ...theirs, all: Number(theirs["all"]) + 5000, "top-up": 5000 });
      await ada.spends("avatar");
      expect(await ada.has()).toEqual({ all: 1450, plan: 450, "top-up": 1000 });
      expect(await crew.view()).toMatchObject({ plan: "team", warnings: [] });
      expect(await ada.view()).toMatchObject({ plan: "creator", warnings: [], members: [] });
    },
  ],
  [
    "[O15] an account that is blocked pays for nothing until it is not",
    async (ada) => {
      const crew = crewOf(ada);
      await ada.isDescribed({ blocked: { reason: "an invoice is open" } }, crew);
      expect(await crew.spends("image")).toMatchObject({ status: 409, body: { code: "account_blocked" } });
      expect(await crew.view()).toMatchObject({ blocked: { reason: "an invoice is open" } });
      expect((await ada.spends("image")).status).toBe(201);
      await ada.isDescribed({ blocked: null }, crew);
      expect((await crew.spends("image")).status).toBe(201);
    },
  ],
  [
    "[O9] [O7] the team's plan ends now: what was bought stays in the pool, there is no Free, and her own plan goes on",
    async (ada) => {
      const crew = crewOf(ada);
      await ada.until("2026-03-10T12:00:00Z");
      const { credits } = await crew.cancels("now");
      expect(credits).toMatchObject({ granted: 0, nextAllowance: null });
      expect(await crew.view()).toMatchObject({ status: "ended", plan: null });
      expect((await crew.balance()).bySource).toMatchObject({ "top-up": 5000 });
      expect((await crew.balance()).bySource).not.toHaveProperty("plan");
      const bea = await beaIn(ada);
      await ada.isDescribed({ members: { [bea.sub]: null } }, crew);
      expect(await bea.spends("image")).toMatchObject({ status: 403, body: { code: "not_a_member" } });
      expect((await crew.spends("image")).status).toBe(201);
      expect(await ada.has()).toEqual({ all: 1440, plan: 440, "top-up": 1000 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
    },
  ],
]);

function crewOf({ workspaces }: Person): Payer {
  const [crew] = workspaces;
  if (!crew) throw new Error("there is no workspace");
  return crew;
}

/** Her colleague, with a token for the crew's account alone; and what she can do with it on another. */
function beaIn(ada: Person, account: StoryAccount = crewOf(ada)): Promise<StoryAccount> {
  return ada.colleague("bea", crewOf(ada), account);
}
