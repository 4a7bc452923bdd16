import { afterAll, describe, expect, it, vi } from "vitest";
import { startPassbook } from "../../local/passbook.ts";
import { freshFolder } from "./open-gateway.ts";

// Its own engine, even where the run was given one: the accounts must be new to it.
vi.stubEnv("DYNAMODB_ENDPOINT", "");
const started: string[] = [];
const passbook = await startPassbook({
  policy: "omnia",
  port: 0,
  stripePort: 0,
  dataDir: freshFolder(),
  quiet: true,
  restart: (policy) => started.push(policy),
});
afterAll(passbook.stop);

const call = async (path: string, order?: object | string) => {
  const body = typeof order === "string" ? order : JSON.stringify(order);
  const response = await fetch(passbook.api + path, order === undefined ? {} : { method: "POST", body });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
};
const subscribe = (account: string) =>
  fetch(`${passbook.stripe.url}/test/subscribe`, {
    method: "POST",
    body: JSON.stringify({ account, plan: "creator" }),
  });
const view = async (account: string) => {
  const headers = { authorization: `Bearer ${await passbook.issueToken({ sub: account })}` };
  const response = await fetch(`${passbook.api}/accounts/${account}`, { headers });
  return (await response.json()) as Record<string, unknown>;
};

describe("POST /local/clock", () => {
  it("[O1] moves the stage's clock for somebody who has no customer, to the next credits of the Free plan", async () => {
    const { nextRenewal } = await view("free");
    const { status, answer } = await call("/local/clock", { account: "free", to: "renewal" });
    expect(status).toBe(200);
    expect(String(answer["now"]) > (nextRenewal as { at: string }).at).toBe(true);
    expect(await view("free")).toMatchObject({ balance: 50, asOf: answer["now"] });
  });

  it("[O2] moves the customer's clock past the next renewal, its payment told, and by a month and a year", async () => {
    await subscribe("ada");
    const { nextRenewal, asOf } = await view("ada");
    await call("/local/clock", { account: "ada", to: "renewal" });
    const renewed = await view("ada");
    expect(renewed).toMatchObject({ status: "active", balance: 500 });
    expect(String(renewed["asOf"]) > (nextRenewal as { at: string }).at).toBe(true);
    await call("/local/clock", { account: "ada", to: "month" });
    await call("/local/clock", { account: "ada", to: "year" });
    const later = await view("ada");
    expect(Date.parse(String(later["asOf"])) - Date.parse(String(asOf))).toBeGreaterThan(420 * 86_400_000);
    expect(later).toMatchObject({ status: "active", balance: 500, plan: "creator" });
  });

  it("says that nothing comes by itself to an account without a plan", async () => {
    expect(await call("/local/clock", { account: "team:1", to: "renewal" })).toMatchObject({ status: 409 });
  });
});

describe("POST /local/card", () => {
  it("[X4] puts in a card that declines, so that the next renewal is overdue, and one that pays", async () => {
    await subscribe("bea");
    expect((await call("/local/accounts/bea")).answer).toEqual({ card: "succeeds" });
    await call("/local/card", { account: "bea", card: "declines" });
    expect((await call("/local/accounts/bea")).answer).toEqual({ card: "declines" });
    await call("/local/clock", { account: "bea", to: "renewal" });
    expect(await view("bea")).toMatchObject({ status: "past_due" });
    await call("/local/card", { account: "bea", card: "succeeds" });
    await call("/local/clock", { account: "bea", to: "month" });
    expect(await view("bea")).toMatchObject({ status: "active", balance: 500 });
  });

  it("is refused to who has never paid", async () => {
    expect((await call("/local/accounts/nobody")).answer).toEqual({ card: null });
    expect(await call("/local/card", { account: "nobody", card: "declines" })).toMatchObject({ status: 409 });
  });
});

describe("POST /local/product", () => {
  it("begins anew with another policy, once that has been answered", async () => {
    expect((await call("/local")).answer).toMatchObject({ products: ["musiversal", "neume", "omnia"] });
    expect(await call("/local/product", { policy: "neume" })).toEqual({ status: 202, answer: { policy: "neume" } });
    expect(started).toEqual(["neume"]);
  });
});

it.each([
  ["/local/clock", { account: "", to: "year" }],
  ["/local/clock", { account: "ada", to: "yesterday" }],
  ["/local/clock", { to: "month" }],
  ["/local/card", { account: "ada", card: "expires" }],
  ["/local/product", { policy: "gold" }],
])("%s refuses %j", async (path, order) => {
  expect(await call(path, order)).toMatchObject({ status: 422, answer: { code: "invalid_request" } });
});
