import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator, type Token } from "../support/gateway-event.ts";
import { takes } from "../support/omnia-story.ts";
import { asked, blocks, joins, team } from "../support/pool-story.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const NOON = "2026-01-31T12:00:00Z";
const ofCrew = (sub: string): Token => ({ ...ada, sub, accounts: ["crew"] });

let passbook: TestPassbook;
beforeEach(async () => {
  passbook = await testPassbook();
  await passbook.given("crew", team(NOON, "2026-02-28T12:00:00Z"));
  await passbook.given("crew", joins({ ada: { budget: 100 }, bea: {} }, NOON));
});

const spends = (token: Token, key: string, quantity = 1) =>
  passbook.call("POST /accounts/crew/spends", { token, key, body: { service: "video", quantity } });

describe("A team's pool", () => {
  it("[O15] is spent from by its members, each of whom the token names", async () => {
    expect(await spends(ofCrew("bea"), "1")).toMatchObject({ status: 201, body: { balance: 5_940 } });
  });

  it("[O15] is closed to everybody else, operators included", async () => {
    const refusal = {
      status: 403,
      body: { code: "not_a_member", title: "Only the account's members may spend from it" },
    };
    expect(await spends(ofCrew("eve"), "1")).toMatchObject(refusal);
    expect(await spends(operator, "1")).toMatchObject(refusal);
  });

  it("[O15] tells each who asks what they may: its members spend, and whoever has the scope manages", async () => {
    const may = async (token: Token) =>
      ((await passbook.call("GET /accounts/crew", { token })).body as { may: object }).may;
    const sees = (sub: string, scope: string) => may({ ...ofCrew(sub), scope });
    expect(await sees("bea", "credits:read credits:spend credits:manage")).toEqual({ spend: true, manage: true });
    expect(await sees("bea", "credits:read credits:spend")).toEqual({ spend: true, manage: false });
    expect(await sees("bea", "credits:read")).toEqual({ spend: false, manage: false });
    expect(await sees("eve", "credits:read credits:spend credits:manage")).toEqual({ spend: false, manage: true });
    expect(await may(operator)).toEqual({ spend: true, manage: true });
  });

  it("[O15] has its holds ended by whose they are and by operators; for everybody else they are not there", async () => {
    const placed = async (token: Token, key: string) => {
      const { body } = await passbook.call("POST /accounts/crew/holds", { token, key, body: { service: "video" } });
      return (body as { hold: { id: string } }).hold.id;
    };
    const ends = (token: Token, hold: string, how: string, key = `${token.sub} ${hold}`) =>
      passbook.call(`POST /accounts/crew/holds/${hold}/${how}`, { token, key, body: {} });
    const hold = await placed(ofCrew("ada"), "hold");
    const before = await passbook.items();
    const notFound = { status: 404, body: { code: "hold_not_found" } };
    for (const how of ["capture", "release"])
      for (const other of ["bea", "eve"]) expect(await ends(ofCrew(other), hold, how)).toMatchObject(notFound);
    expect(await passbook.items()).toEqual(before);
    expect(await ends(ofCrew("ada"), hold, "release")).toMatchObject({ status: 200 });
    // Nor is what has ended, whatever it is asked with.
    expect(await ends(ofCrew("bea"), hold, "release", `ada ${hold}`)).toMatchObject(notFound);
    expect(await ends(operator, await placed(ofCrew("ada"), "2"), "capture")).toMatchObject({ status: 200 });
    const own = await placed(ofCrew("bea"), "3");
    await passbook.given("crew", joins({ bea: null }, "2026-01-31T12:00:01Z"));
    expect(await ends(ofCrew("bea"), own, "capture")).toMatchObject({ status: 200 });
    // Who could end it then is answered again, whoever they are by now.
    expect(await ends(ofCrew("bea"), own, "capture")).toMatchObject({ headers: { "idempotent-replayed": "true" } });
  });

  it("[O4] [O15] has its free holds ended by whose they are too, though nothing is written of them", async () => {
    const request = { token: ofCrew("ada"), key: "hold", body: { service: "upscale" } };
    const { body } = await passbook.call("POST /accounts/crew/holds", request);
    const { id } = (body as { hold: { id: string } }).hold;
    const ends = (token: Token, how: string) =>
      passbook.call(`POST /accounts/crew/holds/${id}/${how}`, { token, key: "end", body: {} });
    for (const how of ["capture", "release"]) {
      expect(await ends(ofCrew("bea"), how)).toMatchObject({ status: 404, body: { code: "hold_not_found" } });
      expect(await ends(ofCrew("ada"), how)).toMatchObject({ status: 200 });
      expect(await ends(operator, how)).toMatchObject({ status: 200 });
    }
  });

  it("[O13] [O15] is affordable to its members only, within their budgets, holds included", async () => {
    const affordable = async (token: Token, quantity: number) => {
      const body = { service: "video", quantity };
      const { body: quoted } = await passbook.call("POST /accounts/crew/quotes", { token, body });
      return (quoted as { affordable: boolean }).affordable;
    };
    const readers = (sub: string) => ({ ...ofCrew(sub), scope: "credits:read credits:spend" });
    expect(await affordable(readers("ada"), 1)).toBe(true);
    expect(await affordable(readers("ada"), 2)).toBe(false);
    expect(await affordable(readers("bea"), 2)).toBe(true);
    expect(await affordable(readers("eve"), 1)).toBe(false);
    expect(await affordable(operator, 2)).toBe(true);
    expect(await affordable(operator, 101)).toBe(false);
    await spends(ofCrew("ada"), "1");
    expect(await affordable(readers("ada"), 1)).toBe(false);
    await passbook.given("crew", joins({ ada: { budget: 120 } }, "2026-01-31T12:00:01Z"));
    expect(await affordable(readers("ada"), 1)).toBe(true);
    await passbook.call("POST /accounts/crew/holds", { token: ofCrew("ada"), key: "2", body: { service: "image" } });
    expect(await affordable(readers("ada"), 1)).toBe(false);
  });

  it("[O15] refuses what is over a member's budget, and says by how much", async () => {
    await spends(ofCrew("ada"), "1");
    const before = await passbook.items();
    expect(await spends(ofCrew("ada"), "2")).toMatchObject({
      status: 409,
      body: {
        code: "member_budget",
        detail: "60 of 100 credits are spent in this cycle.",
        budget: 100,
        spent: 60,
        short: 20,
      },
    });
    expect(await passbook.items()).toEqual(before);
  });

  it("that is blocked refuses with the reason", async () => {
    await passbook.given("crew", blocks("Please call us.", NOON));
    expect(await spends(ofCrew("bea"), "1")).toMatchObject({
      status: 409,
      body: { code: "account_blocked", detail: "The account is blocked: Please call us." },
    });
  });
});

