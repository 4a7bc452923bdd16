import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator } from "../support/gateway-event.ts";
import { month, takes, uses } from "../support/omnia-story.ts";
import { asked, joins, team } from "../support/pool-story.ts";
import { expectRefused } from "../support/refused.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const NOON = "2026-01-31T12:00:00Z";

interface Page {
  readonly entries: readonly { readonly seq: number; readonly type: string; readonly member?: string }[];
  readonly next: number | null;
  readonly complete: boolean;
}

let passbook: TestPassbook;
beforeEach(async () => {
  passbook = await testPassbook();
});

async function page(query: string): Promise<Page> {
  const { status, body } = await passbook.call(`GET /accounts/crew/ledger?${query}`, { token: operator });
  expect(status).toBe(200);
  return body as Page;
}

describe("The lines that are asked for", () => {
  beforeEach(async () => {
    await passbook.given("crew", team(NOON, "2026-02-28T12:00:00Z"), joins({ ada: {}, bea: {} }, NOON));
    await passbook.given("crew", asked("ada", takes(1, NOON)), asked("bea", takes(2, NOON)));
    await passbook.given("crew", { ...asked("ada", uses("image", NOON)), type: "PlaceHold" });
  });
  const lines = async (query: string) => (await page(query)).entries.map(({ seq }) => seq);

  it("[M15] are those of a type, or of several", async () => {
    expect(await lines("type=spent")).toEqual([4, 3]);
    expect(await lines("type=granted")).toEqual([1]);
    expect(await lines("type=granted,held")).toEqual([5, 1]);
    expect(await lines("type=granted&type=held")).toEqual([5, 1]);
    expect(await lines("type=forfeited")).toEqual([]);
  });

  it("[O15] are those of a type and of a member, where both are said", async () => {
    expect(await lines("type=spent&member=ada")).toEqual([3]);
    expect(await lines("type=held&member=bea")).toEqual([]);
    expect(await lines("member=ada")).toEqual([5, 3]);
  });

  it("[M15] are turned like all others", async () => {
    expect(await page("type=spent&limit=1")).toMatchObject({ entries: [{ seq: 4 }], next: 4, complete: true });
    expect(await page("type=spent&limit=1&before=4")).toMatchObject({ entries: [{ seq: 3 }], next: 3 });
    expect(await page("type=spent&limit=1&before=3")).toMatchObject({ entries: [], next: null });
  });

  it.each(["type=", "type=gift", "type=Spent", "type=spent,", "type=spent, held", "type=__proto__", "member="])(
    "are refused where nothing can be meant: %s",
    (query) => expectRefused(passbook, `GET /accounts/crew/ledger?${query}`, { token: operator }, "invalid_request"),
  );
});

describe("A statement that is read while others write", () => {
  it("[M15] shows every line that was there when the reading began once, and none twice", async () => {
    await passbook.given("crew", month(NOON, "2026-02-28T12:00:00Z", { plan: "enterprise", quantity: 10 }));
    let keys = 0;
    const spend = () =>
      passbook.call("POST /accounts/crew/spends", {
        token: { ...ada, accounts: ["crew"] },
        key: `key ${(keys += 1)}`,
        body: { service: "image" },
      });
    for (let n = 0; n < 150; n += 1) await spend();
    for (const [query, first] of [
      ["limit=7", 151],
      ["limit=7&type=spent", undefined],
    ] as const) {
      const seen: number[] = [];
      const start = first ?? (await page("limit=1")).entries[0]?.seq ?? 0;
      for (let next: number | null = start + 1; next !== null; ) {
        // Two writers at every turn of a page.
        const [read]: [Page, unknown, unknown] = await Promise.all([page(`${query}&before=${next}`), spend(), spend()]);
        expect(read.complete).toBe(true);
        seen.push(...read.entries.map(({ seq }) => seq));
        next = read.next;
      }
      const oldest = query.includes("type") ? 2 : 1;
      expect(seen).toEqual(Array.from({ length: start - oldest + 1 }, (_, n) => start - n));
    }
  });

  it("[X3] and while time makes something due that is not written yet", async () => {
    await passbook.given("crew", month(NOON, "2026-02-28T12:00:00Z"), uses("image", NOON));
    passbook.time.now = Date.parse("2026-04-15T12:00:00Z");
    const first = await page("limit=1");
    expect(first).toMatchObject({ entries: [{ seq: 3, type: "expired" }], next: 3 });
    // Somebody's write puts it down, and the reader goes on.
    const given = { token: operator, key: "x", body: { credits: 1, reason: "x" } };
    await passbook.call("POST /accounts/crew/adjustments", given);
    expect((await page("limit=1&before=4")).entries).toEqual(first.entries);
    expect((await page("limit=5&before=3")).entries.map(({ seq }) => seq)).toEqual([2, 1]);
    expect((await page("limit=5")).entries.map(({ seq }) => seq)).toEqual([4, 3, 2, 1]);
  });
});
