import { isDeepStrictEqual } from "node:util";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { type Account, emptyAccount, type Instant, type Policy, settle } from "@passbook/core";
import { headFromItem } from "../../../functions/ledger/items.ts";
import type { ModelEngine } from "../dynamodb/engine.ts";
import type { Item } from "../dynamodb/value.ts";
import { announced } from "../oracles/announced.ts";
import type { JournalWatch } from "../oracles/journal-watch.ts";
import { SweepWatch } from "../oracles/sweep-watch.ts";
import type { Violation } from "../oracles/violation.ts";
import { WorldBus } from "./bus.ts";
import { type Background, backgroundEnvironment } from "./environment.ts";
import { WorldStream } from "./stream.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RUNS = 24;
/** Longer than the index is ever late. */
const PAUSE_MS = 30_000;
const MOST_ROUNDS = 6;

interface Outside extends Omit<Background, "bus"> {
  readonly policy: Policy;
  readonly model: ModelEngine;
  readonly journal: JournalWatch;
  /** How many requests meet a fault at this moment. */
  readonly rate: () => number;
  readonly report: (violation: Violation) => void;
}

/** The sweep and the announcer of a world: they come now and then, and fail as everything else does. */
export class InBackground {
  readonly #outside: Outside;
  readonly #bus: WorldBus;
  readonly #stream: WorldStream;
  readonly #swept: Background;

  constructor(outside: Outside) {
    const { dice, rate, policy, model, engine, time, report } = outside;
    this.#outside = outside;
    this.#bus = new WorldBus(dice.fork(), rate);
    const told = () => this.#bus.ids;
    const watch = new SweepWatch({ policy, engine: model, connection: engine, now: time.now, told, report });
    this.#swept = { ...outside, engine: watch, bus: this.#bus };
    this.#stream = new WorldStream((batch) => backgroundEnvironment(this.#swept).announce(batch), time, dice.fork());
  }

  committed(items: readonly Item[]): void {
    this.#stream.committed(items);
  }

  /** The schedule comes at any time, and where clients come at once; sometimes twice. */
  begin(from: Instant, until: Instant, bursts: readonly Instant[]): Promise<void[]> {
    const { dice, time } = this.#outside;
    const runs = Array.from({ length: RUNS }, async () => {
      const burst = dice.chance(0.5) ? dice.any(bursts) : undefined;
      const at = burst === undefined ? from + dice.below((until - from) / HOUR) * HOUR : burst - dice.below(200);
      const again = dice.chance(0.4) ? dice.below(5_000) : undefined;
      await time.until(at);
      const twice = again === undefined ? [] : [time.sleep(again).then(() => this.#sweep())];
      await Promise.all([this.#sweep(), ...twice]);
    });
    return Promise.all(runs);
  }

  #sweep() {
    return backgroundEnvironment(this.#swept).sweep();
  }

  /** Nothing fails any more: what is due is written down and warned of, changes nothing that anybody sees, and all of it is announced. */
  async *judged(): AsyncGenerator<Violation> {
    const { time, model, policy, journal } = this.#outside;
    const begun = time.now();
    const before = new Map([...journal.books].map(([id, { account }]) => [id, account]));
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      await time.sleep(PAUSE_MS);
      const run = await this.#sweep();
      if (!run || run.failed > 0)
        yield { oracle: "T", what: `a sweep fails although nothing does: ${JSON.stringify(run)}` };
    }
    for (const [key, item] of model.items) {
      if (!key.startsWith("A#")) continue;
      const { due, account } = headFromItem(unmarshall(item as Parameters<typeof unmarshall>[0]));
      if (due && due.at <= begun) yield { oracle: "T", what: `${account.id} is swept, and still due` };
    }
    const seen = (account: Account) => settle(policy, account, Math.max(time.now(), account.at)).account;
    for (const [id, { account }] of journal.books)
      if (!isDeepStrictEqual(seen(before.get(id) ?? emptyAccount(id)), seen(account)))
        yield { oracle: "T", what: `${id} is another one since it was swept` };
    await this.#stream.isRead();
    yield* announced(this.#bus.told, model.items);
  }
}