describe("The statement of a pool", () => {
  const lines = async (query: string) => {
    const { status, body } = await passbook.call(`GET /accounts/crew/ledger${query}`, { token: ofCrew("bea") });
    expect(status).toBe(200);
    const { entries, next, complete } = body as {
      entries: { seq: number; member?: string }[];
      next: number | null;
      complete: boolean;
    };
    return { seqs: entries.map(({ seq }) => seq), members: entries.map(({ member }) => member), next, complete };
  };

  it("[O15] names the member of each movement, and shows those of one", async () => {
    await passbook.given("crew", asked("ada", takes(1, NOON)), asked("bea", takes(2, NOON)));
    expect((await lines("")).members).toEqual(["bea", "ada", undefined, undefined]);
    const none = { next: null, complete: true };
    expect(await lines("?member=ada")).toEqual({ seqs: [3], members: ["ada"], ...none });
    expect(await lines("?member=eve")).toEqual({ seqs: [], members: [], ...none });
  });

  it("[O15] page by page, none twice and none left out, however far they lie apart", async () => {
    const many = Array.from({ length: 240 }, (_, n) => asked(n % 80 === 0 ? "ada" : "bea", takes(1, NOON, `${n}`)));
    await passbook.given("crew", joins({ ada: { budget: null } }, NOON), ...many);
    const first = await lines("?member=ada&limit=2");
    expect(first).toMatchObject({ seqs: [164, 84], next: 84, complete: true });
    expect(await lines("?member=ada&limit=2&before=84")).toMatchObject({ seqs: [4], next: null, complete: true });
  });
});
