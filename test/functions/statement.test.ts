import { beforeAll, describe, expect, it } from "vitest";
import { ada, operator, reader, type Token } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought, month, uses, year } from "../support/omnia-story.ts";
import { NOON, type TestPassbook, testPassbook } from "../support/test-passbook.ts";

interface Page {
  readonly entries: readonly { readonly id: string; readonly seq: number; readonly at: string }[];
  readonly next: number | null;
  readonly complete: boolean;
}

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
  const spends = Array.from({ length: 30 }, (_, i) => uses("image", "2026-01-31T12:00:00Z", { request: `image ${i}` }));
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"), ...spends);
  await passbook.given(
    "eve",
    year("2026-01-31T12:00:00Z", "2027-01-31T12:00:00Z"),
    uses("video", "2026-01-31T12:00:00Z"),
  );
});

async function page(account: string, query = "", token: Token = reader(account)): Promise<Page> {
  const { status, body } = await passbook.call(`GET /accounts/${account}/ledger${query}`, { token });
  expect(status).toBe(200);
  return body as Page;
}

/** Every page of so many entries, one after the other, as a reader turns them. */
async function turned(account: string, limit: number): Promise<Page[]> {
  const pages = [await page(account, `?limit=${limit}`)];
  for (let last = pages.at(-1); last && last.next !== null; last = pages.at(-1)) {
    pages.push(await page(account, `?limit=${limit}&before=${last.next}`));
  }
  return pages;
}

const seqs = ({ entries }: Page) => entries.map(({ seq }) => seq);
const down = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => from - i);

describe("The statement", () => {
  it("[N2] shows every movement with its reason, newest first", async () => {
    const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { toldAt: "2026-01-31T12:00:05Z" });
    const renewed = month("2026-02-28T12:00:00Z", "2026-03-31T12:00:00Z", { paidAt: "2026-02-28T13:00:00Z" });
    await passbook.given("bea", paid, bought("pack_1000", "2026-02-01"), uses("audio", "2026-02-02"), renewed);
    const { entries, next, complete } = await page("bea");
    expect({ next, complete }).toEqual({ next: null, complete: true });
    expect(entries).toMatchObject([
      {
        seq: 4,
        type: "granted",
        reason: "renewal",
        credits: 20,
        balance: 1_500,
        source: "plan",
        movements: [
          { type: "expired", lot: "plan_1", source: "plan", credits: -480 },
          { type: "granted", lot: "plan_4", source: "plan", credits: 500, endsAt: "2026-04-03T12:00:00.000Z" },
        ],
      },
      { seq: 3, type: "spent", reason: "audio", credits: -20, balance: 1_480, source: "plan", by: "ada" },
      { seq: 2, type: "purchased", reason: "purchase", credits: 1_000, balance: 1_500, source: "top-up" },
      { seq: 1, type: "granted", reason: "first allowance", credits: 500, balance: 500 },
    ]);
    expect(entries.at(-1)).toEqual({
      id: expect.stringMatching(/^grant_[\w-]{43}$/),
      seq: 1,
      at: "2026-01-31T12:00:00.000Z",
      occurredAt: "2026-01-31T12:00:00.000Z",
      type: "granted",
      source: "plan",
      credits: 500,
      balance: 500,
      bySource: { plan: 500 },
      reason: "first allowance",
      ref: {
        plan: "creator",
        interval: "month",
        quantity: 1,
        from: "2026-01-31T12:00:00.000Z",
        until: "2026-02-28T12:00:00.000Z",
        subscription: "sub_1",
        invoice: "in_2026-01-31T12:00:00Z",
        line: "il_2026-01-31T12:00:00Z",
      },
      by: "stripe",
      policy: "omnia@2026-01-01",
      movements: [{ type: "granted", lot: "plan_1", source: "plan", credits: 500, endsAt: "2026-03-03T12:00:00.000Z" }],
    });
  });

  it("names no single source where several paid", async () => {
    await passbook.given(
      "kim",
      bought("pack_1000", "2026-01-30", { session: "cs_kim" }),
      month("2026-01-31", "2026-02-28"),
    );
    await passbook.given("kim", uses("video", "2026-01-31", { quantity: 10 }));
    expect((await page("kim", "?limit=1")).entries).toMatchObject([{ credits: -600, source: null }]);
  });

  it("has 25 entries on a page unless another number is asked for", async () => {
    expect(seqs(await page("ada"))).toEqual(down(31, 7));
    expect(await page("ada", "?limit=100")).toMatchObject({ next: null, complete: true });
    expect(seqs(await page("ada", "?limit=100"))).toEqual(down(31, 1));
  });

  it.each([1, 2, 7, 30, 31, 32, 100])("is turned in pages of %i without gap or repeat", async (limit) => {
    const pages = await turned("ada", limit);
    expect(pages.flatMap(seqs)).toEqual(down(31, 1));
    expect(pages.every(({ complete }) => complete)).toBe(true);
    expect(pages).toHaveLength(Math.ceil(31 / limit));
    const instants = pages.flatMap(({ entries }) => entries.map((entry) => entry.at));
    expect(instants).toEqual(instants.toSorted().toReversed());
  });

  it("starts before whatever entry is named, also one that will only be", async () => {
    expect(seqs(await page("ada", "?before=4"))).toEqual([3, 2, 1]);
    expect(await page("ada", "?before=1")).toEqual({ entries: [], next: null, complete: true });
    expect(seqs(await page("ada", "?limit=2&before=9007199254740991"))).toEqual([31, 30]);
  });

  it("of an account that nobody has written is empty and complete, and reading it writes nothing", async () => {
    const before = await passbook.items();
    expect(await page("zoe")).toEqual({ entries: [], next: null, complete: true });
    expect(await passbook.items()).toEqual(before);
  });

  it("is the operator's to see as well, of an account that exists", async () => {
    expect(seqs(await page("ada", "?limit=1", operator))).toEqual([31]);
  });
});

