import type { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";
import { config } from "./config.ts";
import { type Bus, eventBus } from "./events/bus.ts";
import { expiringEvent } from "./events/expiring.ts";
import type { Tell } from "./ledger/sweep-account.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";
import { type Queue, queuesOf } from "./sweep/queues.ts";
import { Run, type SweepAnswer } from "./sweep/run.ts";

export interface SweepParts extends Passbook {
  readonly bus: Bus;
  readonly defaultClock?: string | undefined;
}

/** What the schedule sends: which shards; none: all of them. */
export interface SweepEvent {
  readonly shards?: readonly string[];
}

/** Nothing new is begun so long before the Lambda's end: a visit is a few calls, each given up after two seconds. */
const LAST_MS = 15_000;

/**
 * The scheduled sweep: makes visible what time has done, and has the warnings of time told. Nothing waits for it: whoever
 * reads or spends before it sees the same (X3). It begins with what is due the longest, ends before the Lambda does, and
 * goes on with the next run; an account that fails is logged, left as it is, and holds up no other.
 */
export const sweep =
  (swept: SweepParts) =>
  async (event: SweepEvent, context: Pick<Context, "getRemainingTimeInMillis">): Promise<SweepAnswer> => {
    const { ledger, table, logger, clock } = swept;
    const run = new Run({
      queues: await queuesOf(swept, event.shards, clock()),
      page: (queue: Queue, limit) => table.readDue(queue.shard, queue.until, { limit, after: queue.last }),
      visit: (account) => ledger.sweep(account, clock(), teller(swept)),
      failed: (account, error) => logger.error("unswept_account", { account, error }),
      isTime: () => context.getRemainingTimeInMillis() > LAST_MS,
    });
    const answer = await run.all();
    logger.info("swept", { ...answer });
    return answer;
  };

/** Throws where the bus does not take them: then the account stays due. */
function teller({ bus, logger }: { readonly bus: Bus; readonly logger: Logger }): Tell {
  return async (account, warnings) => {
    const unput = await bus.put(warnings.map((warning) => expiringEvent(account, warning)));
    for (const { event, cause, isRefused } of unput) {
      if (!isRefused) throw new Error(`the bus did not take ${event.id}`, { cause });
      logger.error("refused_event", { event: event.id, cause });
    }
  };
}

const parts = (): SweepParts => ({ ...passbook(), bus: eventBus(config.busName), defaultClock: config.defaultClock });

export const handler = lambda(sweep, parts);
