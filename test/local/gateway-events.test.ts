import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { openGateway } from "./open-gateway.ts";

describe("a function is given the event that API Gateway would make", () => {
  it("of a request without a token", async () => {
    const { url, events } = await openGateway();
    const before = Date.now();
    await fetch(`${url}/open`, { headers: { "User-Agent": "a browser", "X-One": "1" } });
    const { host } = new URL(url);
    const [event] = events;
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /open",
      rawPath: "/open",
      rawQueryString: "",
      headers: { host, "user-agent": "a browser", "x-one": "1", "x-forwarded-for": "127.0.0.1" },
      isBase64Encoded: false,
      requestContext: {
        domainName: host,
        http: { method: "GET", path: "/open", protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "a browser" },
        routeKey: "GET /open",
        stage: "$default",
        requestId: expect.stringMatching(/^[\w-]{36}$/),
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      },
    });
    expect(event?.requestContext.timeEpoch).toBeGreaterThanOrEqual(before);
    // Absent, not empty: so it is on AWS.
    for (const field of ["body", "cookies", "pathParameters", "queryStringParameters"])
      expect(event).not.toHaveProperty(field);
    expect(event?.requestContext).not.toHaveProperty("authorizer");
  });

  it.each([
    ["/accounts/demo", "/accounts/demo", { account: "demo" }],
    ["/accounts/team%3Aa%40b%7Cc", "/accounts/team:a@b|c", { account: "team:a@b|c" }],
    ["/accounts/a+b", "/accounts/a+b", { account: "a+b" }],
    ["/accounts/a%2Fb", "/accounts/a/b", { account: "a/b" }],
    ["/accounts/100%2525", "/accounts/100%25", { account: "100%25" }],
  ])("of the path %s", async (path, rawPath, pathParameters) => {
    const { url, events } = await openGateway();
    await fetch(url + path);
    expect(events[0]).toMatchObject({ routeKey: "GET /accounts/{account}", rawPath, pathParameters });
  });

  it("of a path that two routes would take: the one without a parameter", async () => {
    const { url, events } = await openGateway();
    await fetch(`${url}/accounts/first`);
    expect(events[0]?.routeKey).toBe("GET /accounts/first");
  });

  it.each([
    ["a=1&b=2", { a: "1", b: "2" }],
    ["a=1&b=2&a=3", { a: "1,3", b: "2" }],
    ["at=2026-01-31T09%3A00%3A00Z&x=a+b&y=%2B", { at: "2026-01-31T09:00:00Z", x: "a b", y: "+" }],
    ["empty=&bare", { empty: "", bare: "" }],
    ["q=a?b", { q: "a?b" }],
  ])("of the query %s", async (query, queryStringParameters) => {
    const { url, events } = await openGateway();
    await fetch(`${url}/open?${query}`);
    expect(events[0]).toMatchObject({ rawPath: "/open", rawQueryString: query, queryStringParameters });
  });

  it("of repeated headers, joined by a comma, and of cookies, which are no header any more", async () => {
    const { url, events } = await openGateway();
    await new Promise((resolve) => {
      const headers = { "X-Twice": ["one", "two"], Cookie: ["a=1; b=2"] };
      request(`${url}/open`, { headers }, (response) => response.resume().once("end", resolve)).end();
    });
    expect(events[0]).toMatchObject({ headers: { "x-twice": "one,two" }, cookies: ["a=1", "b=2"] });
    expect(events[0]?.headers).not.toHaveProperty("cookie");
  });

  it.each([
    ["application/json", '{"service":"image"}', '{"service":"image"}', false],
    ["Application/JSON; charset=utf-8", "{}", "{}", false],
    ["application/json", "\uFEFF{}", "\uFEFF{}", false],
    ["text/plain", "Grüße", "Grüße", false],
    ["application/x-www-form-urlencoded", "a=b", "YT1i", true],
    ["application/octet-stream", "a=b", "YT1i", true],
    ["application/json", Buffer.from([0x7b, 0xff, 0x7d]), "e/99", true],
  ])("of a body that is %s: %j", async (type, sent, body, isBase64Encoded) => {
    const { url, events } = await openGateway();
    await fetch(`${url}/open`, { method: "POST", headers: { "content-type": type }, body: sent });
    expect(events[0]).toMatchObject({ body, isBase64Encoded });
  });
});
