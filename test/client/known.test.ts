import { expect, it } from "vitest";
import { bought } from "../support/omnia-story.ts";
import { adasClient } from "./callers.ts";

it("What is known is not sent again: the very same object comes back until something differs", async () => {
  const { ada, story } = await adasClient();
  const account = await ada.get();
  const balance = await ada.balance();
  story.time.now += 60_000;
  expect(await ada.get({ known: account })).toBe(account);
  expect(await ada.balance({ known: balance })).toBe(balance);

  await story.given("ada", bought("pack_1000", "2026-01-31T12:00:00Z"));
  expect(await ada.get({ known: account })).toMatchObject({ balance: 1_500 });
  expect(await ada.balance({ known: balance })).toMatchObject({ balance: 1_500 });
});

it("What somebody has made up is no answer: it is asked for anew", async () => {
  const { ada } = await adasClient();
  const account = await ada.get();
  expect(await ada.get({ known: { ...account, balance: 7 } })).toMatchObject({ balance: 500 });
});
