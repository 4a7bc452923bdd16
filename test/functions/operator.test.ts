import { beforeEach, describe, expect, it } from "vitest";
import { musiversal } from "../support/booking-story.ts";
import { ada, operator, reader, type Token } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { month } from "../support/omnia-story.ts";
import { team } from "../support/pool-story.ts";
import { expectRefused } from "../support/refused.ts";
import { type Answered, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

// What the product's backend and its support desk do with `credits:operate`.

const ADJUSTMENTS = "POST /accounts/ada/adjustments";
const ofCrew = (sub: string): Token => ({ ...ada, sub, accounts: ["crew"] });

let passbook: TestPassbook;
let keys = 0;
const newKey = () => `key ${(keys += 1)}`;
const adjust = (body: unknown, key = newKey(), line = ADJUSTMENTS) =>
  passbook.call(line, { token: operator, key, body });
const describeAs = (body: unknown, account = "crew", token: Token = operator) =>
  passbook.call(`PATCH /accounts/${account}`, { token, body });
const spend = (token: Token, body: unknown, key = newKey(), account = "crew") =>
  passbook.call(`POST /accounts/${account}/spends`, { token, key, body });
const replayOf = (first: Answered) => ({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });

async function ledger(account: string, query = "", token: Token = operator) {
  const { body } = await passbook.call(`GET /accounts/${account}/ledger${query}`, { token });
  return (body as { entries: Record<string, unknown>[] }).entries;
}

beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
});

describe("An adjustment", () => {
  it("[M15] gives credits, and answers the line of the statement that it made", async () => {
    const { status, body } = await adjust({ credits: 25, reason: "Sorry for the outage" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^req_/),
      seq: 2,
      type: "adjusted",
      source: "adjustment",
      credits: 25,
      balance: 525,
      reason: "Sorry for the outage",
      by: "support",
      movements: [{ type: "granted", lot: "adjustment_2", source: "adjustment", credits: 25, endsAt: null }],
    });
    expect((await ledger("ada"))[0]).toEqual(body);
  });

  it("[N7] takes credits as a spend would, what ends first first, and never more than there is", async () => {
    await adjust({ credits: 25, reason: "given" });
    expect(await adjust({ credits: -510, reason: "taken" })).toMatchObject({
      status: 201,
      body: {
        credits: -510,
        balance: 15,
        source: null,
        movements: [
          { type: "spent", source: "plan", credits: -500 },
          { type: "spent", source: "adjustment", credits: -10 },
        ],
      },
    });
    expect(await adjust({ credits: -16, reason: "too much" })).toMatchObject({
      status: 402,
      body: {
        code: "insufficient_credits",
        needed: 16,
        available: 15,
        short: 1,
        packs: [],
        detail: "This costs 16 credits; 1 is missing.",
      },
    });
  });

  it("gives credits with an end, and they are gone from that instant on", async () => {
    await adjust({ credits: 25, reason: "for a week", expiresAt: "2026-02-07T12:00:00Z" });
    passbook.time.now = at("2026-02-07T12:00:00Z") - 1;
    expect(await spend(ada, { service: "audio" }, newKey(), "ada")).toMatchObject({ body: { balance: 505 } });
    passbook.time.now = at("2026-02-07T12:00:00Z");
    expect((await ledger("ada"))[0]).toMatchObject({ type: "expired", credits: -25, balance: 480 });
  });

  it("may be an account's beginning: a team pool that bought nothing yet", async () => {
    expect(await passbook.call("GET /accounts/pool/balance", { token: operator })).toMatchObject({ status: 404 });
    const line = "POST /accounts/pool/adjustments";
    expect(await adjust({ credits: 5, reason: "a start" }, newKey(), line)).toMatchObject({
      status: 201,
      body: { seq: 1, balance: 5 },
    });
    expect(await passbook.call("GET /accounts/pool/balance", { token: operator })).toMatchObject({
      status: 200,
      body: { balance: 5, bySource: { adjustment: 5 } },
    });
  });

  it.each([
    ["adjustments", { credits: 5, reason: "x", expiresAt: "2020-01-01T00:00:00Z" }],
    ["holds", { credits: 5, reason: "x", expiresAt: "2020-01-01T00:00:00Z" }],
    ["spends", { service: "image", startsAt: "2020-01-01T00:00:00Z" }],
  ])("that is refused is no beginning of an account: %s", async (verb, body) => {
    const token = { ...operator, accounts: ["w1"] };
    for (const key of ["once", "twice"])
      expect(await passbook.call(`POST /accounts/w1/${verb}`, { token, key, body })).toMatchObject({ status: 422 });
    expect(await passbook.call("GET /accounts/w1", { token: operator })).toMatchObject({ status: 404 });
    const image = { token: operator, key: "image", body: { service: "image" } };
    expect(await passbook.call("POST /accounts/w1/spends", image)).toMatchObject({ status: 404 });
  });

  it("[X9] that is sent again answers the same bytes, and with another content is a conflict", async () => {
    const first = await adjust({ credits: 25, reason: "once" }, "again");
    expect(await adjust({ credits: 25, reason: "once" }, "again")).toEqual(replayOf(first));
    for (const body of [{ credits: 26, reason: "once" }, { credits: 25, reason: "twice" }, { credits: 0 }, {}]) {
      expect(await adjust(body, "again")).toMatchObject({ status: 409, body: { code: "idempotency_conflict" } });
    }
    expect(await ledger("ada")).toHaveLength(2);
  });

  it.each([
    ["0", { credits: 0, reason: "x" }],
    ["more than 10^12", { credits: 1_000_000_000_001, reason: "x" }],
    ["less than -10^12", { credits: -1_000_000_000_001, reason: "x" }],
    ["no reason", { credits: 1 }],
    ["an empty reason", { credits: 1, reason: " " }],
    ["an end that is over", { credits: 1, reason: "x", expiresAt: "2026-01-31T12:00:00Z" }],
    ["an end of what is taken", { credits: -1, reason: "x", expiresAt: "2026-02-07T12:00:00Z" }],
    ["a source of one's own", { credits: 1, reason: "x", source: "plan" }],
  ])("[X10] of %s is refused", (_, body) =>
    expectRefused(passbook, ADJUSTMENTS, { token: operator, key: newKey(), body }, "invalid_request"),
  );
});

