import { describe, expect, it } from "vitest";
import { chosenStatement, MOST_LOOKED_THROUGH } from "../../functions/ledger/chosen-statement.ts";
import type { WrittenEntry } from "../../functions/ledger/items.ts";
import type { StatementPage } from "../../functions/ledger/table.ts";

/** The statement of an account with so many entries, of which those with these numbers are Ada's. */
function statement(newest: number, adas: readonly number[], isComplete = true) {
  const pages: StatementPage[] = [];
  const read = async (page: StatementPage) => {
    pages.push(page);
    const from = Math.min(newest, (page.before ?? Number.POSITIVE_INFINITY) - 1);
    const entries = Array.from({ length: Math.min(page.limit, from) }, (_, n) => {
      const seq = from - n;
      return { seq, member: { id: adas.includes(seq) ? "ada" : "bea" } } as WrittenEntry;
    });
    const oldest = from - entries.length + 1;
    return { entries, next: oldest > 1 ? oldest : null, complete: isComplete };
  };
  const ofAda = async (limit: number, before?: number) => {
    const { entries, ...rest } = await chosenStatement(read, { member: "ada" }, { limit, before });
    return { seqs: entries.map(({ seq }) => seq), ...rest };
  };
  return { pages, ofAda };
}

describe("the lines of one member", () => {
  it("[O15] are as many as asked for, and the next page begins after the last of them", async () => {
    const { ofAda } = statement(250, [1, 40, 149, 150, 151, 250]);
    expect(await ofAda(3)).toEqual({ seqs: [250, 151, 150], next: 150, complete: true });
    expect(await ofAda(3, 150)).toEqual({ seqs: [149, 40, 1], next: null, complete: true });
    expect(await ofAda(4, 150)).toEqual({ seqs: [149, 40, 1], next: null, complete: true });
  });

  it("[O15] are looked for among so many entries at a time: who has more is told where to go on", async () => {
    const { ofAda, pages } = statement(MOST_LOOKED_THROUGH + 500, [3]);
    expect(await ofAda(10)).toEqual({ seqs: [], next: 501, complete: true });
    expect(pages).toHaveLength(10);
    expect(await ofAda(10, 501)).toEqual({ seqs: [3], next: null, complete: true });
  });

  it("[O15] of an index that is behind are what is there, and it says so", async () => {
    const { ofAda, pages } = statement(250, [3, 250], false);
    expect(await ofAda(10)).toEqual({ seqs: [250], next: 151, complete: false });
    expect(pages).toHaveLength(1);
  });
});
