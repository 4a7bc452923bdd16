import type { Instant } from "@passbook/core";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { BRIEFLY } from "../../../functions/stripe/client.ts";
import { isHandled } from "../../../functions/stripe/translate.ts";
import { omniaPriceNames } from "../../support/omnia-events.ts";
import { InBackground } from "../background/background.ts";
import { ModelConnection } from "../dynamodb/connection.ts";
import { ModelEngine } from "../dynamodb/engine.ts";
import { clientOver, modelSchema } from "../dynamodb/model-client.ts";
import { AnswerWatch } from "../oracles/answer-watch.ts";
import { JournalWatch } from "../oracles/journal-watch.ts";
import type { Violation } from "../oracles/violation.ts";
import { stripeOver } from "../stripe/connection.ts";
import { type NextStripeFault, randomStripeFaults, type StripeFault } from "../stripe/faults.ts";
import { StripeInProcess } from "../stripe/in-process.ts";
import { STRIPE_IS_DOWN } from "../stripe/no-stripe.ts";
import { awake } from "./awake.ts";
import { Caller } from "./caller.ts";
import { Deliverer } from "./deliverer.ts";
import { Dice } from "./dice.ts";
import { drain } from "./drain.ts";
import { type Fault, randomFaults } from "./faults.ts";
import { Fleet } from "./fleet.ts";
import { forgers } from "./forger.ts";
import { type Release, rollout, successor } from "./release.ts";
import { type Plan, settingOf } from "./setting.ts";
import { shopLife } from "./shop-life.ts";
import { toldLife } from "./told-life.ts";
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
/** The next version's day, and what costs twice as much from then on. */
const NEXT_VERSION = "2026-03-05";
const DEARER: Readonly<Record<string, string>> = { omnia: "audio", neume: "song", musiversal: "session" };
/** What came to be thrown for later has dice of its own: worlds without it are what they were. */
const LATER = 7_919_000_000;
const SWEPT = 104_729_000_000;

export interface Report extends Plan {
  /** Of all that happened. */
  readonly trace: string;
  readonly violations: readonly Violation[];
  readonly requests: number;
  readonly commits: number;
  readonly invocations: number;
  readonly faults: Readonly<Partial<Record<Fault | StripeFault, number>>>;
  /** The last that happened. */
  readonly recent: readonly string[];
  /** What the log said. */
  readonly logs: readonly string[];
}