describe("What the product says of an account", () => {
  it("[M7] when it signed up, and cohorts go by it: a legacy user's mixing costs 2", async () => {
    passbook = await testPassbook({ policy: musiversal });
    await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-10" }));
    const mixing = { service: "mixing", startsAt: "2026-02-20T10:00:00Z" };
    expect(await spend(ada, mixing, newKey(), "ada")).toMatchObject({ body: { spend: { credits: 3 } } });
    expect(await describeAs({ signedUpAt: "2022-12-31T23:59:59.999Z" }, "ada")).toMatchObject({
      status: 200,
      body: { account: "ada", signedUpAt: "2022-12-31T23:59:59.999Z", members: {}, blocked: null },
    });
    expect(await spend(ada, mixing, newKey(), "ada")).toMatchObject({ body: { spend: { credits: 2 } } });
  });

  it("[M7] when it signed up, which is not still to come", async () => {
    for (const signedUpAt of ["2026-01-31T12:00:00.001Z", "2099-01-01T00:00:00Z"])
      expect(await describeAs({ signedUpAt }, "ada")).toMatchObject({
        status: 422,
        body: { problems: [{ field: "signedUpAt", message: "is still to come" }] },
      });
    expect(await describeAs({ signedUpAt: "2026-01-31T12:00:00Z" }, "ada")).toMatchObject({ status: 200 });
  });

  it("[M15] is told to its readers as an operator's, and to operators with who it was", async () => {
    await describeAs({ blocked: { reason: "Please call us." } }, "ada");
    await describeAs({ blocked: null }, "ada");
    const body = { service: "image" };
    await passbook.call("POST /accounts/ada/spends", { token: ada, key: newKey(), body });
    await passbook.call("POST /accounts/ada/spends", { token: operator, key: newKey(), body });
    const readBy = async (token: Token) => {
      const request = { token: { ...token, scope: [token.scope ?? [], "credits:read"].flat() } };
      const { body: page } = await passbook.call("GET /accounts/ada/ledger?limit=4", request);
      const headers = { accept: "text/csv" };
      const csv = await passbook.call("GET /accounts/ada/ledger?limit=4", { ...request, headers });
      const names = (page as { entries: { by: string }[] }).entries.map(({ by }) => by);
      expect(names.every((name) => csv.text.includes(`,${name},`))).toBe(true);
      return [names, csv.text.includes(",support,")];
    };
    expect(await readBy(ada)).toEqual([["operator", "ada.lovelace", "operator", "operator"], false]);
    expect(await readBy(operator)).toEqual([["support", "ada.lovelace", "support", "support"], true]);
  });

  it("may be its beginning", async () => {
    expect(await describeAs({ signedUpAt: "2025-01-01T00:00:00Z" }, "new")).toMatchObject({ status: 200 });
    expect(await ledger("new")).toMatchObject([{ seq: 1, type: "noted", by: "support" }]);
  });

  it("that it is blocked, and why; and that it is not any more", async () => {
    expect(await describeAs({ blocked: { reason: "Please call us." } }, "ada")).toMatchObject({
      body: { blocked: { reason: "Please call us." } },
    });
    const refusal = { status: 409, body: { code: "account_blocked", detail: expect.stringContaining("call us") } };
    expect(await spend(ada, { service: "image" }, newKey(), "ada")).toMatchObject(refusal);
    const hold = { token: ada, key: newKey(), body: { service: "image" } };
    expect(await passbook.call("POST /accounts/ada/holds", hold)).toMatchObject(refusal);
    expect(await describeAs({ signedUpAt: "2025-01-01T00:00:00Z" }, "ada")).toMatchObject({
      body: { blocked: { reason: "Please call us." } },
    });
    expect(await describeAs({ blocked: null }, "ada")).toMatchObject({ body: { blocked: null } });
    expect(await spend(ada, { service: "image" }, newKey(), "ada")).toMatchObject({ status: 201 });
  });

  it.each([
    ["members of a product without pools", { members: { ada: {} } }, musiversal],
    ["a budget that is none", { members: { ada: { budget: -1 } } }, undefined],
    ["a budget in text", { members: { ada: { budget: "5" } } }, undefined],
    ["a member with a line break", { members: { "a\n": {} } }, undefined],
    ["a member that is true", { members: { ada: true } }, undefined],
    ["a reason that says nothing", { blocked: { reason: "" } }, undefined],
    ["a block without a reason", { blocked: {} }, undefined],
    ["a block that is true", { blocked: true }, undefined],
    ["a day instead of an instant", { signedUpAt: "2025-01-01" }, undefined],
    ["a sign-up that is null", { signedUpAt: null }, undefined],
    ["a balance", { balance: 1_000_000 }, undefined],
    ["a plan", { plan: "enterprise" }, undefined],
  ])("is refused where it is %s", async (_, body, policy) => {
    if (policy) passbook = await testPassbook({ policy });
    await expectRefused(passbook, "PATCH /accounts/ada", { token: operator, body }, "invalid_request");
  });

  it("is only an operator's to say", async () => {
    await expectRefused(passbook, "PATCH /accounts/ada", { token: ada, body: {} }, "insufficient_scope");
  });
});

