import { omnia } from "@passbook/core/policies/omnia";
import { beforeEach, describe, expect, it } from "vitest";
import { ada, operator } from "../support/gateway-event.ts";
import { at } from "../support/instants.ts";
import { bought } from "../support/omnia-story.ts";
import { NOON, testPassbook } from "../support/test-passbook.ts";
import { ModelConnection } from "./dynamodb/connection.ts";
import { ModelEngine } from "./dynamodb/engine.ts";
import { clientOver, modelSchema } from "./dynamodb/model-client.ts";
import { STRIPE_IS_DOWN } from "./stripe/no-stripe.ts";
import { type Release, successor, UNKNOWN_YET, writtenBy } from "./world/release.ts";

const NEXT_DAY = "2026-03-05";
const next = successor(omnia, "audio", NEXT_DAY);
const time = { now: NOON };

/** A table, and environments of both generations over it. */
async function generations() {
  const engine = new ModelEngine(modelSchema, { clock: () => 0, transactionTakes: async () => {}, indexLag: () => 0 });
  const connection = new ModelConnection(engine);
  let names = 0;
  const environment = async (release: Release) =>
    testPassbook({
      policy: release.policy,
      world: {
        clock: () => time.now,
        random: () => 0,
        sleep: async () => {},
        newId: () => `name ${(names += 1)}`,
        dynamodb: clientOver(writtenBy(release, connection)),
        stripe: STRIPE_IS_DOWN,
      },
    });
  const [old, young] = [
    await environment({ policy: omnia, writesMore: false }),
    await environment({ policy: next, writesMore: true }),
  ];
  await old.given("ada", bought("pack_1000", "2026-01-31"));
  return { engine, old, young };
}

const listens = (key: string) => ({ token: ada, key, body: { service: "audio" } });
const SPENDS = "POST /accounts/ada/spends";

describe("Two generations of code and policy over the same account", () => {
  beforeEach(() => void (time.now = NOON));

  it("[X9] what one has done the other tells in the same bytes, and shows nothing that it does not know", async () => {
    const { old, young } = await generations();
    const first = await young.call(SPENDS, listens("a"));
    const again = await old.call(SPENDS, listens("a"));
    expect([first.status, again.text]).toEqual([201, first.text]);
    for (const line of ["GET /accounts/ada", "GET /accounts/ada/balance", "GET /accounts/ada/ledger"])
      expect((await old.call(line, { token: ada })).text).not.toContain(UNKNOWN_YET);
  });

  it("[X9] the earlier one keeps what the later one has written into an account", async () => {
    const { engine, old, young } = await generations();
    await young.call(SPENDS, listens("a"));
    for (const key of ["b", "c"]) expect(await old.call(SPENDS, listens(key))).toMatchObject({ status: 201 });
    await old.call("POST /accounts/ada/adjustments", { token: operator, key: "d", body: { credits: 5, reason: "x" } });
    expect(engine.items.get("A#ada")?.[UNKNOWN_YET]).toEqual({ S: "something" });
  });

  it("ask the same price until the later version's day, and each its own from then on; the sum is what was answered", async () => {
    const { old, young } = await generations();
    const costs = async (of: typeof old, key: string) =>
      ((await of.call(SPENDS, listens(key))).body as { spend: { credits: number } }).spend.credits;
    expect([await costs(old, "a"), await costs(young, "b")]).toEqual([20, 20]);
    time.now = at(NEXT_DAY);
    expect([await costs(old, "c"), await costs(young, "d"), await costs(old, "e")]).toEqual([20, 40, 20]);
    const { body } = await old.call("GET /accounts/ada/balance", { token: ada });
    expect(body).toMatchObject({ balance: 1_000 - 120 });
  });
});
