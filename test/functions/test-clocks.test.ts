import type { GrantAllowance, SeeCustomer } from "@passbook/core";
import { expect, it } from "vitest";
import { ada, reader } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { month } from "../support/omnia-story.ts";
import { NOON, testPassbook } from "../support/test-passbook.ts";

const BEGIN = "2025-03-31T09:00:00Z";
const seen: SeeCustomer = { type: "SeeCustomer", now: NOON, customer: "cus_1", createdAt: at(BEGIN), clock: "clock_1" };
const paid: GrantAllowance = { ...month(BEGIN, "2025-04-30T09:00:00Z"), now: NOON };

it.each([
  ["[X2] a customer is told before what they have paid", [seen, paid]],
  ["[X2] what a customer has paid is told before the customer", [paid, seen]],
])("an account lives by a test clock that is behind the time of day: %s", async (_order, facts) => {
  const passbook = await testPassbook();
  await passbook.given("ada", ...facts);
  await passbook.table.moveClock("clock_1", at("2025-04-10T09:00:00Z"));
  const { body } = await passbook.call("GET /accounts/ada/balance", { token: reader("ada") });
  expect(body).toMatchObject({ balance: 500, asOf: "2025-04-10T09:00:00.000Z" });
});

it("[O1] [X2] a first call before anybody has told where the customer's clock stands is not one of 1970", async () => {
  const passbook = await testPassbook();
  await passbook.given("ada", seen, paid);
  const token = { ...reader("ada"), sub: "ada" };
  await passbook.call("GET /accounts/ada", { token });
  const { body } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token });
  expect(body).toMatchObject({ entries: [{ reason: "first call", occurredAt: "2025-03-31T09:00:00.000Z" }] });
});

it("[O1] a stage's clock is that of accounts without a customer, their first call and what is free included", async () => {
  const passbook = await testPassbook({ defaultClock: "clock_stage" });
  await passbook.table.moveClock("clock_stage", at("2027-02-22T12:00:00Z"));
  const token = { ...ada, sub: "ada" };
  const { body } = await passbook.call("GET /accounts/ada/balance", { token: { ...token, scope: "credits:read" } });
  expect(body).toMatchObject({ balance: 50, asOf: "2027-02-22T12:00:00.000Z" });
  const statement = await passbook.call("GET /accounts/ada/ledger", { token: reader("ada") });
  expect(statement.body).toMatchObject({
    entries: [{ reason: "first call", at: "2027-02-22T12:00:00.000Z", occurredAt: "2027-02-22T12:00:00.000Z" }],
  });
  const free = async (line: string) =>
    (await passbook.call(`POST /accounts/ada/${line}`, { token, key: line, body: { service: "upscale" } })).body;
  expect(await free("spends")).toMatchObject({ spend: { at: "2027-02-22T12:00:00.000Z" } });
  const held = await free("holds");
  expect(held).toMatchObject({ hold: { at: "2027-02-22T12:00:00.000Z" } });
  const line = `POST /accounts/ada/holds/${(held as { hold: { id: string } }).hold.id}/capture`;
  const captured = await passbook.call(line, { token, key: "capture", body: {} });
  expect(captured.body).toMatchObject({ spend: { at: "2027-02-22T12:00:00.000Z" } });
});