/** Lives one world. The same plan is the same world, bit for bit. */
export async function simulate(plan: Plan): Promise<Report> {
  await awake();
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
  const faults: Partial<Record<Fault | StripeFault, number>> = {};
  const heard = (operation: string, fault: Fault | StripeFault | undefined) => {
    counts.requests += 1;
    if (fault) faults[fault] = (faults[fault] ?? 0) + 1;
    trace.note(time.now(), operation, fault ?? "");
  };

  const setting = settingOf(plan);
  const { scene, product, isPlain, isSwept } = setting;
  const { policy } = product;
  const later = new Dice(plan.seed + LATER);
  const journal = new JournalWatch(policy, report);
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
      background?.committed(items);
    },
  });
  const connection = new ModelConnection(engine);
  const failing = { rate: 0 };
  const fall = dice.fork();
  const random = randomFaults(fall, plan.faultRate, { only: plan.only, isPlain });
  const atStripe = randomStripeFaults(later.fork(), plan.faultRate);
  const stripe = new StripeInProcess({
    policy,
    time,
    seed: String(plan.seed),
    billing: {
      afterLastAttempt: later.oneOf(["cancel", "unpaid", "past_due", "pause"]),
      shownLines: later.between(1, 3),
    },
    happened: (event) => {
      trace.note(time.now(), "event", event.type, event.id);
      if (isHandled(event)) void deliverer.tell({ event });
    },
  });
  const nextStripeFault: NextStripeFault = (method) => (failing.rate > 0 ? atStripe(method) : undefined);
  const now: Release = { policy, writesMore: false };
  const next: Release = { policy: successor(policy, DEARER[policy.name] ?? "", NEXT_VERSION), writesMore: true };
  const logged = (line: string) => {
    const { message, error, event = "", because = "" } = JSON.parse(line) as LogLine;
    logs.push(`${new Date(time.now()).toISOString()} ${message} ${error?.message ?? ""} ${error?.stack ?? ""}`);
    trace.note(time.now(), "log", message, event, because);
  };
  const fleet = new Fleet({
    release: isPlain ? () => now : rollout([now, next], time, later.fork()),
    livemode: scene === "told",
    engine: connection,
    time,
    dice: dice.fork(),
    stripe: (process, own) =>
      scene === "told"
        ? STRIPE_IS_DOWN
        : stripeOver({ stripe, time, dice: own, process, nextFault: nextStripeFault, heard }, BRIEFLY),
    nextFault: (operation) => (failing.rate > 0 ? random(operation) : undefined),
    heard,
    logged,
  });
  const swept = new Dice(plan.seed + SWEPT);
  const inBackground = randomFaults(swept.fork(), plan.faultRate, { isPlain });
  const background = isSwept
    ? new InBackground({
        policy,
        release: isPlain ? () => now : rollout([now, next], time, swept.fork()),
        engine: connection,
        model: engine,
        journal,
        time,
        dice: swept,
        rate: () => failing.rate,
        nextFault: (operation) => (failing.rate > 0 ? inBackground(operation) : undefined),
        heard,
        logged,
        report,
      })
    : undefined;
  const invoke: Fleet["invoke"] = async (line, request) => {
    counts.invocations += 1;
    trace.note(time.now(), "ask", line, request.key ?? "");
    const answered = await fleet.invoke(line, request);
    trace.note(time.now(), "answer", line, request.key ?? "", answered.status, answered.text);
    return answered;
  };

  const dearer = { service: DEARER[policy.name] ?? "", from: Date.parse(`${NEXT_VERSION}T00:00:00Z`) };
  const answers = new AnswerWatch({ policy, dearer: isPlain ? undefined : dearer }, journal, report);
  const caller = new Caller({ invoke }, time, dice.fork(), answers);
  const deliverer = new Deliverer({ invoke }, time, dice.fork(), !isPlain);
  const table = dynamoTable("model", clientOver(connection));
  if (scene === "told") for (const [price, name] of omniaPriceNames) await table.writePriceName(price, name);
  await caller.ask(TEAM);
  failing.rate = plan.faultRate;

  const facts = dice.fork();
  const outside = { plan, setting, dice: facts, time, engine, journal, caller, deliverer, quiet: QUIET };
  const life = scene === "told" ? toldLife(outside) : await shopLife({ ...outside, stripe });
  const target = { fleet: { invoke }, livemode: scene === "told", isTold: scene === "told" };
  const forged = forgers(target, time, dice.fork(), report);

  const workload = new Workload(product, dice.fork(), time.now);
  const when = dice.fork();
  const bursts = Array.from({ length: Math.max(1, Math.ceil(plan.operations / 6)) }, () => burst(when));
  const clients = Array.from({ length: plan.operations }, async () => {
    const at = when.oneOf(bursts as [Instant, ...Instant[]]) + when.below(60);
    const cast = when.oneOf(CASTS);
    await time.until(at);
    await caller.ask(workload.next(cast, caller.asked));
  });
  await Promise.all([...clients, ...forged, background?.begin(BEGIN, END, bursts), time.until(END)]);

  failing.rate = 0;
  const atRest = () => stripe.rests();
  for await (const violation of drain({
    policy,
    caller,
    deliverer,
    time,
    engine,
    journal,
    atRest,
    events: life.events,
  }))
    report(violation);
  for await (const violation of life.judged()) report(violation);
  if (background) for await (const violation of background.judged()) report(violation);
  return { ...plan, trace: trace.hash, violations, ...counts, faults, recent: trace.recent, logs };
}

interface LogLine {
  readonly message: string;
  readonly error?: { readonly stack?: string; readonly message?: string };
  readonly event?: string;
  readonly because?: string;
}

/** Several clients at one time, now and then just when a month ends. */
function burst(dice: Dice): Instant {
  if (dice.chance(0.2)) return BEGIN + 2 * HOUR + dice.oneOf([0, 28, 59]) * 24 * HOUR - dice.below(40);
  return BEGIN + dice.below(LASTS_HOURS) * HOUR + dice.below(HOUR);
}
