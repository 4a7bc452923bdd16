import { isDeepStrictEqual } from "node:util";
import { type Account, emptyAccount, type Policy, settle } from "@passbook/core";
import type Stripe from "stripe";
import type { Answered } from "../../support/test-passbook.ts";
import type { ModelEngine } from "../dynamodb/engine.ts";
import { AT_STRIPE } from "../oracles/answer-watch.ts";
import type { JournalWatch } from "../oracles/journal-watch.ts";
import type { Violation } from "../oracles/violation.ts";
import { type Asked, type Caller, isTold } from "./caller.ts";
import type { Deliverer } from "./deliverer.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Longer than the index is ever late. */
const PAUSE = 30_000;
const QUARTER = 15 * 60_000;
const MOST_ROUNDS = 6;

interface Drained {
  readonly policy: Policy;
  readonly caller: Caller;
  readonly deliverer: Deliverer;
  readonly time: VirtualTime;
  readonly engine: ModelEngine;
  readonly journal: JournalWatch;
  /** Nothing more happens by itself. */
  readonly atRest: () => void;
  readonly events: () => readonly Stripe.Event[];
}

/** Nothing fails any more: all that is open is finished (I9), and then told and asked once more, to no effect (I4, I10). */
export async function* drain({
  policy,
  caller,
  deliverer,
  time,
  engine,
  journal,
  atRest,
  events,
}: Drained): AsyncGenerator<Violation> {
  // What was on its way arrives.
  await time.sleep(QUARTER);
  for (const one of caller.asked.filter((asked) => AT_STRIPE.has(asked.verb) && isOpen(asked)))
    yield* finished(caller, one);
  atRest();
  for (let round = 0; round < MOST_ROUNDS && deliverer.undelivered.length > 0; round += 1)
    for (const event of deliverer.undelivered) {
      // The index catches up.
      await time.sleep(PAUSE);
      await deliverer.deliver(event);
    }
  for (const { id, type } of deliverer.undelivered)
    yield { oracle: "I9", what: `${type} ${id} is answered 5xx although nothing fails` };
  for (const one of caller.asked.filter(isOpen)) yield* finished(caller, one);

  await time.sleep(QUARTER);
  const before = stored(engine);
  const accounts = new Map([...journal.books].map(([id, { account }]) => [id, account]));
  const settled = (account: Account) => settle(policy, account, Math.max(time.now(), account.at)).account;
  for (const event of events().flatMap((one) => [one, { ...one, id: `${one.id}_late` }])) {
    await time.sleep(PAUSE);
    if (!(await deliverer.deliver(event)))
      yield { oracle: "I10", what: `${event.type} ${event.id} is answered 5xx when it is told again` };
  }
  for (const one of caller.asked.filter(isDone)) {
    const again = (await caller.try(one)).answered;
    if (again.status !== doneBy(one)?.status)
      yield { oracle: "I4", what: `${one.line} ${one.request.key} was done, and is answered ${again.status} again` };
    const { status = 0, text } = (await caller.try({ ...one, request: otherContent(one), tries: [] })).answered;
    // What ended the same thing under another key is told to whoever asks.
    const isTheFirsts = one.verb === "cancel-spend" && text === again.text;
    if (![403, 409, 422].includes(status) && !isTheFirsts)
      yield { oracle: "I4", what: `${one.line} ${one.request.key} with another content: ${status}` };
  }
  const after = stored(engine);
  for (const key of new Set([...before.keys(), ...after.keys()]))
    if (!isTimes(key) && !isLearnt(key, before) && before.get(key) !== after.get(key))
      yield { oracle: "I10", what: `${key} has changed` };
  const isSame = (a: Account, b: Account) => isDeepStrictEqual(unnumbered(settled(a)), unnumbered(settled(b)));
  for (const [id, { account }] of journal.books)
    if (!isSame(accounts.get(id) ?? emptyAccount(id), account)) yield { oracle: "I10", what: `${id} has changed` };
}

function isOpen({ tries }: Asked): boolean {
  return !tries.some(({ answered }) => isTold(answered));
}

async function* finished(caller: Caller, one: Asked): AsyncGenerator<Violation> {
  const { answered } = await caller.try(one);
  if (isTold(answered)) return;
  const what = `${one.line} ${one.request.key} is answered ${answered.status} although nothing fails`;
  yield { oracle: "I9", what };
}

/** What time makes due is written down with whatever is asked next: it changes nothing. Whose turn it is is of the moment. */
function isTimes(key: string): boolean {
  return key.startsWith("A#") || key.startsWith("T#") || /^E#[^#]+#due#/.test(key);
}

/** What paid for what may be told before it is known that it is ours, and is learnt when it is told again. */
function isLearnt(key: string, before: ReadonlyMap<string, string>): boolean {
  return key.startsWith("L#pi_") && !before.has(key);
}

/** But for what counts the lines. */
function unnumbered(account: Account): Account {
  return { ...account, seq: 0, toldUntil: 0 };
}

/** Done under a key of the caller's. */
function isDone(asked: Asked): boolean {
  const isForgotten = AT_STRIPE.has(asked.verb) || asked.verb === "free";
  return asked.request.key !== undefined && !isForgotten && doneBy(asked) !== undefined;
}

function doneBy({ tries }: Asked): Answered | undefined {
  return tries.map(({ answered }) => answered).find(({ status = 0 }) => status >= 200 && status < 300);
}

/** What was asked for, and one thing more. */
function otherContent({ request, verb }: Asked): Asked["request"] {
  const body = request.body as Record<string, unknown>;
  const more = Number(body["credits"] ?? 1_000) + 1;
  const change = "service" in body ? { quantity: Number(body["quantity"] ?? 1) + 1 } : {};
  const amount = verb === "cancel-spend" || verb === "release" ? { reason: "another" } : { credits: more };
  return { ...request, body: { ...body, ...("service" in body ? change : amount) } };
}

function stored(engine: ModelEngine): Map<string, string> {
  return new Map([...engine.items].map(([key, item]) => [key, JSON.stringify(item)]));
}
