import { allowanceNumber } from "@passbook/core";
import { describe, expect, it } from "vitest";
import { lotId } from "../../../functions/answers/lot.ts";
import { testPassbook } from "../../support/test-passbook.ts";

const ada = { sub: "ada", scope: "credits:read credits:spend" };

describe("What the outside calls a lot", () => {
  it("[O2] tells the allowances of one payment apart, however late the line and however many there are", () => {
    const names = [1, 7, 1_000_000].flatMap((origin) =>
      [1, 2, 12, 10_000].map((k) => lotId({ lot: allowanceNumber(origin, k), source: "plan" })),
    );
    expect(names.slice(4, 8)).toEqual(["plan_7", "plan_7-2", "plan_7-12", "plan_7-10000"]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("[M13] tells what was carried over from what it came from", () => {
    expect(lotId({ lot: 7, source: "rollover" })).toBe("rollover_7");
  });

  it("[O1] [O2] names the free plan's months like any other, the same in every answer", async () => {
    const passbook = await testPassbook();
    const lotsOf = async (line: string) =>
      (await passbook.call(line, { token: ada })).body as { lots: { lot: string }[] };
    expect((await lotsOf("GET /accounts/ada/balance")).lots).toMatchObject([{ lot: "plan_free-1", credits: 50 }]);
    passbook.time.now += 32 * 86_400_000;
    const body = { service: "image" };
    const paid = await passbook.call("POST /accounts/ada/spends", { token: ada, key: "k", body });
    expect(paid.body).toMatchObject({ spend: { lots: [{ lot: "plan_free-1-2", source: "plan", credits: 10 }] } });
    expect((await lotsOf("GET /accounts/ada")).lots).toMatchObject([{ lot: "plan_free-1-2", credits: 40 }]);
    const { body: statement } = await passbook.call("GET /accounts/ada/ledger?limit=1", { token: ada });
    expect(statement).toMatchObject({ entries: [{ movements: [{ lot: "plan_free-1-2", credits: -10 }] }] });
  });
});
