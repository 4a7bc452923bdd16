import { DeleteItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { EXIT, run } from "../../cli/run.ts";
import { bought, month, takes, uses } from "../support/omnia-story.ts";
import { sweepStage } from "../support/sweep-stage.ts";
import { storedIn, testClient } from "../support/test-table.ts";

// What the news of a journal was lost for is told again by hand: of a deployed stage, by its table and its bus.

const stage = await sweepStage();
afterAll(stage.close);
vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", inject("dynamodb"));
vi.stubEnv("AWS_ENDPOINT_URL_EVENTBRIDGE", stage.busEndpoint);

await stage.given("ada", month("2026-01-01", "2026-02-01"), uses("image", "2026-01-02"));
await stage.given(
  "ada",
  takes(460, "2026-01-03"),
  bought("pack_1000", "2026-01-04"),
  month("2026-02-01", "2026-03-01"),
);
await stage.given("bea", month("2026-01-10", "2026-02-10"));
await stage.announced();
const told = stage.events();

/** Where a line of an account is stored, and its name. */
async function stored(account: string, seq: number) {
  const items = await storedIn(stage.tableName);
  const pk = items.find((item) => item["account"]?.S === account && item["seq"]?.N === String(seq))?.["pk"]?.S ?? "";
  const id = pk.slice(`E#${account}#`.length).replace("#", "_");
  return { id, where: { TableName: stage.tableName, Key: marshall({ pk }) } };
}

async function credits(line: string, env: Readonly<Record<string, string>> = {}) {
  const [printed, said]: [string[], string[]] = [[], []];
  const code = await run(line.split(" "), {
    env: { PASSBOOK_TABLE: stage.tableName, PASSBOOK_BUS: "test", ...env },
    now: () => Date.parse("2026-02-03"),
    print: (text) => printed.push(text),
    tell: (text) => said.push(text),
  });
  return { code, printed: printed.join("\n"), said: said.join("\n") };
}

/** What has come on the bus since. */
const since = (count: number) => stage.events().slice(count);
const bySeq = (a: object, b: object) => seqOf(a) - seqOf(b);
const seqOf = (event: object) => ("entry" in event ? (event.entry as { seq: number }).seq : 0);
const of = (account: string) => told.filter((event) => event.account === account).toSorted(bySeq);

describe("npm run credits -- announce", () => {
  beforeEach(() => {
    delete stage.faults.refuse;
    stage.faults.isDown = false;
  });

  it("[N5] tells all that an account's journal has told, to the letter, under the same ids and in its order", async () => {
    const before = stage.events().length;
    expect(of("ada").map(({ type }) => type)).toContain("credits.low_balance");
    expect(await credits("announce ada")).toMatchObject({
      code: EXIT.done,
      printed: `ada: ${of("ada").length} events of 5 lines were told again.`,
    });
    expect(since(before)).toEqual(of("ada"));
  });

  it("tells of several accounts, and only what took effect within the time that is said", async () => {
    const before = stage.events().length;
    const { code, printed } = await credits("announce ada bea --from 2026-01-03 --to 2026-01-04T00:00:00Z --json");
    expect(code).toBe(EXIT.done);
    const ofThatDay = of("ada").filter((event) => seqOf(event) === 3);
    expect(since(before)).toEqual(ofThatDay);
    expect(JSON.parse(printed)).toEqual([
      { account: "ada", entries: 1, events: ofThatDay.length, untold: [] },
      { account: "bea", entries: 0, events: 0, untold: [] },
    ]);
  });

  it("says that the bus does not answer, and can be run again", async () => {
    stage.faults.isDown = true;
    expect(await credits("announce bea")).toMatchObject({
      code: EXIT.failed,
      said: expect.stringMatching(/^The bus did not take bea\//),
    });
    stage.faults.isDown = false;
    expect(await credits("announce bea")).toMatchObject({ code: EXIT.done });
  });

  it("names what the bus will never take, and tells the rest", async () => {
    const before = stage.events().length;
    stage.faults.refuse = (type) => (type === "credits.low_balance" ? "InvalidArgument" : undefined);
    const { code, printed } = await credits("announce ada");
    expect(code).toBe(EXIT.wrong);
    expect(printed).toMatch(/^ada\/req_\S+\/credits\.low_balance could not be told\.$/m);
    expect(since(before)).toEqual(of("ada").filter(({ type }) => type !== "credits.low_balance"));
  });

  it("names a line that this version can't read, and tells the rest", async () => {
    await stage.given("cyd", month("2026-01-01", "2026-02-01"), uses("image", "2026-01-02"));
    const { id, where } = await stored("cyd", 1);
    await testClient().send(new UpdateItemCommand({ ...where, UpdateExpression: "REMOVE moves" }));
    const before = stage.events().length;
    const { code, printed } = await credits("announce cyd bea");
    expect(code).toBe(EXIT.wrong);
    expect(printed).toContain(`cyd: 1 events of 2 lines were told again.\n${id} could not be told.\nbea: `);
    expect(since(before)).toMatchObject([{ account: "cyd", entry: { seq: 2 } }, ...of("bea")]);
  });

  it("says of which account the index is behind, and tells the others", async () => {
    await stage.given("dan", month("2026-01-01", "2026-02-01"), uses("image", "2026-01-02"));
    const { where } = await stored("dan", 2);
    await testClient().send(new DeleteItemCommand(where));
    const before = stage.events().length;
    expect(await credits("announce nobody dan bea")).toEqual({
      code: EXIT.failed,
      printed: "",
      said: [
        "bea is told",
        "bea: 1 events of 1 lines were told again.",
        "nobody was never written.",
        "dan: the index has 1 of 2 lines; once it has all, tell them again.",
      ].join("\n"),
    });
    expect(since(before)).toEqual(of("bea"));
  });

  it.each([
    ["announce", {}, EXIT.misunderstood, "announce needs an account"],
    ["announce ada --from yesterday", {}, EXIT.misunderstood, "--from is like 2026-01-31"],
    ["announce nobody", {}, EXIT.failed, "nobody was never written."],
    ["announce ada", { PASSBOOK_BUS: undefined }, EXIT.failed, "Which bus? Set PASSBOOK_BUS."],
  ])("%s %j: %i, and tells nobody", async (line, env, code, message) => {
    const before = stage.events().length;
    const answer = await credits(line, env as Record<string, string>);
    expect(answer).toMatchObject({ code, said: expect.stringContaining(message) });
    expect(since(before)).toEqual([]);
  });
});
