import { expect } from "vitest";
import { tell } from "../support/story/tell.ts";

await tell("neume", "2026-01-31T09:00:00Z", [
  [
    "[N1] nobody has credits without a plan, and every song costs some",
    async (ada) => {
      expect(await ada.has()).toEqual({ all: 0 });
      const { status, body } = await ada.spends("song");
      expect(status).toBe(402);
      // A top-up needs a subscription: none is offered.
      expect(body).toMatchObject({ code: "insufficient_credits", short: 10, packs: [] });
      expect(await ada.post("checkout", { pack: "pack_50" })).toMatchObject({
        status: 403,
        body: { code: "not_for_you" },
      });
    },
  ],
  [
    "[N2] Basic gives 100 credits a month",
    async (ada) => {
      await ada.subscribes("basic", "month");
      await ada.spends("voice-conversion");
      await ada.spends("stem-split");
      expect(await ada.has()).toEqual({ all: 92, plan: 92 });
    },
  ],
  [
    "[N1] three songs cost what the quote says, once, and the receipt says that they are paid",
    async (ada) => {
      const quoted = await ada.quotes("song", { quantity: 3 });
      expect(quoted.body).toMatchObject({ credits: 30, affordable: true, expiresAt: "2026-01-31T09:10:00.000Z" });
      expect(await ada.has()).toEqual({ all: 92, plan: 92 });
      const { status, body } = await ada.spendsQuote(quoted);
      expect([status, body]).toMatchObject([
        201,
        { spend: { credits: 30, service: "song", quantity: 3 }, balance: 62 },
      ]);
      expect(await ada.receives(body, "song")).toMatchObject({ credits: 30, quantity: 3 });
      expect(await ada.spendsQuote(quoted)).toMatchObject({ status: 409, body: { code: "quote_spent" } });
      expect(await ada.has()).toEqual({ all: 62, plan: 62 });
    },
  ],
  [
    "[N2] [X1] what is left of them ends with the cycle, when the next month is paid: nothing rolls over",
    async (ada) => {
      await ada.until("2026-02-28T09:30:00Z");
      expect(await ada.has()).toEqual({ all: 62, plan: 62 });
      await ada.until("2026-02-28T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 100, plan: 100 });
    },
  ],
  [
    "[N5] who runs low is told so, beside the packs that top it up",
    async (ada) => {
      const codes = async () => ((await ada.view())["warnings"] as { code: string }[]).map(({ code }) => code);
      expect(await codes()).not.toContain("low_balance");
      await ada.spends("song", { quantity: 9 });
      expect(await codes()).toContain("low_balance");
      const packs = ["pack_50", "pack_200", "pack_1000"].map((pack) => ({ pack, may: "yes" }));
      expect((await ada.view())["offers"]).toMatchObject({ packs });
    },
  ],
  [
    "[N3] [N4] [N7] a top-up is shown beside the plan's credits, which pay first, and stays over the renewal",
    async (ada) => {
      await ada.buys("pack_50");
      await ada.spends("song", { quantity: 2 });
      expect(await ada.has()).toEqual({ all: 40, "top-up": 40 });
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 140, plan: 100, "top-up": 40 });
      const lots = [
        { source: "plan", credits: 100, endsAt: "2026-05-03T09:00:00.000Z" },
        { source: "top-up", credits: 40, endsAt: null },
      ];
      expect(await ada.view()).toMatchObject({ bySource: { plan: 100, "top-up": 40 }, lots });
    },
  ],
  [
    "[N6] a premium service is refused on Basic, with the plans that have it",
    async (ada) => {
      const { status, body } = await ada.spends("song-studio");
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: "plan_required", plans: ["plus", "pro"] });
    },
  ],
  [
    "[X7] [N6] a larger plan begins at once with a cycle and credits of its own, and unlocks the service",
    async (ada) => {
      await ada.until("2026-04-10T12:00:00Z");
      const { direction, money } = await ada.changesTo("plus", "month");
      expect({ direction, money }).toMatchObject({ direction: "up", money: { dueNow: await ada.latestPayment() } });
      expect(await ada.has()).toEqual({ all: 540, plan: 500, "top-up": 40 });
      expect((await ada.spends("song-studio")).status).toBe(201);
      expect(await ada.balance()).toMatchObject({ balance: 520, nextRenewal: { at: "2026-05-10T12:00:00.000Z" } });
    },
  ],
  [
    "[X7] [N2] a smaller plan begins with the next payment, and until then it can be taken back",
    async (ada) => {
      const { direction, effectiveAt, money, credits } = await ada.changesTo("basic", "month");
      expect({ direction, effectiveAt, money }).toMatchObject({
        direction: "down",
        effectiveAt: "2026-05-10T12:00:00.000Z",
        money: { dueNow: 0 },
      });
      expect(credits).toMatchObject({
        before: { plan: 480, "top-up": 40 },
        after: { plan: 100, "top-up": 40 },
        expired: { plan: 480 },
        nextAllowance: { at: "2026-06-10T12:00:00.000Z", credits: 100, plan: "basic" },
      });
      expect(await ada.has()).toEqual({ all: 520, plan: 480, "top-up": 40 });
      expect(await ada.view()).toMatchObject({ plan: "plus", plannedChange: { plan: "basic", at: effectiveAt } });
      expect((await ada.spends("song-studio")).status).toBe(201);
      expect(await ada.staysWith("plus", "month")).toMatchObject({ direction: "same", effectiveAt: null });
      expect(await ada.view()).toMatchObject({ plan: "plus", plannedChange: null });
    },
  ],
  [
    "[X4] an upgrade that can't be paid changes nothing",
    async (ada) => {
      await ada.isDeclined(1);
      const upgrade = await ada.post("plan", { plan: "pro", interval: "month" });
      expect(upgrade).toMatchObject({ status: 402, body: { code: "payment_failed" } });
      expect(await ada.has()).toEqual({ all: 500, plan: 460, "top-up": 40 });
    },
  ],
  [
    "[N3] past due is still subscribed: top-ups can be spent while the renewal is declined",
    async (ada) => {
      await ada.endsDunningAs("unpaid");
      await ada.isDeclined(9);
      await ada.until("2026-05-14T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 40, "top-up": 40 });
      expect(await ada.view()).toMatchObject({ status: "past_due", warnings: [{ code: "payment_overdue" }] });
      expect((await ada.spends("song")).status).toBe(201);
    },
  ],
  [
    "[N3] unpaid suspends them: shown, not spendable, not lost",
    async (ada) => {
      await ada.until("2026-06-05T12:00:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [{ source: "top-up", credits: 30 }] });
      expect((await ada.spends("song")).status).toBe(402);
      expect(await ada.post("checkout", { pack: "pack_50" })).toMatchObject({
        status: 403,
        body: { code: "not_for_you" },
      });
      expect(await ada.post("plan", { plan: "pro", interval: "month" })).toMatchObject({
        status: 422,
        body: { detail: "subscription is unpaid; what is owed has to be paid first." },
      });
      expect(await ada.view()).toMatchObject({ status: "unpaid", outlook: null });
    },
  ],
  [
    "[N3] [X4] whoever pays has them back, and the month that was paid for",
    async (ada) => {
      await ada.isDeclined(0);
      await ada.paysOpenInvoice();
      expect(await ada.has()).toEqual({ all: 530, plan: 500, "top-up": 30 });
    },
  ],
  [
    "[N3] a paused subscription suspends top-ups until it is resumed",
    async (ada) => {
      await ada.until("2026-07-01T12:00:00Z");
      await ada.isPaused();
      expect(await ada.has()).not.toHaveProperty("top-up");
      expect(await ada.view()).toMatchObject({ status: "paused" });
      await ada.until("2026-08-01T12:00:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 0 });
      await ada.goesOn();
      expect(await ada.has()).toMatchObject({ "top-up": 30 });
    },
  ],
  [
    "[N3] [X4] canceled ends them for good, and closes the pages on which others could be bought",
    async (ada) => {
      await ada.until("2026-10-05T12:00:00Z");
      await ada.buysByBank("pack_200", "comes");
      const page = await ada.opensCheckout({ pack: "pack_50" });
      const { credits } = await ada.cancels("now");
      expect(credits).toMatchObject({ forfeited: { "top-up": 30 }, after: {} });
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [] });
      expect(await ada.view()).toMatchObject({ status: "ended", plan: null });
      await expect(ada.pays(page)).rejects.toThrow("There is no such form");
    },
  ],
  [
    "[N3] [X4] money for a pack that comes after the end is kept, and can be spent once there is a subscription",
    async (ada) => {
      await ada.until("2026-10-06T12:00:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [{ source: "top-up", credits: 200 }] });
      await ada.until("2026-10-20T12:00:00Z");
      await ada.subscribes("basic", "month");
      expect(await ada.has()).toEqual({ all: 300, plan: 100, "top-up": 200 });
    },
  ],
  [
    "[X7] [N2] [N6] a downgrade takes effect with its payment: fewer credits, top-ups as they were, premium closed",
    async (ada) => {
      // In the very second in which she has bought the smaller one.
      await ada.changesTo("pro", "month");
      expect(await ada.has()).toEqual({ all: 2200, plan: 2000, "top-up": 200 });
      expect((await ada.spends("song-studio")).status).toBe(201);
      const { credits } = await ada.changesTo("basic", "month");
      await ada.untilNext();
      expect(await ada.has()).toEqual({ all: 300, ...credits.after });
      expect(await ada.latestPayment()).toBe(9_00);
      expect(await ada.spends("song-studio")).toMatchObject({ status: 403, body: { code: "plan_required" } });
    },
  ],
]);
