import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";
import { ada, operator, type Token } from "../support/gateway-event.ts";
import { bookable, GOOD_BODY, lineOf, readyLine } from "../support/good-request.ts";
import { month } from "../support/omnia-story.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// Who may do what (OWASP API Security Top 10 2023: API1 object level, API5 function level authorisation).

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook({ policy: bookable });
  await passbook.given("bea", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
});

/** Every verb that acts on an account. */
const VERBS = routes.filter((route) => "scope" in route);

let keys = 0;
function ask(verb: (typeof VERBS)[number], account: string, token: Token | undefined, line = lineOf(verb, account)) {
  const content = verb.method !== "GET" && { key: `key ${(keys += 1)}`, body: GOOD_BODY[verb.function] };
  return passbook.call(line, { token, ...content });
}

/** Operators' own verbs may begin an account; to everybody else they are closed. */
const ofCallers = VERBS.filter(({ scope }) => scope !== "credits:operate");

describe.each(VERBS)("$method $path", (verb) => {
  it.each<[string, Token]>([
    ["an array, as API Gateway writes it", { sub: "support", accounts: ["ada", "bea"], scope: verb.scope }],
    ["an array of one", { sub: "support", accounts: ["bea"], scope: verb.scope }],
    ["a list of words", { sub: "support", accounts: "ada bea", scope: `openid ${verb.scope}` }],
    ["absent, and is the subject alone", { sub: "bea", scope: verb.scope }],
    ["of no matter, for an operator", operator],
    ["an array beside an array of scopes", { sub: "x", accounts: ["bea"], scope: ["openid", verb.scope] }],
  ])("is open to a token whose claim of accounts is %s", async (_, token) => {
    const { status } = await ask(verb, "bea", token, await readyLine(passbook, verb, "bea"));
    // Nobody listens where Stripe should be: who gets as far as asking it was let in.
    if (verb.scope === "credits:manage") expect(status).toBe(503);
    else expect(status).toBeLessThan(300);
  });

  it("reads scopes as the gateway does: words between spaces, and nothing wider", async () => {
    for (const scope of ["credits:operate,x", "x,credits:operate", "credits:operate;", "Credits:Operate"]) {
      expect((await ask(verb, "bea", { sub: "x", scope })).status).toBe(403);
    }
  });

  it.each([
    undefined,
    "",
    "credits",
    "credits:*",
    "credits:readx",
    "xcredits:spend",
    "credits:manager",
    "CREDITS:OPERATE",
  ])("is refused without its scope, whatever the account: %s", async (scope) => {
    const before = await passbook.items();
    for (const account of ["bea", "nobody", "ada"]) {
      const token = { sub: "bea", ...(scope !== undefined && { scope }) };
      expect(await ask(verb, account, token)).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    }
    expect(await passbook.items()).toEqual(before);
  });

  it("is refused to nobody at all: a route that lost its authorizer stays closed", async () => {
    expect(await ask(verb, "bea", undefined)).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
  });
});

describe.each(ofCallers)("$method $path", (verb) => {
  it("answers a foreign account exactly as a missing one, to everybody, and writes nothing", async () => {
    const before = await passbook.items();
    const missing = await ask(verb, "nobody", operator);
    expect(missing).toMatchObject({ status: 404, body: { code: "account_not_found" } });
    const foreign: Token[] = [
      ada,
      { ...ada, sub: "be" },
      { ...ada, sub: "bea2" },
      { ...ada, sub: "BEA" },
      { ...ada, sub: "" },
      { ...ada, sub: "bea", accounts: [] },
      { ...ada, sub: "bea", accounts: "" },
      { ...ada, accounts: ["bea|x", "x:bea", "be"] },
      { ...ada, accounts: "ada,bea" },
    ];
    for (const token of foreign) {
      const scoped = { ...token, scope: [token.scope ?? [], "credits:manage"].flat() };
      expect(await ask(verb, "bea", scoped)).toEqual(missing);
      expect(await ask(verb, "nobody", scoped)).toEqual(missing);
    }
    // Who has no accounts has none in common with all others who have none.
    const noOnes = { ...ada, sub: "bea", accounts: "null", scope: [ada.scope ?? [], "credits:manage"].flat() };
    expect(await ask(verb, "null", noOnes)).toEqual(missing);
    expect(await passbook.items()).toEqual(before);
  });
});

describe("A scope", () => {
  it("opens its own verbs only", async () => {
    for (const verb of VERBS) {
      for (const scope of ["credits:read", "credits:spend", "credits:manage"]) {
        const { status } = await ask(verb, "bea", { sub: "bea", scope });
        expect([verb.path, scope, status === 403]).toEqual([verb.path, scope, scope !== verb.scope]);
      }
    }
  });
});

describe("An account that the token names and nobody has written", () => {
  it("is an empty one: it can be read, and has nothing to spend", async () => {
    const before = await passbook.items();
    const verbs = ofCallers.filter(({ path, scope }) => !path.includes("{id}") && scope !== "credits:manage");
    const statuses = await Promise.all(verbs.map((verb) => ask(verb, "ada", { ...ada })));
    expect(statuses.map(({ status }) => status)).toEqual(
      verbs.map(({ scope }) => (scope === "credits:read" ? 200 : 402)),
    );
    expect(await passbook.items()).toEqual(before);
  });
});
