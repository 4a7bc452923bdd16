import type { Instant } from "@passbook/core";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { omniaPriceNames } from "../../support/omnia-events.ts";
import { ModelConnection } from "../dynamodb/connection.ts";
import { ModelEngine } from "../dynamodb/engine.ts";
import { clientOver, modelSchema } from "../dynamodb/model-client.ts";
import { AnswerWatch } from "../oracles/answer-watch.ts";
import { atTheEnd } from "../oracles/ending.ts";
import { JournalWatch } from "../oracles/journal-watch.ts";
import { setOfFacts } from "../oracles/set-of-facts.ts";
import type { Violation } from "../oracles/violation.ts";
import { Caller } from "./caller.ts";
import { Deliverer } from "./deliverer.ts";
import { Dice } from "./dice.ts";
import { drain } from "./drain.ts";
import { type Fault, randomFaults } from "./faults.ts";
import { Fleet } from "./fleet.ts";
import { forgers } from "./forger.ts";
import { simulated } from "./policy.ts";
import { buyersLife, subscribedLife } from "./stripe-life.ts";
import { Trace } from "./trace.ts";
import { inVirtualTime, type VirtualTime } from "./virtual-time.ts";
import { CASTS, TEAM, Workload } from "./workload.ts";

const BEGIN = Date.parse("2026-01-31T10:00:00Z");
const HOUR = 3_600_000;
const LASTS_HOURS = 80 * 24;
/** Whatever has not been told by then is told once nothing fails any more. */
const END = BEGIN + 100 * 24 * HOUR;
/** An account that nobody asks anything of. */
const QUIET = "zoe";
const CONFLICT_MS = 12;
const MOST_INDEX_LAG_MS = 20_000;
const MOST_REPLICA_LAG_MS = 30_000;

export interface Plan {
  readonly seed: number;
  /** How many questions clients ask. */
  readonly operations: number;
  /** Of requests to DynamoDB meet one. */
  readonly faultRate: number;
  /** Only these; where nothing is said, all. */
  readonly only?: readonly Fault[] | undefined;
}

export interface Report extends Plan {
  /** Of all that happened. */
  readonly trace: string;
  readonly violations: readonly Violation[];
  readonly requests: number;
  readonly commits: number;
  readonly invocations: number;
  readonly faults: Readonly<Partial<Record<Fault, number>>>;
  /** The last that happened. */
  readonly recent: readonly string[];
  /** What the log said. */
  readonly logs: readonly string[];
}

/** Lives one world. The same plan is the same world, bit for bit. */
export function simulate(plan: Plan): Promise<Report> {
  const dice = new Dice(plan.seed);
  return inVirtualTime(BEGIN, dice.fork().random, (time) => live(plan, dice, time));
}