describe("Where the index is late", () => {
  it("the page that misses entries says so, and is complete once they are there; the others are", async () => {
    const late = await testPassbook({ table: passbook.tableName, behind: 2 });
    const read = async (query: string) =>
      (await late.call(`GET /accounts/ada/ledger${query}`, { token: ada })).body as Page;
    const first = await read("?limit=10");
    expect([seqs(first), first.complete, first.next]).toEqual([down(29, 20), false, 20]);
    expect(await read("?limit=10&before=20")).toMatchObject({ complete: true, next: 10 });
    expect(await read("?limit=1&before=31")).toMatchObject({ entries: [{ seq: 29 }], complete: false });
    expect(await read("?limit=100")).toMatchObject({ complete: false, next: null });
    expect(await page("ada", "?limit=10")).toMatchObject({ complete: true, next: 22 });
  });

  it("an account whose entries are all missing from it is not complete", async () => {
    const late = await testPassbook({ table: passbook.tableName, behind: 31 });
    const { body } = await late.call("GET /accounts/ada/ledger", { token: ada });
    expect(body).toEqual({ entries: [], next: 32, complete: false });
  });

  it("a gap below what is due and not written yet is told", async () => {
    const late = await testPassbook({ table: passbook.tableName, behind: 1 });
    late.time.now = at("2026-04-15");
    const { body } = await late.call("GET /accounts/eve/ledger", { token: reader("eve") });
    expect(seqs(body as Page)).toEqual([4, 3, 1]);
    expect(body).toMatchObject({ complete: false });
  });
});

describe("What time has made due and nobody has written yet", () => {
  it.each([1, 2, 3, 5, 7, 13, 100])("[X3] stands at the top, in pages of %i, without gap or repeat", async (limit) => {
    const before = await passbook.items();
    passbook.time.now = at("2027-02-10");
    const pages = await turned("eve", limit);
    passbook.time.now = NOON;
    expect(pages.flatMap(seqs)).toEqual(down(14, 1));
    expect(pages.every(({ complete }) => complete)).toBe(true);
    expect(await passbook.items()).toEqual(before);
  });

  it("[X3] is shown as it will be once it is written", async () => {
    passbook.time.now = at("2026-05-31T12:00:00Z");
    const unwritten = (await page("eve", "?limit=4")).entries;
    const spend = {
      token: { sub: "eve.adams", accounts: ["eve"], scope: "credits:spend" },
      key: "may",
      body: { service: "image" },
    };
    expect(await passbook.call("POST /accounts/eve/spends", spend)).toMatchObject({ status: 201 });
    const { entries } = await page("eve", "?limit=5");
    passbook.time.now = NOON;
    expect(unwritten.map(({ seq }) => seq)).toEqual([6, 5, 4, 3]);
    expect(entries.slice(1)).toEqual(unwritten);
    expect(entries[0]).toMatchObject({ seq: 7, type: "spent", balance: 490 });
  });

  it("is nothing to an account whose token does not name it", async () => {
    const { status } = await passbook.call("GET /accounts/eve/ledger", { token: ada });
    expect(status).toBe(404);
  });
});