describe("A team's pool", () => {
  beforeEach(async () => {
    await passbook.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    await describeAs({ members: { ada: { budget: 100 }, bea: {} } });
  });

  it("[O15] has the members that the product names, with a budget or without; what is not said stays", async () => {
    const members = async (said: unknown) => {
      const { body } = await describeAs({ members: said });
      return (body as { members: unknown }).members;
    };
    expect(await members({})).toEqual({ ada: { budget: 100 }, bea: { budget: null } });
    expect(await members({ cem: { budget: 0 } })).toEqual({
      ada: { budget: 100 },
      bea: { budget: null },
      cem: { budget: 0 },
    });
    expect(await members({ ada: {}, cem: { budget: null } })).toMatchObject({
      ada: { budget: 100 },
      cem: { budget: null },
    });
    expect(await members({ bea: null, cem: null, nobody: null })).toEqual({ ada: { budget: 100 } });
  });

  it("[O15] has no member called __proto__: such a name is refused, not passed over", async () => {
    const { status, body } = await describeAs('{"members":{"__proto__":{"budget":5},"cem":{}}}');
    expect([status, body]).toMatchObject([422, { problems: [{ field: "members.__proto__" }] }]);
    for (const name of ["constructor", "toString", "hasOwnProperty"]) {
      expect(await spend(ofCrew(name), { service: "image" })).toMatchObject({ body: { code: "not_a_member" } });
      expect(await describeAs({ members: { [name]: { budget: 5 } } })).toMatchObject({ status: 200 });
      expect(await spend(ofCrew(name), { service: "image" })).toMatchObject({ body: { code: "member_budget" } });
    }
  });

  it("[O15] a budget is written with the spend: twenty spends at once never go over it", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => spend(ofCrew("ada"), { service: "image" })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ status }) => status !== 201)).toMatchObject(
      Array.from({ length: 10 }, () => ({ status: 409, body: { code: "member_budget", budget: 100, spent: 100 } })),
    );
  });

  it("[O15] counts what is held against the budget until it is let go of", async () => {
    const held = await passbook.call("POST /accounts/crew/holds", {
      token: ofCrew("ada"),
      key: newKey(),
      body: { service: "video" },
    });
    expect(await spend(ofCrew("ada"), { service: "video" })).toMatchObject({
      status: 409,
      body: { code: "member_budget", spent: 60, short: 20 },
    });
    const { id } = (held.body as { hold: { id: string } }).hold;
    const release = { token: ofCrew("ada"), key: newKey(), body: {} };
    expect(await passbook.call(`POST /accounts/crew/holds/${id}/release`, release)).toMatchObject({ status: 200 });
    expect(await spend(ofCrew("ada"), { service: "video" })).toMatchObject({ status: 201 });
  });

  it("[O15] gives a reversed spend back to the budget that it took of", async () => {
    const spent = await spend(ofCrew("ada"), { service: "avatar", quantity: 2 });
    const { id } = (spent.body as { spend: { id: string } }).spend;
    expect(await spend(ofCrew("ada"), { service: "image" })).toMatchObject({ body: { code: "member_budget" } });
    const reversal = { token: operator, key: newKey(), body: { reason: "all of it was black" } };
    expect(await passbook.call(`POST /accounts/crew/spends/${id}/cancel`, reversal)).toMatchObject({ status: 200 });
    expect(await spend(ofCrew("ada"), { service: "image" })).toMatchObject({ status: 201 });
  });

  it("[O15] a member spends for themselves; only an operator names another", async () => {
    const line = "POST /accounts/crew/spends";
    const body = { service: "image", member: "bea" };
    await expectRefused(passbook, line, { token: ofCrew("ada"), key: newKey(), body }, "insufficient_scope");
    expect(await spend(ofCrew("ada"), { service: "image", member: "ada" })).toMatchObject({ status: 201 });
    expect(await spend(operator, body)).toMatchObject({ status: 201 });
    expect(await spend(operator, { credits: 3, reason: "correction", member: "bea" })).toMatchObject({ status: 201 });
    expect(await spend(operator, { service: "image", member: "eve" })).toMatchObject({
      body: { code: "not_a_member" },
    });
    expect(await ledger("crew", "?limit=3")).toMatchObject([
      { member: "bea", by: "support", credits: -3 },
      { member: "bea", by: "support", credits: -10 },
      { member: "ada", by: "ada", credits: -10 },
    ]);
  });

  it("[O15] [X9] a member's key is no replay for another member, even of the same words", async () => {
    const first = await spend(ofCrew("ada"), { service: "image" }, "same");
    expect(first.status).toBe(201);
    expect(await spend(ofCrew("bea"), { service: "image" }, "same")).toMatchObject({
      status: 409,
      body: { code: "idempotency_conflict" },
    });
    expect(await spend(ofCrew("ada"), { service: "image" }, "same")).toEqual(replayOf(first));
    expect(await ledger("crew", "?member=bea")).toEqual([]);
  });

  it("[O15] shows the statement of one member", async () => {
    await spend(ofCrew("ada"), { service: "image" });
    await spend(ofCrew("bea"), { service: "video" });
    expect(await ledger("crew", "?member=bea", reader("crew"))).toMatchObject([{ member: "bea", reason: "video" }]);
  });
});

