import type { Policy } from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import { describe, expect, it } from "vitest";
import type { WebhookPlace } from "../../cli/push/planned.ts";
import { push } from "../../cli/push/push.ts";
import { runPush } from "../../cli/push/run.ts";
import { EXIT } from "../../cli/run.ts";
import { portalConfiguration } from "../../functions/billing/portal.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { sellablePrices } from "../../functions/stripe/catalogue.ts";
import { priceBook, stripeClient } from "../../functions/stripe/client.ts";
import { HANDLED } from "../../functions/stripe/translate.ts";
import { API_VERSION } from "../../functions/stripe/verify.ts";
import { violations } from "../stripe/schema/violations.ts";
import { at } from "../support/instants.ts";
import { localStripe } from "../support/local-stripe.ts";
import { freshTable, testClient } from "../support/test-table.ts";

const WEBHOOK = "https://api.example.com/stripe/webhook";

interface How {
  readonly now?: string;
  readonly isMeant?: boolean;
  readonly hasTable?: boolean;
  readonly webhook?: WebhookPlace;
}

/** A Stripe with nothing on its shelf, and a table. */
async function emptyShelf(policy: Policy = omnia) {
  const { stripe, api, price } = await localStripe({ prices: [] });
  const tableName = await freshTable();
  const table = dynamoTable(tableName, testClient());
  const client = stripeClient(stripe.apiKey, new URL(stripe.url));
  return {
    api,
    client,
    table,
    price,
    push: (changed: Policy = policy, how: How = {}) => {
      const { now = "2026-02-01", isMeant = true, hasTable = true, webhook = { url: WEBHOOK, stage: "dev" } } = how;
      return push({
        policy: changed,
        now: at(now),
        stripe: client,
        table: hasTable ? table : undefined,
        webhook,
        isMeant,
      });
    },
    /** The command line, as it is typed. */
    run: async (line: string, env: Readonly<Record<string, string>> = {}) => {
      const [printed, told]: [string[], string[]] = [[], []];
      const code = await runPush(line.split(" ").filter(Boolean), {
        env: { POLICY: policy.name, STRIPE_SECRET_KEY: stripe.apiKey, STRIPE_API_URL: stripe.url, ...env },
        now: () => Date.now(),
        print: (text) => printed.push(text),
        tell: (text) => told.push(text),
      });
      return { code, printed: printed.join("\n"), told: told.join("\n") };
    },
  };
}

/** What is to be done, without what is kept. */
const toDo = ({ steps }: Awaited<ReturnType<typeof push>>) =>
  steps.flatMap((step) => (step.do === "keep" ? [] : [`${step.do} ${step.of} ${step.name}`]));

/** What of an answer is not as Stripe's types say; the client has made objects of its decimals. */
const onTheWire = (answer: object) => violations(JSON.parse(JSON.stringify(answer)));

/** From July on a year of Creator costs 109, and there is a plan more. */
const dearer: Policy = {
  ...omnia,
  version: "2026-07-01",
  plans: {
    ...omnia.plans,
    creator: { allowance: 500, price: { month: 990, year: 10_900 } },
    studio: { allowance: 4_000, price: { month: 3_900 } },
  },
  earlier: [omnia],
};