async function live(plan: Plan, dice: Dice, time: VirtualTime): Promise<Report> {
  const trace = new Trace();
  const violations: Violation[] = [];
  const report = (violation: Violation) => {
    trace.note(time.now(), "VIOLATION", violation.oracle, violation.what);
    violations.push(violation);
  };
  const counts = { requests: 0, commits: 0, invocations: 0 };
  const logs: string[] = [];
  const faults: Partial<Record<Fault, number>> = {};

  const journal = new JournalWatch(simulated, report);
  const around = dice.fork();
  const engine = new ModelEngine(modelSchema, {
    clock: time.now,
    transactionTakes: () => time.sleep(around.below(CONFLICT_MS)),
    indexLag: () => (around.chance(0.7) ? 0 : around.below(MOST_INDEX_LAG_MS)),
    replicaLag: () => (around.chance(0.5) ? 0 : around.below(MOST_REPLICA_LAG_MS)),
    committed: (items) => {
      counts.commits += 1;
      trace.note(time.now(), "commit", JSON.stringify(items));
      journal.committed(items, time.now());
    },
  });
  const connection = new ModelConnection(engine);
  const failing = { rate: 0 };
  const fall = dice.fork();
  const random = randomFaults(fall, plan.faultRate, plan.only);
  const fleet = new Fleet({
    policy: simulated,
    engine: connection,
    time,
    dice: dice.fork(),
    nextFault: (operation) => (failing.rate > 0 ? random(operation) : undefined),
    heard: (operation, fault) => {
      counts.requests += 1;
      if (fault) faults[fault] = (faults[fault] ?? 0) + 1;
      trace.note(time.now(), operation, fault ?? "");
    },
    logged: (line) => {
      const { message, error } = JSON.parse(line) as { message: string; error?: { stack?: string; message?: string } };
      logs.push(`${new Date(time.now()).toISOString()} ${message} ${error?.message ?? ""} ${error?.stack ?? ""}`);
      trace.note(time.now(), "log", message);
    },
  });
  const invoke: Fleet["invoke"] = async (line, request) => {
    counts.invocations += 1;
    trace.note(time.now(), "ask", line, request.key ?? "");
    const answered = await fleet.invoke(line, request);
    trace.note(time.now(), "answer", line, request.key ?? "", answered.status, answered.text);
    return answered;
  };

  const answers = new AnswerWatch(simulated, journal, report);
  const caller = new Caller({ invoke }, time, dice.fork(), answers);
  const deliverer = new Deliverer({ invoke }, time, dice.fork());
  const table = dynamoTable("model", clientOver(connection));
  for (const [price, name] of omniaPriceNames) await table.writePriceName(price, name);
  await caller.ask(TEAM);
  failing.rate = plan.faultRate;

  const facts = dice.fork();
  const lives = [
    subscribedLife(facts, "ada", facts.oneOf(["creator", "pro"])),
    buyersLife(facts, "ada", facts.below(2)),
    buyersLife(facts, "bea", facts.between(1, 4)),
    subscribedLife(facts, "crew", "enterprise"),
    buyersLife(facts, "fay", facts.below(2)),
  ];
  const quiet = [subscribedLife(facts, QUIET, "creator"), buyersLife(facts, QUIET, facts.between(2, 5))];
  lives.push(...quiet);
  const happened = lives.flatMap(({ events }) => events);
  for (const one of happened) void deliverer.tell(one);
  const forged = forgers({ invoke }, time, dice.fork(), report);

  const workload = new Workload(dice.fork(), time.now);
  const when = dice.fork();
  const bursts = Array.from({ length: Math.max(1, Math.ceil(plan.operations / 6)) }, () => burst(when));
  const clients = Array.from({ length: plan.operations }, async () => {
    const at = when.oneOf(bursts as [Instant, ...Instant[]]) + when.below(60);
    const cast = when.oneOf(CASTS);
    await time.until(at);
    await caller.ask(workload.next(cast, caller.asked));
  });
  await Promise.all([...clients, ...forged, time.until(END)]);

  failing.rate = 0;
  for await (const violation of drain({
    caller,
    deliverer,
    time,
    engine,
    journal,
    events: happened.map(({ event }) => event),
  }))
    report(violation);
  const unasked = quiet.flatMap(({ events }) => events.map(({ event }) => event));
  for (const violation of setOfFacts(simulated, journal.book(QUIET), unasked, time.now())) report(violation);
  const paid = lives.flatMap((life) => life.paid);
  for (const violation of atTheEnd({ policy: simulated, journal, asked: caller.asked, paid, keys: engine.items }))
    report(violation);
  return { ...plan, trace: trace.hash, violations, ...counts, faults, recent: trace.recent, logs };
}

/** Several clients at one time, now and then just when a month ends. */
function burst(dice: Dice): Instant {
  if (dice.chance(0.2)) return BEGIN + 2 * HOUR + dice.oneOf([0, 28, 59]) * 24 * HOUR - dice.below(40);
  return BEGIN + dice.below(LASTS_HOURS) * HOUR + dice.below(HOUR);
}