describe("One person with two accounts", () => {
  const ana: Token = { sub: "ana", accounts: ["ana", "crew"], scope: "credits:read credits:spend" };
  const balanceOf = async (account: string) => {
    const { body } = await passbook.call(`GET /accounts/${account}/balance`, { token: ana });
    return (body as { balance: number }).balance;
  };

  it("[O7] has two balances that know nothing of each other", async () => {
    await passbook.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    expect([await balanceOf("ana"), await balanceOf("crew")]).toEqual([50, 6_000]);
    await spend(ana, { service: "image" }, "one key", "ana");
    expect([await balanceOf("ana"), await balanceOf("crew")]).toEqual([40, 6_000]);
    // The same key on the other account is another spend.
    expect(await spend(ana, { service: "image" }, "one key", "crew")).toMatchObject({ body: { balance: 5_990 } });
    expect([await balanceOf("ana"), await balanceOf("crew")]).toEqual([40, 5_990]);
    // What the personal account can't pay the team's does not pay either.
    expect(await spend(ana, { service: "video" }, newKey(), "ana")).toMatchObject({ status: 402, body: { short: 20 } });
  });

  it("[O7] the free plan is the personal account's alone: a team's starts empty", async () => {
    expect([await balanceOf("ana"), await balanceOf("crew")]).toEqual([50, 0]);
    expect(await ledger("ana", "", ana)).toMatchObject([{ reason: "first call", ref: { plan: "free" } }]);
    expect(await ledger("crew", "", ana)).toEqual([]);
  });

  it("[O7] a spend of one can't be cancelled through the other", async () => {
    const { body } = await spend(ana, { service: "image" }, newKey(), "ana");
    const { id } = (body as { spend: { id: string } }).spend;
    await passbook.given("crew", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    const reversal = { token: operator, key: newKey(), body: { reason: "x" } };
    await expectRefused(passbook, `POST /accounts/crew/spends/${id}/cancel`, reversal, "spend_not_found");
  });
});

describe("Whatever somebody does", () => {
  it("[M15] the journal names who it was, by their token's subject", async () => {
    const who = (sub: string, scope = "credits:spend"): Token => ({ sub, accounts: ["ada"], scope });
    const post = async (path: string, sub: string, body: unknown, scope?: string) => {
      const { status, body: answer } = await passbook.call(`POST /accounts/ada/${path}`, {
        token: who(sub, scope),
        key: newKey(),
        body,
      });
      expect(status).toBeLessThan(300);
      return answer as { spend: { id: string }; hold: { id: string } };
    };
    const { spend: spent } = await post("spends", "spender", { service: "image" });
    await post(`spends/${spent.id}/cancel`, "reverser", { reason: "x" }, "credits:operate");
    const { hold: first } = await post("holds", "holder", { service: "image" });
    await post(`holds/${first.id}/capture`, "capturer", {});
    const { hold: second } = await post("holds", "holder", { service: "image" });
    await post(`holds/${second.id}/release`, "releaser", {});
    await post("adjustments", "adjuster", { credits: 1, reason: "x" }, "credits:operate");
    await describeAs({ signedUpAt: "2025-01-01T00:00:00Z" }, "ada", who("describer", "credits:operate"));
    expect((await ledger("ada")).map(({ by }) => by).toReversed()).toEqual([
      "stripe",
      "spender",
      "reverser",
      "holder",
      "capturer",
      "holder",
      "releaser",
      "adjuster",
      "describer",
    ]);
  });
});
