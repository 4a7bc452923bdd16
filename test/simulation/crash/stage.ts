import type { Policy } from "@passbook/core";
import Stripe from "stripe";
import { API_VERSION } from "../../../functions/stripe/verify.ts";
import { context, type Request } from "../../support/gateway-event.ts";
import { type Answered, NOON, testPassbook } from "../../support/test-passbook.ts";
import { ModelConnection } from "../dynamodb/connection.ts";
import { ModelEngine } from "../dynamodb/engine.ts";
import { clientOver, modelSchema } from "../dynamodb/model-client.ts";
import type { Item } from "../dynamodb/value.ts";
import type { AccountBook } from "../oracles/account-book.ts";
import { JournalWatch } from "../oracles/journal-watch.ts";
import type { Violation } from "../oracles/violation.ts";
import { CrashPoint, type Death } from "./crash-point.ts";

interface Outside {
  readonly policy: Policy;
  /** Where the local Stripe is, and its key. */
  readonly stripe: { readonly url: string; readonly apiKey: string };
  readonly livemode?: boolean;
}

const INVOCATIONS = { made: 0 };

/** A table that stands as something has left it, with the books beside it; what is asked of it happens at once. */
export class CrashStage {
  readonly #outside: Outside;
  readonly #engine: ModelEngine;
  readonly #journal: JournalWatch;
  readonly commits: (readonly Item[])[] = [];
  readonly violations: Violation[] = [];
  readonly time = { now: NOON };

  constructor(outside: Outside, commits: readonly (readonly Item[])[] = [], now = NOON) {
    this.#outside = outside;
    this.time.now = now;
    this.#journal = new JournalWatch(outside.policy, (violation) => void this.violations.push(violation));
    this.#engine = new ModelEngine(modelSchema, {
      clock: () => 0,
      transactionTakes: async () => {},
      indexLag: () => 0,
      committed: (items) => {
        this.commits.push(items);
        this.#journal.committed(items, this.time.now);
      },
    });
    for (const items of commits) this.#engine.replay(items);
  }

  /** The same, to be left as it is. */
  copy(): CrashStage {
    return new CrashStage(this.#outside, this.commits, this.time.now);
  }

  book(account: string): AccountBook {
    return this.#journal.book(account);
  }

  /** All that is stored, by key. */
  get stored(): Record<string, string> {
    return Object.fromEntries([...this.#engine.items].map(([key, item]) => [key, JSON.stringify(item)]));
  }

  /** One environment, that may be about to die. */
  async environment(death?: Death) {
    const crash = new CrashPoint(death);
    const { policy, stripe, livemode = false } = this.#outside;
    const { hostname: host, port } = new URL(stripe.url);
    const passbook = await testPassbook({
      policy,
      livemode,
      world: {
        clock: () => this.time.now,
        random: () => 0,
        sleep: async () => {},
        newId: () => `id ${(INVOCATIONS.made += 1)}`,
        dynamodb: clientOver(crash.dynamodb(new ModelConnection(this.#engine))),
        stripe: new Stripe(stripe.apiKey, {
          apiVersion: API_VERSION,
          host,
          port,
          protocol: "http",
          telemetry: false,
          maxNetworkRetries: 0,
          httpClient: crash.stripe(),
        }),
      },
    });
    passbook.time.now = this.time.now;
    /** `undefined`: it died, and the gateway answers for it. */
    const invoke = async (line: string, request: Request): Promise<Answered | undefined> => {
      const within = { ...context, awsRequestId: `invocation ${(INVOCATIONS.made += 1)}` };
      const answered = await Promise.race([passbook.call(line, request, within), crash.process.died]);
      return answered && crash.process.act() ? answered : undefined;
    };
    return { passbook, crash, invoke };
  }
}
