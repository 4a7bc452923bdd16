import { setTimeout as sleep } from "node:timers/promises";
import { type Command, type Entry, emptyAccount, evolve, type Instant, type Policy } from "@passbook/core";
import { describe, expect, it } from "vitest";
import { expiringEvent } from "../../functions/events/expiring.ts";
import { dynamoTable } from "../../functions/ledger/dynamo-table.ts";
import { createLedger } from "../../functions/ledger/ledger.ts";
import { inOrder, ordinaryLife, THE_END } from "../support/histories.ts";
import type { Happening } from "../support/journal.ts";
import { omnia } from "../support/omnia-story.ts";
import { A_LONG_LOOK, forEvery } from "../support/properties.ts";
import { mixed, usageInOrder } from "../support/usage-histories.ts";
import { modelClient } from "./dynamodb/model-client.ts";

// The same life three times, over the same code: nobody comes, somebody comes at random, somebody comes whenever an account is
// due. Facts are told when they happen: one that is told late finds what time has done by then, which is another story (X2).

type Told = Exclude<Happening, { readonly type: "TimePasses" | "FollowUp" }>;
type Life = readonly (Told | { readonly type: "TimePasses"; readonly now: Instant })[];

const onTime = (life: readonly Happening[]): Life =>
  inOrder(life.map((one) => ("paidAt" in one ? { ...one, now: one.paidAt } : one))).filter(
    (one): one is Life[number] => one.type !== "FollowUp",
  );

/** One life in a table of its own. */
class World {
  readonly #table = dynamoTable("model", modelClient());
  readonly #ledger: ReturnType<typeof createLedger>;
  #now = 0;
  #tokens = 0;
  readonly warnings: string[] = [];

  constructor(policy: Policy) {
    const newToken = () => `token ${(this.#tokens += 1)}`;
    this.#ledger = createLedger({
      policy,
      table: this.#table,
      clock: () => this.#now,
      random: () => 0,
      sleep,
      newToken,
    });
  }

  async perform(command: Command): Promise<void> {
    this.#now = command.now;
    await this.#ledger.perform("ada", command, { until: Number.POSITIVE_INFINITY });
  }

  async sweep(now: Instant): Promise<void> {
    this.#now = now;
    await this.#ledger.sweep("ada", now, async (account, warnings) => {
      this.warnings.push(...warnings.map((warning) => expiringEvent(account, warning).id));
    });
  }

  /** Comes at every instant at which the account is due, up to one; each time it must be due later than before. */
  async comeWhenDue(until: Instant): Promise<void> {
    for (let due = await this.#dueAt(); due <= until; ) {
      await this.sweep(due);
      const next = await this.#dueAt();
      expect(next).toBeGreaterThan(due);
      due = next;
    }
  }

  async journal(): Promise<Entry[]> {
    const { account } = await this.#table.readHead("ada");
    const entries = account.seq === 0 ? [] : await this.#table.readJournal("ada", account.seq);
    expect(entries.reduce(evolve, emptyAccount("ada"))).toEqual(account);
    return entries;
  }

  async #dueAt(): Promise<Instant> {
    return (await this.#table.readHead("ada")).due?.at ?? Number.POSITIVE_INFINITY;
  }
}

async function agree(policy: Policy, life: Life): Promise<void> {
  const [lazy, swept, punctual] = [new World(policy), new World(policy), new World(policy)];
  for (const one of life) {
    await punctual.comeWhenDue(one.now);
    if (one.type === "TimePasses") await swept.sweep(one.now);
    else for (const world of [lazy, swept, punctual]) await world.perform(one);
  }
  await punctual.comeWhenDue(THE_END);
  for (const world of [lazy, swept, punctual]) await world.sweep(THE_END);
  const journal = await lazy.journal();
  expect(await swept.journal()).toEqual(journal);
  expect(await punctual.journal()).toEqual(journal);
  // Who comes in time tells each warning once.
  expect(new Set(punctual.warnings).size).toBe(punctual.warnings.length);
}

/** Each is three lives through the whole of the SDK, which takes a second. */
const FEW = 8;

describe("Lazy, swept at any time and swept in time have the same journal", A_LONG_LOOK, () => {
  it("[X3] whatever Stripe tells and people spend", async () => {
    await forEvery(ordinaryLife, (life) => agree(omnia, onTime(life)), FEW);
  });

  it("[X3] with rollover, bookings, holds and gifts", async () => {
    await forEvery(usageInOrder, (life) => agree(mixed, onTime(life)), FEW);
  });
});
