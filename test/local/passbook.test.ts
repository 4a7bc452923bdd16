import { afterAll, describe, expect, it, vi } from "vitest";
import { firstLight } from "../../local/first-light.ts";
import { startPassbook } from "../../local/passbook.ts";
import { freshFolder } from "./open-gateway.ts";

// Its own engine, even where the run was given one: "demo" must be new to it.
vi.stubEnv("DYNAMODB_ENDPOINT", "");
const passbook = await startPassbook({ policy: "omnia", port: 0, stripePort: 0, dataDir: freshFolder(), quiet: true });
afterAll(passbook.stop);

const get = async (path: string, token: string) => {
  const response = await fetch(passbook.api + path, { headers: { authorization: `Bearer ${token}` } });
  return await response.json();
};

describe("the whole of it, as `npm start` runs it", () => {
  it("[O1] tells how a first payment became credits, and on the next start that they are still there", async () => {
    const told = await firstLight(passbook, ".passbook");
    expect(told).toContain(
      "Stripe sent a signed invoice.paid: demo has paid €9.90 for a month of creator. Passbook answered 200.",
    );
    expect(told).toContain("says 500 credits");
    const again = await firstLight(passbook, ".passbook");
    expect(again).toMatch(/demo is as you left it: \d+ entries in the journal, the last one "/);
    expect(again).toContain("says 500 credits");
  });

  it("every line that it suggests works as it stands", async () => {
    const lines = (await firstLight(passbook, ".passbook")).split("\n").map((line) => line.trim());
    const [auth = ""] = lines.flatMap((line) => /^AUTH='Authorization: (.*)'$/.exec(line)?.[1] ?? []);
    const curls = lines.filter((line) => line.startsWith("curl"));
    expect(curls).toHaveLength(5);
    for (const curl of curls) {
      const url = /https?:\S+$/.exec(curl)?.[0] ?? "";
      const body = /-d '([^']*)'/.exec(curl)?.[1];
      const key = /Idempotency-Key: ([^']*)'/.exec(curl)?.[1];
      const headers = {
        ...(curl.includes("$AUTH") && { authorization: auth }),
        ...(key && { "idempotency-key": key }),
      };
      // As curl sends it: `-d` is a form, whatever it holds.
      const form = { "content-type": "application/x-www-form-urlencoded" };
      const response = await fetch(
        url,
        body ? { method: "POST", headers: { ...headers, ...form }, body } : { headers },
      );
      expect([curl, response.ok]).toEqual([curl, true]);
    }
    // 500 of the renewal, 1000 of the pack; the ten of the image went with the old month.
    expect(await get("/accounts/demo/balance", auth.replace("Bearer ", ""))).toMatchObject({ balance: 1_500 });
  });

  it("GET /local tells where everything is", async () => {
    expect(await get("/local", "")).toEqual({
      policy: "omnia",
      products: [],
      api: passbook.api,
      web: null,
      stripe: passbook.stripe,
      dynamodb: passbook.dynamodb,
    });
    expect(passbook.stripe).toMatchObject({
      apiKey: expect.stringMatching(/^sk_test_/),
      testClock: expect.stringMatching(/^clock_/),
    });
    expect(passbook.dynamodb.table).toBe("passbook-omnia");
  });
});

describe("GET /local/events", () => {
  interface Told {
    readonly source: string;
    readonly "detail-type": string;
    readonly detail: { readonly account: string; readonly credits: number };
  }
  const told = async (type: string) => {
    const { events } = (await get("/local/events", "")) as { events: Told[] };
    return events.filter((event) => event["detail-type"] === type);
  };
  const isTold = (type: string) => vi.waitUntil(async () => (await told(type)).length > 0, { timeout: 20_000 });

  it("shows what has been put on the bus since the start", async () => {
    await isTold("credits.spent");
    await isTold("credits.renewed");
    expect(await told("credits.spent")).toMatchObject([
      { source: "passbook", detail: { version: 1, account: "demo", credits: 10, ref: { service: "image" } } },
    ]);
    expect((await told("credits.renewed")).at(0)?.detail).toMatchObject({ account: "demo", credits: 500 });
  });

  it("[N5] shows what the sweep warns of once the clock has been moved", async () => {
    const { url, apiKey, testClock } = passbook.stripe;
    const headers = { authorization: `Bearer ${apiKey}` };
    const clocks = `${url}/v1/test_helpers/test_clocks/${testClock}`;
    const { frozen_time: stands } = (await (await fetch(clocks, { headers })).json()) as { frozen_time: number };
    const body = new URLSearchParams({ frozen_time: String(stands + 25 * 86_400) });
    expect((await fetch(`${clocks}/advance`, { method: "POST", headers, body })).status).toBe(200);
    await isTold("credits.expiring");
    expect((await told("credits.expiring")).at(0)?.detail).toMatchObject({ account: "demo", credits: 500 });
  });
});

describe("POST /local/tokens", () => {
  const ask = async (body: string) => {
    const response = await fetch(`${passbook.api}/local/tokens`, { method: "POST", body });
    return { status: response.status, answer: (await response.json()) as { token: string } };
  };

  it("gives a token for the accounts that are asked for", async () => {
    const { status, answer } = await ask(JSON.stringify({ sub: "ada", accounts: ["team:1"], scope: "credits:read" }));
    expect(status).toBe(200);
    expect(await get("/accounts/team%3A1/balance", answer.token)).toMatchObject({ account: "team:1", balance: 0 });
    expect(await get("/accounts/ada/balance", answer.token)).toMatchObject({ status: 404, code: "account_not_found" });
  });

  it.each([
    ["", 400, "malformed_request", ""],
    ["{", 400, "malformed_request", ""],
    ["[]", 422, "invalid_request", "body is not an object."],
    ["{}", 422, "invalid_request", "sub is missing."],
    ['{"sub":""}', 422, "invalid_request", "sub is empty."],
    ['{"sub":1}', 422, "invalid_request", "sub is not a text."],
    ['{"sub":"ada","scopes":"x"}', 422, "invalid_request", "scopes is not known here."],
    ['{"sub":"ada","accounts":[1]}', 422, "invalid_request", "accounts is not what it may be."],
  ])("refuses %s as every verb would", async (body, status, code, detail) => {
    const response = await fetch(`${passbook.api}/local/tokens`, { method: "POST", body });
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const type = `urn:passbook:problem:${code}`;
    expect(await response.json()).toMatchObject({ type, status, code, detail: expect.stringContaining(detail) });
    expect(response.status).toBe(status);
  });
});

it.each([
  ["gold", "There is no policy gold; POLICY may be musiversal, neume, omnia"],
  ["toString", "There is no policy toString"],
  ["omnia", "start another process"],
])("a second one, with the policy %s, is refused", async (policy, message) => {
  const second = startPassbook({ policy, port: 0, stripePort: 0, dataDir: freshFolder() });
  await expect(second).rejects.toThrow(message);
});
