import { expect } from "vitest";
import { AT_ONCE } from "../support/story/customer.ts";
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
    },
  ],
  [
    "[N2] Basic gives 100 credits a month",
    async (ada) => {
      await ada.subscribes("neume_basic_month");
      await ada.spends("song", { quantity: 3 });
      await ada.spends("voice-conversion");
      await ada.spends("stem-split");
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
    "[N3] [N4] [N7] a top-up is shown beside the plan's credits, which pay first, and stays over the renewal",
    async (ada) => {
      await ada.buys("pack_50");
      await ada.spends("song", { quantity: 11 });
      expect(await ada.has()).toEqual({ all: 40, "top-up": 40 });
      await ada.until("2026-03-31T10:30:00Z");
      expect(await ada.has()).toEqual({ all: 140, plan: 100, "top-up": 40 });
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
      await ada.changesTo("neume_plus_month", AT_ONCE);
      expect(await ada.has()).toEqual({ all: 540, plan: 500, "top-up": 40 });
      expect((await ada.spends("song-studio")).status).toBe(201);
      expect(await ada.balance()).toMatchObject({ balance: 520, nextRenewal: { at: "2026-05-10T12:00:00.000Z" } });
    },
  ],
  [
    "[X4] an upgrade that can't be paid changes nothing",
    async (ada) => {
      await ada.isDeclined(1);
      const upgrade = ada.changesTo("neume_pro_month", AT_ONCE);
      await expect(upgrade).rejects.toThrow("declined");
      expect(await ada.has()).toEqual({ all: 520, plan: 480, "top-up": 40 });
    },
  ],
  [
    "[N3] past due is still subscribed: top-ups can be spent while the renewal is declined",
    async (ada) => {
      await ada.endsDunningAs("unpaid");
      await ada.isDeclined(9);
      await ada.until("2026-05-14T12:00:00Z");
      expect(await ada.has()).toEqual({ all: 40, "top-up": 40 });
      expect((await ada.spends("song")).status).toBe(201);
    },
  ],
  [
    "[N3] unpaid suspends them: shown, not spendable, not lost",
    async (ada) => {
      await ada.until("2026-06-05T12:00:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [{ source: "top-up", credits: 30 }] });
      expect((await ada.spends("song")).status).toBe(402);
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
      await ada.pauses();
      expect(await ada.has()).not.toHaveProperty("top-up");
      await ada.until("2026-08-01T12:00:00Z");
      expect(await ada.balance()).toMatchObject({ balance: 0 });
      await ada.resumes();
      expect(await ada.has()).toMatchObject({ "top-up": 30 });
    },
  ],
  [
    "[N3] canceled ends them for good",
    async (ada) => {
      await ada.until("2026-10-05T12:00:00Z");
      await ada.cancels();
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [] });
    },
  ],
  [
    "[N3] [X4] money for a pack outside a subscription is kept, and can be spent once there is one",
    async (ada) => {
      await ada.buys("pack_200");
      expect(await ada.balance()).toMatchObject({ balance: 0, lots: [{ source: "top-up", credits: 200 }] });
      await ada.until("2026-10-20T12:00:00Z");
      await ada.subscribes("neume_basic_month");
      expect(await ada.has()).toEqual({ all: 300, plan: 100, "top-up": 200 });
    },
  ],
]);
