import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { accepted } from "../../functions/http/accept.ts";
import { ada, operator } from "../support/gateway-event.ts";
import { month } from "../support/omnia-story.ts";
import { joins } from "../support/pool-story.ts";
import { type TestPassbook, testPassbook } from "../support/test-passbook.ts";

const LEDGER = "/accounts/ada/ledger";
const HEADER = "seq,at,occurredAt,type,source,credits,balance,reason,member,by,ref,policy,id";

let passbook: TestPassbook;
beforeAll(async () => {
  passbook = await testPassbook();
  await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "team" }));
});

let keys = 0;
const adjust = (reason: string, account = "ada", sub = "support", credits = 1) =>
  passbook.call(`POST /accounts/${account}/adjustments`, {
    token: { ...operator, sub },
    key: `key ${(keys += 1)}`,
    body: { credits, reason },
  });
const csv = (query = "", accept = "text/csv", account = "ada") =>
  passbook.call(`GET /accounts/${account}/ledger${query}`, { token: operator, headers: { accept } });

/** RFC 4180 as a reader reads it: quotes doubled inside of quotes, lines end with CRLF. */
function parsed(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe("The statement as CSV", () => {
  it("[M15] has a header, and a line for each entry with its reason", async () => {
    await passbook.given("eve", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { subscription: "sub_eve" }));
    await adjust("Sorry, for the outage", "eve");
    const { status, headers, text } = await csv("", "text/csv", "eve");
    expect(status).toBe(200);
    expect(headers).toEqual({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="statement.csv"',
      "cache-control": "no-store",
      "statement-complete": "true",
      vary: "accept",
    });
    expect(text.replaceAll(/(?:req|grant)_[\w-]{43}/g, "…")).toBe(
      [
        HEADER,
        '2,2026-01-31T12:00:00.000Z,2026-01-31T12:00:00.000Z,adjusted,adjustment,1,501,"Sorry, for the outage",,support,,omnia@2026-01-01,…',
        "1,2026-01-31T12:00:00.000Z,2026-01-31T12:00:00.000Z,granted,plan,500,500,first allowance,,stripe," +
          "from=2026-01-31T12:00:00.000Z; interval=month; invoice=in_2026-01-31T12:00:00Z; line=il_2026-01-31T12:00:00Z; " +
          "plan=creator; quantity=1; subscription=sub_eve; until=2026-02-28T12:00:00.000Z,omnia@2026-01-01,…",
        "",
      ].join("\r\n"),
    );
  });

  it("of an account that nobody has written is its header alone", async () => {
    const token = { ...ada, accounts: ["zoe"] };
    const { text, headers } = await passbook.call("GET /accounts/zoe/ledger", {
      token,
      headers: { accept: "text/csv" },
    });
    expect(text).toBe(`${HEADER}\r\n`);
    expect(headers).not.toHaveProperty("link");
  });

  it("[M15] says the same as JSON does, page by page, and where to go on", async () => {
    for (let n = 0; n < 7; n += 1) await adjust(`part ${n}`);
    const seqs: string[] = [];
    let query = "?limit=3";
    for (let pages = 0; query !== ""; pages += 1) {
      const page = await csv(query);
      seqs.push(
        ...parsed(page.text)
          .slice(1)
          .map(([seq = ""]) => seq),
      );
      const next = /^<(\?[^>]+)>; rel="next"$/.exec(`${page.headers["link"] as string | undefined}`)?.[1];
      expect(page.headers["statement-complete"]).toBe("true");
      expect(pages).toBeLessThan(4);
      query = next ?? "";
    }
    const all = await passbook.call(`GET ${LEDGER}?limit=100`, { token: operator });
    expect(seqs).toEqual((all.body as { entries: { seq: number }[] }).entries.map(({ seq }) => String(seq)));
  });

  it("keeps what was chosen where it goes on", async () => {
    const { headers } = await csv("?type=adjusted&limit=2");
    expect(headers["link"]).toMatch(/^<\?type=adjusted&limit=2&before=\d+>; rel="next"$/);
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","click")',
    " =1+1",
    "\uFF1D1",
    "\uFF0B1",
    "\uFF0D1",
    "\uFF20A",
  ])("is no formula to a spreadsheet, whatever the reason and whoever asks: %s", async (text) => {
    await passbook.given("crew", joins({ [ada.sub]: {} }, "2026-01-31T12:00:00Z"));
    await adjust(text, "crew", text);
    const [, first] = parsed((await csv("?limit=1", "text/csv", "crew")).text);
    expect([first?.[7], first?.[9]]).toEqual([`'${text.normalize("NFC")}`, `'${text}`]);
  });

  it("leaves the sign of what was taken: a number is no text", async () => {
    await adjust("taken", "ada", "support", -5);
    expect(parsed((await csv("?limit=1")).text)[1]?.[5]).toBe("-5");
  });

  it("keeps one cell one cell: separators, quotes and line breaks in whoever's name", async () => {
    for (const sub of ['a,"b",c', "two\r\nlines", "tab\there", '"', "''", " padded "]) {
      await adjust("x", "ada", sub);
      const rows = parsed((await csv("?limit=1")).text);
      expect(rows).toHaveLength(2);
      expect(rows.map((row) => row.length)).toEqual([13, 13]);
      expect(rows[1]?.[9]).toBe(sub);
    }
  });

  it("has no bare quote, comma or line break that would move a cell, of any text at all", async () => {
    const { statementCsv } = await import("../../functions/answers/csv.ts");
    const line = ((await passbook.call(`GET ${LEDGER}?limit=1`, { token: operator })).body as { entries: object[] })
      .entries[0] as Parameters<typeof statementCsv>[0][number];
    const text = fc.string({ unit: fc.constantFrom(..."ab,\"'=+-@\r\n\t ;|\uFF1D".split("")) });
    fc.assert(
      fc.property(text, text, (reason, by) => {
        const rows = parsed(statementCsv([{ ...line, reason, by }]));
        expect(rows.map((row) => row.length)).toEqual([13, 13]);
        for (const [said, shown] of [
          [reason, rows[1]?.[7]],
          [by, rows[1]?.[9]],
        ]) {
          expect([said, `'${said}`]).toContain(shown);
          expect(shown?.trimStart()).not.toMatch(/^[=+\-@\uFF1D]/);
        }
      }),
    );
  });
});

describe("What a reader accepts", () => {
  it.each([
    [undefined, "application/json"],
    ["*/*", "application/json"],
    ["text/csv", "text/csv"],
    ["TEXT/CSV; charset=utf-8", "text/csv"],
    ["text/*", "text/csv"],
    ["application/json, text/csv", "application/json"],
    ["text/csv, application/json", "application/json"],
    ["application/json;q=0.5, text/csv", "text/csv"],
    ["text/csv;q=0.5, */*", "application/json"],
    ["text/csv, */*;q=0.1", "text/csv"],
    ["text/csv;q=0, */*", "application/json"],
    ["text/csv;q=abc", "application/json"],
    ["text/html", "application/json"],
    ["", "application/json"],
    [";;;,,,", "application/json"],
  ])("%s is answered with %s", (header, type) => {
    expect(accepted(header, ["application/json", "text/csv"])).toBe(type);
  });

  it("that is a problem stays a problem document", async () => {
    const { status, headers } = await csv("?limit=0");
    expect([status, headers["content-type"]]).toEqual([422, "application/problem+json"]);
  });
});
