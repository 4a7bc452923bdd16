import { isDeepStrictEqual } from "node:util";
import type { Account, Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { dynamoTable } from "../../../functions/ledger/dynamo-table.ts";
import { BRIEFLY } from "../../../functions/stripe/client.ts";
import { all } from "../../../local/stripe/world.ts";
import { stateAt } from "../../support/net-state.ts";
import { signature } from "../../support/signed.ts";
import { testPassbook } from "../../support/test-passbook.ts";
import { ModelConnection } from "../dynamodb/connection.ts";
import { ModelEngine } from "../dynamodb/engine.ts";
import { clientOver, modelSchema } from "../dynamodb/model-client.ts";
import { stripeOver } from "../stripe/connection.ts";
import type { StripeInProcess } from "../stripe/in-process.ts";
import { Dice } from "../world/dice.ts";
import { Process } from "../world/process.ts";
import type { VirtualTime } from "../world/virtual-time.ts";
import type { AccountBook } from "./account-book.ts";
import type { Violation } from "./violation.ts";

const MOST_ROUNDS = 4;

interface Told {
  readonly policy: Policy;
  readonly stripe: StripeInProcess;
  readonly time: VirtualTime;
  readonly book: AccountBook;
  readonly events: readonly Stripe.Event[];
}

/** I8: an account that nobody has asked anything of is what the same events make of it elsewhere, told once, in order, each at its time. */
export async function* toldCalmly({ policy, stripe, time, book, events }: Told): AsyncGenerator<Violation> {
  const { id } = book.account;
  const clock = { now: 0 };
  const dynamodb = clientOver(
    new ModelConnection(
      new ModelEngine(modelSchema, { clock: () => clock.now, transactionTakes: async () => {}, indexLag: () => 0 }),
    ),
  );
  const dice = new Dice(1);
  const calm = { stripe, time, dice, process: new Process(), nextFault: () => undefined, heard: () => {} };
  const world = {
    clock: () => clock.now,
    random: dice.random,
    sleep: time.sleep,
    newId: () => dice.name(),
    dynamodb,
    stripe: stripeOver(calm, BRIEFLY),
  };
  const passbook = await testPassbook({ policy, world });
  const isTaken = async (event: Stripe.Event) => {
    clock.now = Math.max(clock.now, event.created * 1000);
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, clock.now) };
    return (await passbook.call("POST /stripe/webhook", { body, headers })).status === 200;
  };
  let open = eventsOf(stripe, id, events);
  // Stripe's seconds are no order: what goes back may come before what it goes back of, and is sent again.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const left: Stripe.Event[] = [];
    for (const event of open) if (!(await isTaken(event))) left.push(event);
    open = left;
  }
  for (const { type, id: event } of open)
    yield { oracle: "I8", what: `${type} ${event} is not taken: ${passbook.log.at(-1)}` };
  const table = dynamoTable("model", dynamodb);
  const { account } = await table.readHead(id);
  const entries = account.seq > 0 ? await table.readJournal(id, account.seq) : [];
  const now: Instant = Math.max(time.now(), account.at, book.account.at);
  const [is, shouldBe] = [
    stateAt(now, { policy, account: inSeconds(book.account), entries: book.entries }),
    stateAt(now, { policy, account: inSeconds(account), entries }),
  ];
  if (!isDeepStrictEqual(is, shouldBe))
    yield { oracle: "I8", what: `${id} is ${JSON.stringify(is)} and not ${JSON.stringify(shouldBe)}` };
}

/**
 * Stripe tells in seconds. What it was asked of a second is entered a millisecond later, and whether it has to be asked depends on the
 * order in which it is told.
 */
function inSeconds(account: Account): Account {
  const subscriptions = account.subscriptions.map((one) => ({ ...one, toldAt: one.toldAt - (one.toldAt % 1000) }));
  return { ...account, subscriptions };
}

/** What Stripe has told of a customer, in the order in which it happened. */
function eventsOf({ world }: StripeInProcess, account: string, events: readonly Stripe.Event[]): Stripe.Event[] {
  const customers = all(world, "customers").filter(({ metadata }) => metadata?.["account"] === account);
  const owners: ReadonlySet<unknown> = new Set(customers.map(({ id }) => id));
  const theirs = [...all(world, "invoices"), ...all(world, "charges"), ...all(world, "payment_intents")];
  const ids = [...owners, ...theirs.filter(({ customer }) => owners.has(customer)).map(({ id }) => id)].map(String);
  return events
    .filter((event) => {
      const text = JSON.stringify(event.data.object);
      return ids.some((id) => text.includes(id));
    })
    .toSorted((a, b) => a.created - b.created);
}
