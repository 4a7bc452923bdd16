import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import { billingStory } from "../support/billing-story.ts";
import { reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { nameOf } from "../support/local-stripe.ts";
import { WEB_URL } from "../support/test-passbook.ts";

const creator = { plan: "creator", interval: "month" };

const refused = (status: number, code: string) => ({ status, body: { code } });
const wrong = (field: string, message: string) => ({ status: 422, body: { problems: [{ field, message }] } });

describe("A checkout of a plan", () => {
  it("[O1] is a page of Stripe's that names the account wherever it will be looked for", async () => {
    const story = await billingStory(omnia);
    const { url } = await story.done<{ url: string }>("checkout", creator);
    const { api } = story.stripe;
    const [session] = (await api.checkout.sessions.list({ expand: ["data.line_items"] })).data;
    expect(session).toMatchObject({
      url,
      mode: "subscription",
      client_reference_id: "ada",
      metadata: { account: "ada" },
      success_url: `${WEB_URL}?checkout=success`,
      cancel_url: `${WEB_URL}?checkout=cancelled`,
      line_items: { data: [{ price: { lookup_key: "omnia_creator_month" }, quantity: 1 }] },
    });
    expect(await story.pay(url)).toBe(303);
    expect((await story.subscription()).metadata).toEqual({ account: "ada" });
    expect(await story.has()).toEqual({ plan: 500 });
  });

  it("[M2] has add-ons beside a monthly plan, in one page", async () => {
    const story = await billingStory(musiversal);
    await story.buys({ plan: "studio-5", interval: "month", addOns: ["extra"] });
    expect(await story.has()).toEqual({ plan: 5, "add-on": 5 });
    expect(await story.latestPayment()).toBe(199_00 + 189_00);
  });

  it("[M2] has none beside a yearly one", async () => {
    const story = await billingStory(musiversal);
    const order = { plan: "studio-5", interval: "year", addOns: ["extra"] };
    expect(await story.ask("checkout", order)).toMatchObject(wrong("addOns", "are beside monthly plans only"));
  });

  it.each([
    [{ plan: "gold", interval: "month" }, "plan", "is not in the catalogue"],
    [{ plan: "toString", interval: "month" }, "plan", "is not in the catalogue"],
    [{ plan: "free", interval: "month" }, "interval", "free is not sold by the month"],
    [{ ...creator, addOns: ["extra"] }, "addOns.0", "is not in the catalogue"],
    [{ pack: "pack_2" }, "pack", "is not in the catalogue"],
    [{ addOn: "extra" }, "addOn", "is not in the catalogue"],
  ])("is refused for what the catalogue does not have: %j", async (order, field, message) => {
    const story = await billingStory(omnia);
    expect(await story.ask("checkout", order)).toMatchObject(wrong(field, message));
  });

  it("[O14] is refused while a subscription lives, also where its webhook has not arrived, and not once it has ended", async () => {
    const story = await billingStory(omnia);
    const { url } = await story.done<{ url: string }>("checkout", creator);
    await story.stripe.post(new URL(url).pathname, { cardNumber: "4242424242424242" });
    expect(await story.call("checkout", creator)).toMatchObject(refused(409, "already_subscribed"));
    await story.told();
    expect(await story.call("checkout", creator)).toMatchObject(refused(409, "already_subscribed"));
    await story.done("cancel", { when: "now" });
    await story.until("2026-02-01T12:00:00Z");
    await story.buys(creator);
    expect(await story.has()).toEqual({ plan: 500 });
  });

  it("[X9] answers the same page to the same key, also once it is paid", async () => {
    const story = await billingStory(omnia);
    const first = await story.ask("checkout", creator, "k");
    expect(first.headers).not.toHaveProperty("idempotent-replayed");
    const { url } = first.body as { url: string };
    for (const paid of [false, true]) {
      if (paid) await story.pay(url);
      const again = await story.ask("checkout", creator, "k");
      expect(again).toMatchObject({ status: 200, text: first.text, headers: { "idempotent-replayed": "true" } });
    }
    expect((await story.stripe.api.checkout.sessions.list()).data).toHaveLength(1);
  });

  it.each([
    [{ pack: "pack_1000" }, { pack: "pack_1000", quantity: 1 }],
    [{ pack: "pack_1000" }, { pack: "pack_5000" }],
    [{ pack: "pack_1000" }, creator],
  ])("[X9] has a key for one content: %j is not %j", async (first, second) => {
    const story = await billingStory(omnia);
    expect((await story.ask("checkout", first, "k")).status).toBe(200);
    expect(await story.ask("checkout", second, "k")).toMatchObject(refused(409, "idempotency_conflict"));
    expect((await story.stripe.api.checkout.sessions.list()).data).toHaveLength(1);
  });
});

describe("The key of a checkout", () => {
  it("[X9] [N3] answers the same page also when what it sells is not sold to the account any more", async () => {
    const story = await billingStory(neume);
    await story.buys({ plan: "basic", interval: "month" });
    const first = await story.ask("checkout", { pack: "pack_50" }, "k");
    await story.done("cancel", { when: "now" });
    expect(await story.ask("checkout", { pack: "pack_50" }, "k")).toMatchObject({ status: 200, text: first.text });
    expect(await story.ask("checkout", { pack: "pack_200" }, "k")).toMatchObject(refused(409, "idempotency_conflict"));
    expect(await story.ask("checkout", { pack: "pack_50" })).toMatchObject(refused(403, "not_for_you"));
  });

  it.each([
    [omnia, creator, creator, 409, "already_subscribed"],
    [neume, { plan: "basic", interval: "month" }, { pack: "pack_50" }, 403, "not_for_you"],
  ])(
    "[X9] [O14] is forgotten after 24 hours, and what is refused by then is refused",
    async (policy, plan, order, ...no) => {
      const story = await billingStory(policy);
      if (order !== plan) await story.buys(plan);
      const { url } = await story.done<{ url: string }>("checkout", order, "k");
      if (order === plan) await story.pay(url);
      else await story.done("cancel", { when: "now" });
      story.stripe.wall.now += 24 * 3_600_000;
      await story.until("2026-02-01T12:00:00Z");
      expect(await story.ask("checkout", order, "k")).toMatchObject(refused(...(no as [number, string])));
    },
  );
});

describe("A checkout of a pack", () => {
  it("[O6] says what it sells and to whom, and grants as soon as it is paid, without a plan too", async () => {
    const story = await billingStory(omnia);
    await story.buys({ pack: "pack_1000", quantity: 2 });
    expect(await story.has()).toEqual({ plan: 50, "top-up": 2_000 });
    const { api } = story.stripe;
    const [session] = (await api.checkout.sessions.list()).data;
    expect(session).toMatchObject({ mode: "payment", metadata: { account: "ada", pack: "pack_1000", quantity: "2" } });
    const intent = await api.paymentIntents.retrieve(nameOf(session?.payment_intent));
    expect(intent.metadata).toMatchObject({ account: "ada" });
  });

  it("[M7] of legacy users is refused to others, before Stripe is asked for anything", async () => {
    const story = await billingStory(musiversal);
    const since = await story.stripe.mark();
    expect(await story.ask("checkout", { pack: "pack_5" })).toMatchObject(refused(403, "not_for_you"));
    expect(await story.stripe.mark()).toBe(since);
    const told = { type: "DescribeAccount", now: 0, request: "1", by: "backend" } as const;
    await story.passbook.given("ada", { ...told, signedUpAt: at("2022-12-31T23:59:59Z") });
    await story.buys({ pack: "pack_5" });
    expect(await story.has()).toEqual({ "top-up": 5 });
  });

  it("[N3] of neume is for subscribers", async () => {
    const story = await billingStory(neume);
    expect(await story.ask("checkout", { pack: "pack_50" })).toMatchObject(refused(403, "not_for_you"));
    await story.buys({ plan: "basic", interval: "month" });
    await story.buys({ pack: "pack_50" });
    expect(await story.has()).toEqual({ plan: 100, "top-up": 50 });
  });

  it("[X4] [N3] that was opened before the membership's end is closed with it, and one for everybody stays open", async () => {
    const statuses = async (story: Awaited<ReturnType<typeof billingStory>>) =>
      (await story.stripe.api.checkout.sessions.list()).data.map(({ metadata, status }) => [
        metadata?.["pack"],
        status,
      ]);
    const subscriber = await billingStory(neume);
    await subscriber.buys({ plan: "basic", interval: "month" });
    await subscriber.done("checkout", { pack: "pack_50" });
    await subscriber.done("cancel", { when: "now" });
    expect(await statuses(subscriber)).toEqual([
      ["pack_50", "expired"],
      [undefined, "complete"],
    ]);
    const anybody = await billingStory(omnia);
    await anybody.buys(creator);
    await anybody.done("checkout", { pack: "pack_1000" });
    await anybody.done("cancel", { when: "now" });
    expect((await statuses(anybody))[0]).toEqual(["pack_1000", "open"]);
  });
});

describe("The account's customer", () => {
  it("is one, on the account's clock, linked both ways before anything is sold", async () => {
    const story = await billingStory(omnia);
    await story.done("checkout", creator);
    await story.done("checkout", { pack: "pack_1000" });
    await story.done("portal", {});
    const { data } = await story.stripe.api.customers.list({ test_clock: story.clock });
    expect(data).toMatchObject([{ metadata: { account: "ada" }, test_clock: story.clock }]);
    expect(await story.passbook.table.readLink(data[0]?.id ?? "")).toEqual({ account: "ada" });
    expect(await story.passbook.table.readLink("account/ada")).toEqual({ customer: data[0]?.id });
  });

  it("is the first that was told of, wherever it was made", async () => {
    const story = await billingStory(omnia);
    const { api } = story.stripe;
    const order = { test_clock: story.clock, metadata: { account: "ada" } };
    const first = await api.customers.create(order);
    await story.told();
    await api.customers.create(order);
    await story.told();
    await story.done("checkout", creator);
    expect((await api.checkout.sessions.list()).data).toMatchObject([{ customer: first.id }]);
    expect((await api.customers.list({ test_clock: story.clock })).data).toHaveLength(2);
  });
});

describe("[M2] An add-on beside the plan that runs", () => {
  const studio = { plan: "studio-5", interval: "month" };

  it("is paid and given from the next renewal on, and so is its removal", async () => {
    const story = await billingStory(musiversal);
    await story.buys(studio);
    await story.until("2026-02-10T09:00:00Z");
    expect(await story.done("checkout", { addOn: "extra" })).toEqual({ effectiveAt: "2026-02-28T12:00:00.000Z" });
    expect(await story.has()).toEqual({ plan: 5 });
    expect(await story.latestPayment()).toBe(199_00);
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 5, rollover: 5, "add-on": 5 });
    expect(await story.latestPayment()).toBe(199_00 + 189_00);
    const removal = { addOn: "extra", remove: true };
    expect(await story.done("checkout", removal)).toEqual({ effectiveAt: "2026-03-31T12:00:00.000Z" });
    await story.until("2026-03-31T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 5, rollover: 10, "add-on": 5 });
    expect(await story.latestPayment()).toBe(199_00);
  });

  it("is in what the tab and the forecast say of the renewal as soon as it was chosen, and not once it was removed", async () => {
    const story = await billingStory(musiversal);
    const then = async () => {
      const { body } = await story.passbook.call("GET /accounts/ada/balance?at=2026-03-01T00:00:00Z", {
        token: reader("ada"),
      });
      const view = await story.passbook.call("GET /accounts/ada", { token: reader("ada") });
      const { nextRenewal } = view.body as { nextRenewal: { amount: number } };
      return [(body as { bySource: object }).bySource, nextRenewal.amount];
    };
    const [without, beside] = [
      [{ plan: 5, rollover: 5 }, 199_00],
      [{ plan: 5, rollover: 5, "add-on": 5 }, 199_00 + 189_00],
    ];
    await story.buys(studio);
    // All of it in one second, of which Stripe's instants say no order.
    expect(await then()).toEqual(without);
    await story.done("checkout", { addOn: "extra" });
    expect(await then()).toEqual(beside);
    await story.done("checkout", { addOn: "extra", remove: true });
    expect(await then()).toEqual(without);
    await story.done("checkout", { addOn: "extra" });
    expect(await then()).toEqual(beside);
    await story.until("2026-03-01T00:00:00Z");
    expect(await story.has()).toEqual({ plan: 5, rollover: 5, "add-on": 5 });
  });

  it("stays beside the plan that comes by a schedule", async () => {
    const story = await billingStory(musiversal);
    await story.buys({ plan: "studio-10", interval: "month" });
    await story.until("2026-02-10T09:00:00Z");
    await story.done("plan", studio);
    await story.done("checkout", { addOn: "extra" });
    const { body } = await story.passbook.call("GET /accounts/ada", { token: reader("ada") });
    expect(body).toMatchObject({ nextRenewal: { plan: "studio-5", amount: 199_00 + 189_00 } });
    await story.until("2026-02-28T14:00:00Z");
    expect(await story.has()).toEqual({ plan: 5, rollover: 10, "add-on": 5 });
    expect(await story.latestPayment()).toBe(199_00 + 189_00);
    await story.until("2026-04-30T14:00:00Z");
    expect(await story.latestPayment()).toBe(199_00 + 189_00);
  });

  it("is left as it is where it is there already, or not there", async () => {
    const story = await billingStory(musiversal);
    await story.buys({ ...studio, addOns: ["extra"] });
    await story.done("checkout", { addOn: "extra" });
    expect((await story.subscription()).items.data).toHaveLength(2);
    await story.done("checkout", { addOn: "extra", remove: true });
    await story.done("checkout", { addOn: "extra", remove: true });
    expect((await story.subscription()).items.data).toHaveLength(1);
  });

  it("is not sold beside a yearly plan, nor without one", async () => {
    const story = await billingStory(musiversal);
    expect(await story.ask("checkout", { addOn: "extra" })).toMatchObject(
      wrong("account", "has no subscription; one begins with a checkout"),
    );
    await story.buys({ plan: "studio-5", interval: "year" });
    expect(await story.ask("checkout", { addOn: "extra" })).toMatchObject(
      wrong("addOn", "is beside monthly plans only"),
    );
  });
});