describe("npm run stripe:push", () => {
  it("shows first what it would do, and does nothing", async () => {
    const { run, api } = await emptyShelf();
    const { code, printed } = await run("--url https://api.example.com/");
    expect(code).toBe(EXIT.done);
    expect(printed).toMatch(/^create +product +omnia\/creator$/m);
    expect(printed).toMatch(/^create +price +omnia_creator_year$/m);
    expect(printed).toMatch(/^create +portal +omnia\/cancel_now$/m);
    expect(printed).toMatch(/^create +webhook +https:\/\/api\.example\.com\/stripe\/webhook$/m);
    expect(printed).toMatch(/\d+ to do, 0 kept\. Nothing was done: --yes does it\./);
    expect((await api.prices.list()).data).toEqual([]);
    expect((await api.products.list()).data).toEqual([]);
  });

  it.each([omnia, musiversal])("creates all that is sold, once: $name", async (policy) => {
    const { push: pushes, api, table } = await emptyShelf(policy);
    const wanted = sellablePrices(policy);
    const first = await pushes();
    expect(toDo(first)).toHaveLength(new Set(wanted.map(({ passbook }) => passbook)).size + wanted.length + 3);
    expect(first.done).toHaveLength(toDo(first).length);

    const prices = await api.prices.list({ limit: 100 });
    expect(prices.data).toHaveLength(wanted.length);
    for (const { lookupKey, unitAmount, currency, interval, passbook } of wanted) {
      const price = prices.data.find(({ lookup_key }) => lookup_key === lookupKey);
      expect(price).toMatchObject({ unit_amount: unitAmount, currency, active: true, metadata: { passbook } });
      expect(price?.recurring?.interval).toBe(interval);
      expect(await table.readPriceName(price?.id ?? "")).toBe(lookupKey);
    }
    const endpoints = await api.webhookEndpoints.list();
    const ours = endpoints.data.filter(({ url }) => url === WEBHOOK);
    expect(ours).toMatchObject([
      { api_version: API_VERSION, status: "enabled", metadata: { passbook: `${policy.name}/dev` } },
    ]);
    expect(ours[0]?.enabled_events.toSorted()).toEqual([...HANDLED].toSorted());
    const portals = await api.billingPortal.configurations.list();
    const products = await api.products.list({ limit: 100 });
    expect([prices, endpoints, portals, products].flatMap(onTheWire)).toEqual([]);

    const second = await pushes();
    expect([toDo(second), second.done]).toEqual([[], []]);
    expect((await api.prices.list({ limit: 100 })).data).toEqual(prices.data);
  });

  it("sets up the portal that is then opened: one configuration for each way to cancel, and no switching of plans", async () => {
    const { push: pushes, api, client } = await emptyShelf();
    await pushes();
    const { data } = await api.billingPortal.configurations.list();
    for (const cancel of ["period_end", "now"] as const) {
      const id = await portalConfiguration({ stripe: client, policy: omnia }, cancel);
      const mode = cancel === "now" ? "immediately" : "at_period_end";
      expect(data.find((one) => one.id === id)?.features).toMatchObject({
        subscription_cancel: { enabled: true, mode },
        subscription_update: { enabled: false },
      });
    }
    expect((await api.billingPortal.configurations.list()).data).toHaveLength(data.length);
  });

  it("keeps the portal configurations that requests have made before", async () => {
    const { push: pushes, client } = await emptyShelf();
    const made = await portalConfiguration({ stripe: client, policy: omnia }, "now");
    const { steps } = await pushes();
    expect(steps.filter(({ of }) => of === "portal")).toMatchObject([
      { do: "create", name: "omnia/cancel_period_end" },
      { do: "keep", name: "omnia/cancel_now", id: made },
    ]);
  });

  it("prints the webhook's secret when it is made, and never again", async () => {
    const { run } = await emptyShelf();
    const { printed } = await run("--yes --url https://api.example.com");
    expect(printed).toMatch(/^ {2}npx sst secret set StripeWebhookSecret whsec_\w+ --stage <stage>$/m);
    expect(printed).toContain("No table is named");
    const again = await run("--yes --url https://api.example.com");
    expect(again.printed).toMatch(/Everything is as it should be: \d+ kept\./);
    expect(again.printed).not.toContain("whsec_");
  });

  it("plans exactly the difference where the policy was edited: the lookup key moves, and the old price keeps its meaning", async () => {
    const { push: pushes, api, table, client, price } = await emptyShelf();
    // Whoever pushed first has named no table.
    await pushes(omnia, { hasTable: false });
    const old = await price("omnia_creator_year");
    expect(await table.readPriceName(old)).toBeUndefined();
    const edited: Policy = {
      ...omnia,
      plans: {
        ...omnia.plans,
        creator: { ...omnia.plans["creator"], allowance: 500, price: { month: 990, year: 10_900 } },
        studio: { allowance: 4_000, price: { month: 3_900 } },
      },
    };
    const planned = await pushes(edited, { isMeant: false });
    expect(toDo(planned)).toEqual([
      "create product omnia/studio",
      "transfer price omnia_creator_year",
      "create price omnia_studio_month",
    ]);
    expect(planned.steps.find((step) => step.do === "transfer")).toMatchObject({
      because: "9900 eur year → 10900 eur year",
    });

    await pushes(edited);
    const moved = await price("omnia_creator_year");
    expect(await api.prices.retrieve(moved)).toMatchObject({ unit_amount: 10_900, recurring: { interval: "year" } });
    expect(await api.prices.retrieve(old)).toMatchObject({ lookup_key: null, active: true, unit_amount: 9_900 });
    expect(await table.readPriceName(old)).toBe("omnia_creator_year");
    expect((await priceBook(omnia, table, client)([old])).get(old)).toBe("omnia_creator_year");
    expect(toDo(await pushes(edited))).toEqual([]);
    // And back again, in the same day.
    expect(toDo(await pushes(omnia))).toEqual(["transfer price omnia_creator_year"]);
    expect(toDo(await pushes(omnia))).toEqual([]);
    expect(await price("omnia_creator_year")).not.toBe(old);
  });

  it("puts the prices of a version still to come beside those that are sold, which stay what is sold", async () => {
    const { push: pushes, api, table, price } = await emptyShelf();
    await pushes(omnia);
    const sold = await price("omnia_creator_year");
    const ahead = await pushes(dearer, { now: "2026-06-30" });
    expect(toDo(ahead)).toEqual([
      "create product omnia/studio",
      "create price omnia_creator_year_from_2026-07-01",
      "create price omnia_studio_month_from_2026-07-01",
    ]);
    expect(await price("omnia_creator_year")).toBe(sold);
    expect(await api.prices.retrieve(sold)).toMatchObject({ active: true, unit_amount: 9_900 });
    const waiting = await price("omnia_creator_year_from_2026-07-01");
    expect(await api.prices.retrieve(waiting)).toMatchObject({ unit_amount: 10_900, active: true });
    expect(await table.readPriceName(waiting)).toBe("omnia_creator_year");
    expect(toDo(await pushes(dearer, { now: "2026-06-30" }))).toEqual([]);
  });

  it("moves the lookup keys to them once their day has come, and makes no price twice", async () => {
    const { push: pushes, api, table, price } = await emptyShelf();
    await pushes(omnia);
    const sold = await price("omnia_creator_year");
    await pushes(dearer, { now: "2026-06-30" });
    const waiting = await price("omnia_creator_year_from_2026-07-01");
    const { steps } = await pushes(dearer, { now: "2026-07-01" });
    expect(steps.filter((step) => step.do !== "keep")).toMatchObject([
      { do: "update", name: "omnia_creator_year", because: "its day has come" },
      { do: "update", name: "omnia_studio_month", because: "its day has come" },
    ]);
    expect(await price("omnia_creator_year")).toBe(waiting);
    expect(await api.prices.retrieve(sold)).toMatchObject({ lookup_key: null, active: true });
    expect(await table.readPriceName(sold)).toBe("omnia_creator_year");
    expect(toDo(await pushes(dearer, { now: "2026-07-02" }))).toEqual([]);
  });

  it("names what was made by hand, and brings back what was archived", async () => {
    const { push: pushes, api, price } = await emptyShelf();
    const { id: product } = await api.products.create({ name: "Creator" });
    const byHand = await api.prices.create({
      product,
      currency: "eur",
      unit_amount: 9_900,
      recurring: { interval: "year" },
      lookup_key: "omnia_creator_year",
    });
    const other = (await api.products.create({ name: "Pack" })).id;
    const cheap = await api.prices.create({
      product: other,
      currency: "eur",
      unit_amount: 1,
      lookup_key: "omnia_pack_5000",
    });
    const { steps } = await pushes();
    expect(steps.find(({ name }) => name === "omnia/creator")).toMatchObject({ do: "keep", id: product });
    // What it was sold as has to be read from it, once its lookup key has moved on.
    expect(await api.prices.retrieve(cheap.id)).toMatchObject({
      lookup_key: null,
      unit_amount: 1,
      metadata: { passbook: "omnia/pack_5000" },
    });
    expect(await api.prices.retrieve(byHand.id)).toMatchObject({ metadata: { passbook: "omnia/creator" } });
    await api.prices.update(await price("omnia_pack_1000"), { active: false });
    await api.products.update(product, { active: false });
    expect(toDo(await pushes())).toEqual(["update product omnia/creator", "update price omnia_pack_1000"]);
    expect(toDo(await pushes())).toEqual([]);
  });

  it("mends a portal that switches plans, and a webhook that is disabled or hears something else", async () => {
    const { push: pushes, api, client } = await emptyShelf();
    await pushes();
    const portal = await portalConfiguration({ stripe: client, policy: omnia }, "now");
    await api.billingPortal.configurations.update(portal, {
      features: { subscription_cancel: { enabled: true, mode: "at_period_end" } },
    });
    const { data } = await api.webhookEndpoints.list();
    const webhook = data.find(({ url }) => url === WEBHOOK)?.id ?? "";
    await api.webhookEndpoints.update(webhook, { disabled: true, enabled_events: ["invoice.paid", "charge.refunded"] });
    const { steps, done } = await pushes();
    expect(steps.filter((step) => step.do !== "keep")).toMatchObject([
      { do: "update", of: "portal", name: "omnia/cancel_now", because: "subscription_cancel" },
      { do: "update", of: "webhook", name: WEBHOOK, because: "enabled_events, disabled" },
    ]);
    expect(done).toHaveLength(2);
    expect(await api.webhookEndpoints.retrieve(webhook)).toMatchObject({ status: "enabled" });
    expect(toDo(await pushes())).toEqual([]);
  });

  it("makes a new webhook beside one of another API version, with its secret as the next", async () => {
    const { run, api } = await emptyShelf();
    const { id } = await api.webhookEndpoints.create({
      url: WEBHOOK,
      enabled_events: [...HANDLED],
      api_version: "2025-09-30.clover",
    });
    const shell = { SST_RESOURCE_App: JSON.stringify({ stage: "staging" }) };
    const { printed } = await run("--yes --url https://api.example.com", shell);
    expect(printed).toMatch(/^ {2}npx sst secret set StripeWebhookSecretNext whsec_\w+ --stage staging$/m);
    expect(printed).toContain(`disable ${id} in Stripe's Dashboard`);
    expect(await api.webhookEndpoints.retrieve(id)).toMatchObject({ status: "enabled" });
    const again = await run("--yes --url https://api.example.com", shell);
    expect(again.printed).toContain("Everything is as it should be");
  });

  it("leaves the webhook of another stage alone, and goes along when its own stage's address changes", async () => {
    const { push: pushes, api } = await emptyShelf();
    await pushes();
    const staging = { url: "https://staging.example.com/stripe/webhook", stage: "staging" };
    expect(toDo(await pushes(undefined, { webhook: staging }))).toEqual([`create webhook ${staging.url}`]);
    const moved = { url: "https://credits.example.com/stripe/webhook", stage: "dev" };
    expect(toDo(await pushes(undefined, { webhook: moved }))).toEqual([`update webhook ${moved.url}`]);
    const nameless = { url: "https://other.example.com/stripe/webhook", stage: undefined };
    expect(toDo(await pushes(undefined, { webhook: nameless }))).toEqual([`create webhook ${nameless.url}`]);
    const { data } = await api.webhookEndpoints.list();
    expect(data.map(({ url, metadata }) => [url, metadata["passbook"]])).toEqual(
      expect.arrayContaining([
        [moved.url, "omnia/dev"],
        [staging.url, "omnia/staging"],
        [nameless.url, "omnia"],
      ]),
    );
  });

  it("makes what is gone once more, although Stripe remembers having made it", async () => {
    const { push: pushes, api } = await emptyShelf();
    await pushes();
    const { data } = await api.webhookEndpoints.list();
    const first = data.find(({ url }) => url === WEBHOOK)?.id ?? "";
    await api.webhookEndpoints.del(first);
    const { done } = await pushes();
    expect(done).toMatchObject([[{ do: "create", of: "webhook" }, { secret: expect.stringMatching(/^whsec_/) }]]);
    expect(done[0]?.[1].id).not.toBe(first);
    expect(await api.webhookEndpoints.retrieve(done[0]?.[1].id ?? "")).toMatchObject({ url: WEBHOOK });
  });

  it("touches real money only where that is spelt out", async () => {
    const { run, api } = await emptyShelf();
    const live = { STRIPE_SECRET_KEY: "sk_live_0123456789" };
    expect(await run("--yes", live)).toMatchObject({
      code: EXIT.misunderstood,
      told: expect.stringContaining("The key is for real money: say --live."),
    });
    expect(await run("--yes --live")).toMatchObject({
      code: EXIT.misunderstood,
      told: expect.stringContaining("The key is none for real money."),
    });
    expect((await api.prices.list()).data).toEqual([]);
    expect(await run("", { STRIPE_SECRET_KEY: "sk_test_wrong" })).toMatchObject({
      code: EXIT.failed,
      told: expect.stringMatching(/^Stripe refused it: StripeAuthenticationError/),
    });
    expect(await run("--nonsense")).toMatchObject({ code: EXIT.misunderstood });
    expect(await run("", { POLICY: "nobody's" })).toMatchObject({
      code: EXIT.failed,
      told: expect.stringContaining("POLICY is nobody's"),
    });
  });
});
