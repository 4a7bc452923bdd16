import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, inject, it } from "vitest";
import { AgedEngine } from "./aged-engine.ts";
import type { Side } from "./differential.ts";
import { modelClient } from "./model-client.ts";
import { useToken } from "./old-token.ts";

const DONE = {};
const MISMATCH = { refused: "IdempotentParameterMismatchException" };
const MINUTE = 60_000;

/** For so long the token lives once the engine has been asked to start; one that starts slower has forgotten it. */
const LEFT_MS = [10_000, 30_000, 90_000];
const PAUSE_MS = 250;

const version = (stands: unknown): unknown =>
  (stands as { readonly Item?: { readonly version: unknown } }).Item?.version;

/** Uses a token with another content until it is no longer refused for it. */
async function usedOnceItEnds(side: Side, token: string) {
  for (;;) {
    const use = await useToken(side, token, 2);
    if (JSON.stringify(use.told) !== JSON.stringify(MISMATCH)) return use;
    await sleep(PAUSE_MS);
  }
}

// Eleven real minutes, for any engine: `npm run fuzz:engine -- --old-tokens`.
describe("A token whose ten minutes are over", () => {
  it("[X9] is nobody's in the model: the same token with another content is carried out, as DynamoDB documents it", async () => {
    const time = { now: 0 };
    const surroundings = { clock: () => time.now, transactionTakes: async () => {}, indexLag: () => 0 };
    const model: Side = { engine: "model", client: modelClient(surroundings), table: "model" };
    await useToken(model, "once", 1);
    time.now += 10 * MINUTE - 1;
    const inTime = await useToken(model, "once", 2);
    time.now += 1;
    const after = await useToken(model, "once", 2);
    expect([inTime.told, version(inTime.stands)]).toEqual([MISMATCH, { N: "1" }]);
    expect([after.told, version(after.stands)]).toEqual([DONE, { N: "2" }]);
  });

  it("is still known for it: DynamoDB Local answers that it has done what it has not", { timeout: 240_000 }, async ({
    skip,
  }) => {
    // Half a minute for an engine that is not the tests' own.
    if (inject("engine") !== "DynamoDB Local") skip("another engine runs here");
    const engine = await AgedEngine.start();
    if (!engine) return skip("DynamoDB Local cannot run here");
    try {
      for (const left of LEFT_MS) {
        const token = `left ${left}`;
        expect(version((await useToken(engine.side, token, 1)).stands)).toEqual({ N: "1" });
        await engine.leaveTokens(left);
        const isRemembered = JSON.stringify((await useToken(engine.side, token, 2)).told) === JSON.stringify(MISMATCH);
        if (!isRemembered) continue;
        const once = await usedOnceItEnds(engine.side, token);
        const again = await useToken(engine.side, token, 3);
        expect([once.told, version(once.stands)]).toEqual([DONE, { N: "1" }]);
        expect([again.told, version(again.stands)]).toEqual([DONE, { N: "1" }]);
        return;
      }
      throw new Error("it has forgotten the token each time that it had started");
    } finally {
      await engine.stop();
    }
  });
});
