import { describe, expect, it } from "vitest";
import { openGateway } from "./open-gateway.ts";

const answer = async (response: Response) => ({ status: response.status, body: await response.text() });

describe("a function's result becomes the answer", () => {
  it("with its status, headers, cookies and body", async () => {
    const { url } = await openGateway(async () => ({
      statusCode: 201,
      headers: {
        "Content-Type": "application/problem+json",
        "Retry-After": 1,
        "Content-Length": 999,
        "Access-Control-Allow-Origin": "https://one.example",
      },
      cookies: ["a=1", "b=2"],
      body: '{"ok":"é"}',
    }));
    const response = await fetch(`${url}/open`);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("1");
    // Who may read is the gateway's to say, not the function's.
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer(response)).toEqual({ status: 201, body: '{"ok":"é"}' });
  });

  it("byte for byte where it is in base64", async () => {
    const { url } = await openGateway(async () => ({ statusCode: 200, body: "/wD+", isBase64Encoded: true }));
    const response = await fetch(`${url}/open`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0xff, 0x00, 0xfe]));
  });
});

describe("the gateway answers by itself", () => {
  it.each([
    ["an unknown path", "/nowhere", "GET", 404, "Not Found"],
    ["another method", "/open", "DELETE", 404, "Not Found"],
    ["a slash at the end", "/open/", "GET", 404, "Not Found"],
    ["an empty parameter", "/accounts/", "GET", 404, "Not Found"],
    ["a path that is not properly encoded", "/accounts/%zz", "GET", 400, "Bad Request"],
  ])("%s", async (_case, path, method, status, message) => {
    const { url, events } = await openGateway();
    expect(await answer(await fetch(url + path, { method }))).toEqual({ status, body: JSON.stringify({ message }) });
    expect(events).toEqual([]);
  });

  it("a body over 10 MB, which no function gets to see", async () => {
    const { url, events } = await openGateway();
    const send = (bytes: number) => fetch(`${url}/open`, { method: "POST", body: Buffer.alloc(bytes) });
    expect(await answer(await send(10 * 1024 * 1024 + 1))).toEqual({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
    expect(events).toHaveLength(0);
    expect((await send(10 * 1024 * 1024)).status).toBe(200);
  });

  it.each([
    ["throws", () => Promise.reject(new URIError("a defect"))],
    ["answers nothing", async () => undefined as never],
  ])("for a function that %s, without a word of why", async (_case, handler) => {
    const { url, errors } = await openGateway(handler);
    expect(await answer(await fetch(`${url}/open`))).toEqual({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
    expect(errors).toHaveLength(1);
  });

  it("for a function that takes too long", async () => {
    const { url } = await openGateway(() => new Promise(() => {}), { timeoutMs: 20 });
    expect(await answer(await fetch(`${url}/open`))).toEqual({
      status: 503,
      body: '{"message":"Service Unavailable"}',
    });
  });

  it("a preflight, for every path, and lets any page read the answers", async () => {
    const { url, events } = await openGateway();
    const headers = { origin: "http://localhost:5173", "access-control-request-method": "POST" };
    const preflight = await fetch(`${url}/accounts/demo/spends`, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST,GET,PATCH",
      "access-control-allow-headers": "authorization,content-type,idempotency-key,if-none-match,accept",
    });
    expect(events).toEqual([]);

    for (const path of ["/open", "/nowhere"]) {
      const answered = await fetch(url + path, { headers: { origin: headers.origin } });
      expect(answered.headers.get("access-control-allow-origin")).toBe("*");
      expect(answered.headers.get("access-control-expose-headers")).toBe(
        "etag,idempotent-replayed,link,retry-after,statement-complete",
      );
    }
    expect((await fetch(`${url}/open`)).headers.has("access-control-allow-origin")).toBe(false);
  });
});

it("tells a function, as Lambda does, how much time it has left", async () => {
  const left: number[] = [];
  const { url } = await openGateway(
    async (_event, context) => {
      left.push(context.getRemainingTimeInMillis());
      return { statusCode: 200, body: context.awsRequestId };
    },
    { timeoutMs: 5_000 },
  );
  expect(await (await fetch(`${url}/open`)).text()).toMatch(/^[\w-]{36}$/);
  expect(left[0]).toBeGreaterThan(4_000);
  expect(left[0]).toBeLessThanOrEqual(5_000);
});
