import { passbook } from "@passbook/client";
import { musiversal } from "@passbook/core/policies/musiversal";
import { expect, it } from "vitest";
import { adasClient, operatorsClient } from "./callers.ts";

it("Whoever looks sees the catalogue, the keys of receipts, the interface and whether all is well", async () => {
  const { url } = await adasClient();
  const credits = passbook({ url: `${url}/` });
  expect(await credits.catalog()).toMatchObject({ policy: "omnia" });
  expect((await credits.receiptKeys()).keys).toHaveLength(1);
  expect(await credits.health()).toEqual({ ok: true });
  expect(await credits.openapi()).toMatchObject({ openapi: "3.1.1" });
});

it("Ada asks for a price, pays it, and sees it in her account, her balance and her statement", async () => {
  const { ada } = await adasClient();
  const { credits, quote } = await ada.quote({ service: "video" });
  const paid = await ada.spend({ quote });
  expect(paid).toMatchObject({ spend: { credits, service: "video" }, balance: 500 - credits });
  expect(await ada.get()).toMatchObject({ balance: 500 - credits, plan: "creator" });
  expect(await ada.balance()).toMatchObject({ balance: 500 - credits, lots: [{ source: "plan" }] });
  expect(await ada.statementPage({ type: ["spent"] })).toMatchObject({ entries: [{ credits: -credits }], next: null });
});

it("Ada sets credits aside, pays with a part of them, and lets go of others", async () => {
  const { ada } = await adasClient();
  const { hold } = await ada.hold({ service: "video" });
  expect(await ada.capture(hold.id, { credits: 10 })).toMatchObject({ spend: { credits: 10 }, balance: 490 });
  const { hold: other } = await ada.hold({ service: "video" });
  expect(await ada.release(other.id)).toMatchObject({ hold: other.id, balance: 490 });
});

it("Ada asks for her balance of another day, and of one that has passed", async () => {
  const { ada, story } = await adasClient();
  expect(await ada.balance({ at: "2026-02-20T00:00:00Z" })).toMatchObject({ balance: 500, forecast: true });
  story.time.now += 3_600_000;
  expect(await ada.balance({ at: "2026-01-31T00:00:00Z" })).toMatchObject({ balance: 0 });
});

it("A booking is made and cancelled", async () => {
  const credits = await operatorsClient({ policy: musiversal });
  const bea = credits.account("bea");
  await bea.adjust({ credits: 5, reason: "A welcome" });
  const { spend } = await bea.spend({ service: "session", startsAt: "2026-02-20T10:00:00Z" });
  expect(await bea.cancelSpend(spend.id, { reason: "She is ill" })).toMatchObject({ credits: spend.credits });
});

it("The product says what only it knows, and support gives credits with a reason", async () => {
  const credits = await operatorsClient();
  const team = credits.account("team:1");
  expect(await team.describe({ members: { bea: { budget: 5 } } })).toMatchObject({ members: { bea: { budget: 5 } } });
  expect(await team.adjust({ credits: 7, reason: "Sorry" })).toMatchObject({ credits: 7, reason: "Sorry" });
  expect(await team.get()).toMatchObject({ account: "team:1", balance: 7, members: [{ id: "bea", budget: 5 }] });
});
