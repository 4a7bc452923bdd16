import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { routes } from "../../functions/routes.ts";
import type { Token } from "../support/gateway-event.ts";
import { GOOD_BODY, lineOf, NO_ENTRY } from "../support/good-request.ts";
import { month } from "../support/omnia-story.ts";
import { forEvery } from "../support/properties.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// OWASP API1: whatever token somebody has, and whatever they ask, an account that it does not name answers as one that is not there.

const verbs = routes.filter((route) => "scope" in route && route.scope !== "credits:operate");

let passbook: TestPassbook;
let secrets: string[];
beforeAll(async () => {
  passbook = await testPassbook();
  await passbook.given("bea", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
  const spent = await passbook.call("POST /accounts/bea/spends", {
    token: { sub: "bea.b", accounts: ["bea"], scope: "credits:spend" },
    key: "bea's",
    body: { service: "image" },
  });
  secrets = [(spent.body as { spend: { id: string } }).spend.id, NO_ENTRY, "x"];
});

/** Words that are like the account's name, and none of them is: `[bea]` is, for so does the gateway write a list. */
const near = fc.constantFrom(
  "be",
  "bea2",
  "BEA",
  "bea.b",
  "b",
  "be a",
  "bea|",
  "|bea",
  "bea,",
  "*",
  "bea:x",
  "",
  "nobody2",
  "ada",
);
const words = fc.array(near, { maxLength: 4 });
const token: fc.Arbitrary<Token> = fc.record(
  {
    sub: near,
    accounts: fc.oneof(
      words,
      words.map((list) => list.join(",")),
    ),
    scope: fc.constantFrom(
      "credits:read",
      "credits:spend",
      "credits:read credits:spend credits:manage",
      "openid credits:spend",
    ),
  },
  { requiredKeys: ["sub", "scope"] },
);
const body = fc.oneof(
  fc.constant(undefined),
  fc.json({ maxDepth: 2 }),
  fc.constantFrom(...Object.values(GOOD_BODY).filter((good) => good !== undefined)),
  fc.record({ credits: fc.integer(), reason: fc.string(), member: near }),
);

describe("An account that the token does not name", () => {
  it("answers byte for byte as one that does not exist, whatever is asked, and nothing is written", async () => {
    const before = await passbook.items();
    const request = fc.record({
      verb: fc.constantFrom(...verbs),
      id: fc.nat({ max: 2 }),
      token,
      body,
      key: fc.constantFrom("bea's", "another", undefined),
      query: fc.constantFrom("", "?limit=1", "?member=bea.b", "?x=1"),
    });
    await forEvery(request, async ({ verb, id, query, ...asked }) => {
      const ask = (account: string) => passbook.call(`${lineOf(verb, account, secrets[id])}${query}`, asked);
      const [theirs, missing] = [await ask("bea"), await ask("nobody")];
      expect(theirs).toEqual(missing);
      expect(theirs.status).toBeGreaterThanOrEqual(400);
      expect(theirs.status).toBeLessThan(500);
    });
    expect(await passbook.items()).toEqual(before);
    expect(passbook.log).toEqual([]);
  });
});
