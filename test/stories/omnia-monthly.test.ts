import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

await tell("omnia", "2026-01-31T09:00:00Z", [
  [
    "[O1] [O3] the first call begins the Free plan: 50 credits until the next month's end, and nothing to manage",
    async (ada) => {
      expect(await ada.has()).toEqual({ all: 50, plan: 50 });
      expect(await ada.balance()).toMatchObject({
        nextRenewal: { at: "2026-02-28T09:00:00.000Z" },
        asOf: "2026-01-31T09:00:00.000Z",
      });
      expect(await ada.view()).toMatchObject({
        plan: "free",
        status: "none",
        outlook: { comes: "renewal", lost: 50, balance: 50 },
        managesPayments: false,
      });
    },
  ],
  [
    "[O1] subscribing to Creator gives 500 and ends what was left of Free",
    async (ada) => {
      await ada.subscribes("creator", "month");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
    },
  ],
  [
    "[O3] one page tells plan, status, balance and next renewal, and that there are payments to manage",
    async (ada) => {
      expect(await ada.view()).toMatchObject({
        plan: "creator",
        interval: "month",
        status: "active",
        balance: 500,
        nextRenewal: { at: "2026-02-28T09:00:00.000Z", credits: 500, plan: "creator", amount: 990, currency: "EUR" },
        managesPayments: true,
      });
    },
  ],
  [
    "[O14] while a subscription lives another one is refused: the plan can be changed",
    async (ada) => {
      const another = await ada.post("checkout", { plan: "pro", interval: "month" });
      expect(another).toMatchObject({ status: 409, body: { code: "already_subscribed" } });
    },
  ],
  [
    "[O13] the estimate is shown before, by service and quality, and is what is charged, once",
    async (ada) => {
      expect((await ada.quotes("video", { options: { quality: "high" } })).body).toMatchObject({ credits: 100 });
      const quoted = await ada.quotes("video");
      expect(quoted.body).toMatchObject({ credits: 60, affordable: true, expiresAt: "2026-01-31T09:10:00.000Z" });
      const paid = await ada.spendsQuote(quoted);
      expect(paid).toMatchObject({ status: 201, body: { spend: { credits: 60, service: "video" }, balance: 440 } });
      expect(await ada.receives(paid.body, "video")).toMatchObject({ credits: 60, account: ada.account });
      expect(await ada.spendsQuote(quoted)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
      const late = await ada.quotes("image");
      await ada.until("2026-01-31T09:10:00Z");
      expect(await ada.spendsQuote(late)).toMatchObject({ status: 422, body: { detail: "quote has expired." } });
      expect(await ada.has()).toEqual({ all: 440, plan: 440 });
    },
  ],
  [
    "[X1] [O2] between the month's end and the payment an hour later the old credits are there, then 500 new ones",
    async (ada) => {
      await ada.until("2026-02-28T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 440, plan: 440 });
      await ada.until("2026-02-28T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
    },
  ],
  [
    "[O6] a pack is there at once, beside the plan's credits, which pay first",
    async (ada) => {
      await ada.buys("pack_1000");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      await ada.spends("image", { quantity: 60 });
      expect(await ada.has()).toEqual({ all: 900, "top-up": 900 });
    },
  ],
  [
    "[O6] one that is paid by bank debit comes with the money, and where none comes not at all",
    async (ada) => {
      await ada.until("2026-03-01T09:00:00Z");
      await ada.buysByBank("pack_1000", "comes");
      await ada.until("2026-03-01T09:02:59Z");
      expect(await ada.has()).toEqual({ all: 900, "top-up": 900 });
      await ada.until("2026-03-01T09:03:00Z");
      expect(await ada.has()).toEqual({ all: 1900, "top-up": 1900 });
      await ada.buysByBank("pack_1000", "does not come");
      await ada.until("2026-03-01T09:10:00Z");
      expect(await ada.has()).toEqual({ all: 1900, "top-up": 1900 });
    },
  ],
  [
    "[O12] [O4] at 0 premium content is refused with what would help, and what is free still works",
    async (ada) => {
      await ada.spends("image", { quantity: 190 });
      const { status, body } = await ada.spends("video", { options: { quality: "high" } });
      expect(status).toBe(402);
      expect(body).toMatchObject({
        code: "insufficient_credits",
        short: 100,
        packs: [{ pack: "pack_1000" }, { pack: "pack_5000" }],
        nextRenewal: { at: "2026-03-31T09:00:00.000Z", credits: 500 },
      });
      expect((await ada.spends("upscale")).status).toBe(201);
    },
  ],
  [
    "[X4] [X1] a declined renewal gives nothing: the old credits stay for three days and then end",
    async (ada) => {
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      await ada.isDeclined(1);
      await ada.until("2026-05-03T08:30:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      await ada.until("2026-05-03T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 0 });
    },
  ],
  [
    "[X4] the next attempt succeeds, and the month's credits come with the money",
    async (ada) => {
      await ada.until("2026-05-03T11:00:00Z");
      expect(await ada.has()).toEqual({ all: 500, plan: 500 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: { at: "2026-05-31T09:00:00.000Z", credits: 500 } });
    },
  ],
  [
    "[X5] [O10] half of the money back takes half of the credits; what was spent of them is owed, and the next month pays it",
    async (ada) => {
      await ada.spends("image", { quantity: 40 });
      await ada.refundsLatest(4_95);
      expect(await ada.balance()).toMatchObject({ balance: 0, debt: 150 });
      await ada.untilNext();
      expect(await ada.balance()).toMatchObject({ balance: 350, debt: 0 });
    },
  ],
  [
    "[X5] a dispute freezes what is left of the payment, and winning it gives exactly that back",
    async (ada) => {
      const dispute = await ada.disputesLatest();
      expect(await ada.balance()).toMatchObject({ balance: 0, frozen: 350 });
      expect((await ada.spends("image")).status).toBe(402);
      await ada.until("2026-06-10T09:00:00Z");
      await ada.closesDispute(dispute, "won");
      expect(await ada.balance()).toMatchObject({ balance: 350, frozen: 0, debt: 0 });
    },
  ],
  [
    "[O8] a larger plan gives its credits from the next renewal on",
    async (ada) => {
      const { direction, money, credits } = await ada.changesTo("pro", "month");
      expect({ direction, money }).toMatchObject({ direction: "up", money: { dueNow: 0, next: { amount: 29_00 } } });
      expect(await ada.has()).toEqual({ all: 350, plan: 350 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 2000, ...credits.after });
      expect(await ada.latestPayment()).toBe(29_00);
    },
  ],
  [
    "[O8] a smaller plan begins with the next cycle; this cycle's credits stay until then",
    async (ada) => {
      await ada.spends("audio");
      const { credits } = await ada.changesTo("creator", "month");
      expect(await ada.has()).toEqual({ all: 1980, plan: 1980 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 500, ...credits.after });
    },
  ],
  [
    "[O8] a change that is still ahead is replaced by another, and taken back by naming the plan that runs",
    async (ada) => {
      const planned = async () => (await ada.view())["plannedChange"];
      await ada.changesTo("team", "month");
      await ada.changesTo("pro", "month");
      expect(await planned()).toMatchObject({ plan: "pro", at: "2026-08-31T09:00:00.000Z" });
      expect(await ada.staysWith("creator", "month")).toMatchObject({ direction: "same", effectiveAt: null });
      expect(await planned()).toBeNull();
    },
  ],
  [
    "[O9] cancelling at the end of the cycle keeps the credits, and resuming before it loses nothing",
    async (ada) => {
      await ada.cancelsInPortal("period_end");
      await ada.buys("pack_1000");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      expect(await ada.view()).toMatchObject({
        status: "ending",
        cancelAt: "2026-08-31T09:00:00.000Z",
        nextRenewal: null,
        outlook: { comes: "end", lost: 500, balance: 1_050 },
      });
      await ada.resumes();
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
    },
  ],
  [
    "[O9] [O6] cancelling now ends the plan's credits, begins Free, and leaves what was bought",
    async (ada) => {
      await ada.until("2026-09-10T12:00:00Z");
      const { credits } = await ada.cancels("now");
      expect(credits).toMatchObject({ kept: 1_000, forfeited: { plan: 500 }, granted: 50 });
      expect(await ada.has()).toEqual({ all: 1050, plan: 50, "top-up": 1000 });
      await ada.until("2026-10-10T11:59:59Z");
      await ada.spends("image");
      expect(await ada.has()).toEqual({ all: 1040, plan: 40, "top-up": 1000 });
      await ada.until("2026-10-10T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 1050, plan: 50, "top-up": 1000 });
    },
  ],
  [
    "[O14] whoever pays in two windows has two subscriptions: both give, the larger plan is in force, and a warning says so",
    async (ada) => {
      await ada.until("2026-11-05T18:00:00Z");
      const windows = [
        await ada.opensCheckout({ plan: "pro", interval: "month" }),
        await ada.opensCheckout({ plan: "creator", interval: "month" }),
      ];
      for (const window of windows) await ada.pays(window);
      expect(await ada.has()).toEqual({ all: 3500, plan: 2500, "top-up": 1000 });
      expect(await ada.view()).toMatchObject({ plan: "pro", warnings: [{ code: "two_subscriptions" }] });
    },
  ],
  [
    "[O14] [O1] cancelling ends the larger one and its credits; the other goes on, in the place of Free",
    async (ada) => {
      await ada.cancels("now");
      expect(await ada.has()).toEqual({ all: 1500, plan: 500, "top-up": 1000 });
      expect(await ada.balance()).toMatchObject({ nextRenewal: { at: "2026-12-05T18:00:00.000Z", credits: 500 } });
    },
  ],
  [
    "[O9] cancelled at the end of the cycle, Free begins exactly there",
    async (ada) => {
      await ada.buys("pack_1000", 2);
      await ada.cancels("period_end");
      await ada.until("2026-12-05T17:59:59Z");
      expect(await ada.has()).toEqual({ all: 3500, plan: 500, "top-up": 3000 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 3050, plan: 50, "top-up": 3000 });
      await ada.until("2027-02-01T09:00:00Z");
      expect(await ada.has()).toEqual({ all: 3050, plan: 50, "top-up": 3000 });
      await ada.untilNext();
    },
  ],
]);
