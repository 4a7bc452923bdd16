import { describe, expect, it } from "vitest";
import { ada, operator } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought, month } from "../support/omnia-story.ts";
import { testPassbook } from "../support/test-passbook.ts";

describe.each(["GET /accounts/ada", "GET /accounts/ada/balance"])("Who asks %s again and again", (line) => {
  /** Ada with a paid month, at a time that the test moves. */
  async function subscribed() {
    const passbook = await testPassbook();
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    const asks = async (etag?: string, token = ada) => {
      const headers: Record<string, string> = etag === undefined ? {} : { "if-none-match": etag };
      return passbook.call(line, { token, headers });
    };
    return { passbook, asks };
  }

  it("is told 304 while nothing differs, though time goes on", async () => {
    const { passbook, asks } = await subscribed();
    const first = await asks();
    expect([first.status, first.headers["etag"] as string]).toEqual([200, expect.stringMatching(/^W\/"[\w-]{43}"$/)]);
    passbook.time.now += 60_000;
    const again = await asks(first.headers["etag"] as string);
    expect(again).toMatchObject({ status: 304, text: "", headers: { etag: first.headers["etag"] } });
    expect((await asks()).body).toMatchObject({ asOf: "2026-01-31T12:01:00.000Z" });
  });

  it("is told what is new once a payment has arrived, or time alone has changed something", async () => {
    const { passbook, asks } = await subscribed();
    const { headers } = await asks();
    await passbook.given("ada", bought("pack_1000", "2026-01-31T12:00:00Z"));
    const richer = await asks(headers["etag"] as string);
    expect(richer).toMatchObject({ status: 200, body: { balance: 1_500 } });
    expect(richer.headers["etag"]).not.toBe(headers["etag"]);
    passbook.time.now = at("2026-06-01");
    expect(await asks(richer.headers["etag"] as string)).toMatchObject({
      status: 200,
      body: { bySource: { "top-up": 1_000 } },
    });
  });

  it("may name several tags, weak or strong, or any at all", async () => {
    const { asks } = await subscribed();
    const etag = (await asks()).headers["etag"] as string;
    for (const known of [`"other", ${etag}`, etag.replace("W/", ""), "*"]) expect((await asks(known)).status).toBe(304);
    for (const known of ['"other"', "", "nonsense"]) expect((await asks(known)).status).toBe(200);
  });

  it("learns nothing of an account that the token does not reach", async () => {
    const { asks } = await subscribed();
    expect((await asks("*", { sub: "bob", scope: "credits:read" })).status).toBe(404);
    expect((await asks("*", operator)).status).toBe(304);
  });
});

it("A balance of another day has a tag of its own", async () => {
  const passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
  const asks = (when: string, headers = {}) =>
    passbook.call(`GET /accounts/ada/balance?at=${when}`, { token: ada, headers });
  const ahead = await asks("2026-02-10T00:00:00Z");
  expect(await asks("2026-02-10T00:00:00Z", { "if-none-match": ahead.headers["etag"] as string })).toMatchObject({
    status: 304,
  });
  const past = await asks("2026-01-30T00:00:00Z", { "if-none-match": ahead.headers["etag"] as string });
  expect(past).toMatchObject({ status: 200, body: { balance: 0 } });
});
