import { type Command, emptyAccount, evolve, evolveChecked } from "@passbook/core";
import { beforeEach, describe, expect, it } from "vitest";
import { Busy } from "../../functions/ledger/busy.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import type { Ledger } from "../../functions/ledger/ledger.ts";
import type { Table } from "../../functions/ledger/table.ts";
import { at } from "../support/instants.ts";
import { bought, month, signedUp, stands, takes, year } from "../support/omnia-story.ts";
import { disputes, refunds } from "../support/reversal-story.ts";
import { environment, freshTable, testClient } from "../support/test-table.ts";

const inTime = { until: Number.POSITIVE_INFINITY };
const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00Z", toldAt: "2026-02-10" });
const years = year("2026-01-01", "2027-01-01");
const second = { ...year("2026-01-01", "2027-01-01", { plan: "pro" }), item: "si_2", line: "il_2" };
const pack = bought("pack_1000", "2026-01-05");

let table: Table;
let ledger: Ledger;
beforeEach(async () => {
  const name = await freshTable();
  table = dynamoTable(name, testClient());
  ledger = environment(name);
});

async function told(...commands: Command[]) {
  for (const command of commands) await ledger.perform("ada", command, inTime);
  const head = await table.readHead("ada");
  return { head, journal: await table.readJournal("ada", head.account.seq) };
}

describe("the journal in the index", () => {
  it.each<[string, Command[]]>([
    ["a life in order", [january, pack, takes(700, "2026-01-10"), signedUp("2022-01-01", "2026-01-11")]],
    ["a payment that is told after its grace", [january, takes(100, "2026-01-10"), takes(1, "2026-02-09"), february]],
    [
      "a refund that fails",
      [
        january,
        takes(400, "2026-01-10"),
        refunds(january, "2026-01-12"),
        refunds(january, "2026-01-20", { outcome: "failed" }),
      ],
    ],
    [
      "a dispute",
      [
        pack,
        disputes(pack, "2026-01-12"),
        disputes(pack, "2026-01-20", { outcome: "lost" }),
        bought("pack_1000", "2026-01-21", { session: "cs_2" }),
      ],
    ],
    [
      "a year and its end",
      [
        year("2026-01-31", "2027-01-31"),
        takes(1, "2026-05-01"),
        stands("2026-03-10", { endedAt: "2026-03-10", toldAt: "2026-05-02" }),
      ],
    ],
    ["a refund of two yearly plans of one invoice", [years, second, refunds(years, "2026-01-10", { amount: 3_30 })]],
  ])("[X2] is the head, folded from what was read back: %s", async (_, commands) => {
    const { head, journal } = await told(...commands);
    expect(journal.map(({ seq }) => seq)).toEqual(journal.map((_entry, index) => index + 1));
    expect(evolveChecked(emptyAccount("ada"), journal)).toEqual(head.account);
    expect(journal.reduce(evolve, emptyAccount("ada"))).toEqual(head.account);
  });

  it("[X2] is read where a payment is told late: what its grace took comes back, once", async () => {
    const { head } = await told(
      january,
      takes(100, "2026-01-10"),
      takes(1, "2026-02-03"),
      pack,
      takes(2, "2026-02-09"),
      february,
    );
    expect(await ledger.perform("ada", { ...february, now: at("2026-02-12") }, inTime)).toMatchObject({
      result: "replayed",
    });
    expect((await table.readHead("ada")).account).toEqual(head.account);
    const { account } = await ledger.read("ada", at("2026-02-12"));
    expect(account.lots.map(({ source, left }) => [source, left])).toContainEqual(["plan", 500]);
  });

  it("that is not all there is never taken for all: the caller is told to come back", async () => {
    await told(january);
    await expect(table.readJournal("ada", 3)).rejects.toBeInstanceOf(Busy);
  });
});
