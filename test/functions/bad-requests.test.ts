import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";
import { ada, operator, type Token } from "../support/gateway-event.ts";
import { GOOD_BODY, lineOf } from "../support/good-request.ts";
import { month } from "../support/omnia-story.ts";
import { expectNamed, expectRefused, writingNothing } from "../support/refused.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// Paths, keys and queries that the requests' rules name, at every verb of the interface that has them.

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
});

const ofAccounts = routes.filter((route) => "scope" in route);
/** A quote writes nothing, so it has no key. */
const keyed = ofAccounts.filter(({ method, scope }) => method === "POST" && scope !== "credits:read");
const reading = ofAccounts.filter(({ method }) => method === "GET");

let keys = 0;
const newKey = () => `key ${(keys += 1)}`;
const goodRequest = (route: (typeof ofAccounts)[number], token: Token) => ({
  token: { ...token, scope: [token.scope ?? [], route.scope].flat() },
  key: newKey(),
  body: GOOD_BODY[route.function],
});

describe.each(ofAccounts)("$method $path refuses as an account", (route) => {
  it.each([
    ["with a #", "ada#1"],
    ["that reaches for another item", "ada#req#abc"],
    ["with a slash", "ada/bea"],
    ["with a backslash", "ada\\bea"],
    ["with a percent sign", "ada%20"],
    ["with white space", "ada bea"],
    ["with a line break", "ada\n"],
    ["with a NUL", "ada\0"],
    ["with a brace", "{account}"],
    ["with quotes", 'ada"'],
    ["with a comma", "ada,bea"],
    ["with a letter beyond ASCII", "ad\u00E4"],
    ["with full-width letters", "\uFF41da"],
    ["with a zero-width space", "ada\u200B"],
    ["of dots and slashes", "../ada"],
    ["that a URL takes for this folder", "."],
    ["that a URL takes for the folder above", ".."],
    ["of 129 characters", "x".repeat(129)],
    ["of 10,000 characters", "x".repeat(10_000)],
  ])("an id %s, to whomever", async (_, account) => {
    await writingNothing(passbook, async () => {
      for (const token of [ada, operator, { ...ada, sub: account }, { ...ada, accounts: [account] }]) {
        await expectNamed(passbook, lineOf(route, account), goodRequest(route, token), "malformed_request");
      }
    });
  });
});

describe.each(keyed)("$method $path refuses an Idempotency-Key that is", (route) => {
  it.each<[string, string | undefined]>([
    ["missing", undefined],
    ["empty", ""],
    ["of 256 characters", "k".repeat(256)],
    ["of 10,000 characters", "k".repeat(10_000)],
    ["with a tab", "a\tb"],
    ["with a line break", "a\n"],
    ["with a NUL", "a\0"],
    ["with DEL", "a\x7F"],
    ["with a letter beyond ASCII", "caf\u00E9"],
    ["with half of a surrogate pair", "a\uD800"],
  ])("%s", async (_, key) => {
    await writingNothing(passbook, async () => {
      for (const token of [ada, operator]) {
        await expectNamed(passbook, lineOf(route, "ada"), { ...goodRequest(route, token), key }, "malformed_request");
      }
    });
  });

  it.each(["!", "~", "a b", "#req#ada/../", "__proto__", "k".repeat(255)])("nothing worse than %s", async (key) => {
    // The key of one verb is that of no other: each has an account of its own.
    const account = `ada.${route.function}`;
    await passbook.given(
      account,
      month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { subscription: `sub_${account}` }),
    );
    const request = { ...goodRequest(route, { ...ada, accounts: [account] }), key };
    // Where Stripe is asked nobody listens.
    const done = route.scope === "credits:manage" ? 503 : 201;
    const { status } = await passbook.call(lineOf(route, account), request);
    expect(status).toBe(route.path.includes("{id}") ? 404 : done);
  });
});

describe.each(reading)("$method $path refuses a query with", (route) => {
  it.each([
    "x=1",
    "Limit=1",
    "at=2026-01-01",
    "account=bea",
    "__proto__=1",
    "constructor=1",
    "limit%20=1",
    "=1",
    "%00=1",
  ])("an unknown parameter: %s", (query) =>
    expectRefused(passbook, `${lineOf(route, "ada")}?${query}`, { token: ada }, "invalid_request"),
  );
});

describe("The statement refuses", () => {
  const bad = [
    "",
    "0",
    "00",
    "01",
    "-1",
    "+1",
    "1.0",
    "1e1",
    "0x1",
    "x",
    "1x",
    "%201",
    "1%0A",
    "null",
    "Infinity",
    "%D9%A1",
  ];
  it.each([
    ...[...bad, "101", "9007199254740993", "9".repeat(30)].map((text) => `limit=${text}`),
    ...[...bad, "9007199254740992", "9".repeat(30)].map((text) => `before=${text}`),
    "limit=1&limit=1",
    "limit=1&limit=2",
    "before=2&before=3",
    "limit[]=1",
    "limit=1&cursor=2",
  ])("?%s", (query) => expectRefused(passbook, `GET /accounts/ada/ledger?${query}`, { token: ada }, "invalid_request"));

  it("what is wrong with a parameter is told once", async () => {
    for (const query of ["limit=5&limit=6", "before=x", "limit=101"]) {
      const { body } = await passbook.call(`GET /accounts/ada/ledger?${query}`, { token: ada });
      expect((body as { problems: unknown[] }).problems).toHaveLength(1);
    }
  });

  it("every wrong parameter by its name", async () => {
    const { body } = await passbook.call("GET /accounts/ada/ledger?x=1&y=2", { token: ada });
    expect(body).toMatchObject({ problems: [{ field: "?x" }, { field: "?y" }] });
  });
});

describe("Of several mistakes the first in the order of precedence is told:", () => {
  const foreign = "POST /accounts/bea/spends";
  const noScope = { sub: "ada", scope: "credits:read" };

  it("a request that can't be read, before a missing scope, before a foreign account, before its content", async () => {
    const unread = { token: noScope, key: newKey(), body: "{" };
    await expectRefused(passbook, foreign, unread, "malformed_request");
    await expectRefused(passbook, foreign, { ...unread, body: { service: 5 } }, "insufficient_scope");
    await expectRefused(passbook, foreign, { ...unread, token: ada, body: { service: 5 } }, "account_not_found");
    await expectRefused(
      passbook,
      "POST /accounts/ada/spends",
      { ...unread, token: ada, body: { service: 5 } },
      "invalid_request",
    );
  });

  it("what is wrong, before what can't be paid", async () => {
    const body = { service: "image", quantity: 1_000, options: { quality: "ultra" } };
    await expectRefused(passbook, "POST /accounts/ada/spends", { token: ada, key: newKey(), body }, "invalid_request");
  });

  it("that there is no such account, to an operator too, before its content", async () => {
    const request = { token: operator, key: newKey(), body: { credits: 0, reason: "x" } };
    await expectRefused(passbook, "POST /accounts/nobody/spends", request, "account_not_found");
    for (const path of ["balance?x=1", "ledger?limit=0"]) {
      await expectRefused(passbook, `GET /accounts/nobody/${path}`, { token: operator }, "account_not_found");
    }
  });

  it("a query that no verb has, on every verb that has none", async () => {
    const body = { service: "image" };
    await expectRefused(
      passbook,
      "POST /accounts/ada/spends?x=1",
      { token: ada, key: newKey(), body },
      "invalid_request",
    );
    await expectRefused(passbook, "GET /catalog?x=1", {}, "invalid_request");
  });
});
