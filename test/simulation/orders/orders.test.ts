import { type Fact, type Instant, instantOf } from "@passbook/core";
import type Stripe from "stripe";
import { afterAll, describe, expect, it } from "vitest";
import { at } from "../../support/instants.ts";
import { type Happening, happen, play } from "../../support/journal.ts";
import { answers, stateAt } from "../../support/net-state.ts";
import { omniaPriceNames } from "../../support/omnia-events.ts";
import { bought, calls, month, omnia, stands, uses, year } from "../../support/omnia-story.ts";
import { signature } from "../../support/signed.ts";
import { hashOf } from "../../support/story/final-state.ts";
import { CrashStage } from "../crash/stage.ts";
import { Dice } from "../world/dice.ts";
import { simulated } from "../world/policy.ts";
import { buyersLife, type Happened, type StripeLife, subscribedLife } from "../world/stripe-life.ts";
import { permutations, shuffled } from "./permutations.ts";

const counted = { orders: 0, stories: 0 };
afterAll(() => console.info(`${counted.stories} stories, ${counted.orders} orders, one state each`));

const pack = bought("pack_1000", "2026-02-03");
const payment = { session: "cs_1" } as const;
const refund = (name: string, on: string, amount: number, failed = false): Fact => ({
  type: "RefundPayment",
  refund: name,
  payment,
  amount,
  paid: 19_00,
  outcome: failed ? "failed" : "live",
  happenedAt: at(on),
  now: at(on),
});
const dispute = (on: string, outcome: "opened" | "won" | "lost"): Fact => ({
  type: "DisputePayment",
  dispute: "dp_1",
  payment,
  amount: 19_00,
  paid: 19_00,
  outcome,
  happenedAt: at(on),
  now: at(on),
});
const january = month("2026-01-01", "2026-02-01");
const february = month("2026-02-01", "2026-03-01", { paidAt: "2026-02-01T01:00:00Z" });

/** What Stripe tells in each, whatever the order. */
const STORIES: readonly (readonly [string, readonly Fact[]])[] = [
  [
    "a month, its renewal, a late payment",
    [january, february, month("2026-03-01", "2026-04-01", { paidAt: "2026-03-06" })],
  ],
  [
    "a renewal that is declined, then paid, and a cancellation that is withdrawn",
    [
      january,
      stands("2026-01-01"),
      stands("2026-02-01T01:00:00Z", { status: "past_due" }),
      month("2026-02-01", "2026-03-01", { paidAt: "2026-02-06" }),
      stands("2026-02-06", { cancelAt: "2026-03-01" }),
      stands("2026-02-20"),
    ],
  ],
  [
    "cancelled at the end, with a pack, on an account with a free plan",
    [
      calls("2025-12-20"),
      january,
      stands("2026-01-10", { cancelAt: "2026-02-01" }),
      stands("2026-02-01", { endedAt: "2026-02-01" }),
      pack,
    ],
  ],
  [
    "a pack whose money goes back in parts, one of which fails",
    [
      pack,
      refund("re_1", "2026-02-05", 5_00),
      refund("re_2", "2026-02-06", 4_00),
      refund("re_1", "2026-02-09", 5_00, true),
      january,
    ],
  ],
  [
    "a pack that is disputed and won",
    [pack, dispute("2026-02-05", "opened"), dispute("2026-02-20", "won"), january, february],
  ],
  [
    "a pack that is refunded, disputed and lost",
    [
      pack,
      refund("re_1", "2026-02-04", 5_00),
      dispute("2026-02-05", "opened"),
      dispute("2026-02-20", "lost"),
      january,
      february,
    ],
  ],
  [
    "a year beside a month",
    [
      year("2026-01-01", "2027-01-01", { subscription: "sub_year", plan: "pro" }),
      january,
      stands("2026-01-20", { endedAt: "2026-01-20" }),
      february,
      pack,
    ],
  ],
];

/** Its totals by their names. */
function settled(...asked: Parameters<typeof stateAt>) {
  const { totals, ...state } = stateAt(...asked);
  return { ...state, totals: Object.entries(totals).toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}

/** People did something before, and do something after; between these the facts are told, all at one time. */
function lived(facts: readonly Fact[], now: Instant) {
  const before: Happening[] = [
    bought("pack_1000", "2026-01-02", { session: "cs_before" }),
    uses("video", "2026-01-03"),
  ];
  const told = facts.map((fact): Happening => (fact.type === "MarkPersonal" ? fact : { ...fact, now }));
  const after = uses("image", new Date(now + 1_000).toISOString(), { quantity: 20 });
  const life = [...before, ...told, after];
  const journal = play(omnia, life);
  return hashOf([settled(now + 2_000, journal), answers(omnia, life).at(-1)]);
}

describe("[X2] What Stripe tells between two commands leaves one state, in whatever order and however often", () => {
  it.each(STORIES)("%s: every order", (_, facts) => {
    const now = Math.max(...facts.map(instantOf)) + 86_400_000;
    const hashes = new Set<string>();
    const dice = new Dice(1);
    for (const order of permutations(facts)) {
      const twice = [...order, ...(dice.chance(0.5) ? shuffled(facts, dice.random) : [])];
      hashes.add(lived(twice, now));
      counted.orders += 1;
    }
    counted.stories += 1;
    expect(hashes.size).toBe(1);
  });

  it("with a command among them each paid thing is granted once, and no accepted command is undone", () => {
    for (const [, facts] of STORIES) {
      const dice = new Dice(2);
      const now = Math.max(...facts.map(instantOf)) + 86_400_000;
      for (let n = 0; n < 40; n += 1) {
        const order = shuffled([...facts, ...facts], dice.random);
        const [first, rest] = [order.slice(0, dice.below(order.length)), order];
        const told = (fact: Fact): Happening => (fact.type === "MarkPersonal" ? fact : { ...fact, now });
        const before = play(omnia, [bought("pack_1000", "2026-01-02", { session: "cs_before" }), ...first.map(told)]);
        const spend = happen(before, uses("image", new Date(now).toISOString(), { quantity: 5 }));
        const { entries } = rest.reduce((journal, fact) => happen(journal, told(fact)).journal, spend.journal);
        const keys = entries.map(({ key }) => `${key.kind}/${key.id}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(spend.decision?.decision).toBe("accepted");
        const paid = entries.flatMap(({ movements, key }) => (key.kind === "req" ? movements : []));
        expect(paid.reduce((sum, { credits }) => sum + credits, 0)).toBe(50);
        const restored = entries
          .flatMap(({ movements }) => movements)
          .filter((m) => m.type === "restored" && !m.undoes);
        expect(restored).toEqual([]);
        counted.orders += 1;
      }
    }
  });
});

/** Tells all of a life through the webhook, in an order, some of it twice and some under another event's id. */
async function told(lives: readonly StripeLife[], dice: Dice): Promise<string> {
  const nowhere = { url: "http://127.0.0.1:9", apiKey: "sk_test_passbook" };
  const stage = new CrashStage({ policy: simulated, stripe: nowhere, livemode: true });
  const { passbook, invoke } = await stage.environment();
  for (const [price, name] of omniaPriceNames) await passbook.table.writePriceName(price, name);
  stage.time.now = at("2026-06-01");
  let open: readonly Happened[] = lives.flatMap(({ events }) => events);
  const taken = new Set<string>();
  const tell = async (event: Stripe.Event) => {
    const body = JSON.stringify(event);
    const headers = { "stripe-signature": signature(body, stage.time.now) };
    return (await invoke("POST /stripe/webhook", { body, headers }))?.status === 200;
  };
  while (open.length > 0) {
    for (const { event, after } of shuffled(open, dice.random)) {
      if (after !== undefined && !taken.has(after)) continue;
      if (await tell(event)) taken.add(event.id);
      if (dice.chance(0.2)) await tell(event);
      if (dice.chance(0.2)) await tell({ ...event, id: `${event.id}_again` });
    }
    open = open.filter(({ event }) => !taken.has(event.id));
  }
  expect(stage.violations).toEqual([]);
  const { account, entries } = stage.book("ada");
  return hashOf(settled(stage.time.now, { policy: simulated, account, entries }));
}

describe("[X2] Longer lives, through the webhook", () => {
  it.each([1, 2, 3, 4])("life %i: one state, whatever the order of its deliveries", async (seed) => {
    const lifeOf = new Dice(seed);
    const lives = [subscribedLife(lifeOf, "ada", "creator"), buyersLife(lifeOf, "ada", 2)];
    const hashes = new Set<string>();
    for (let n = 0; n < 6; n += 1) {
      hashes.add(await told(lives, new Dice(100 + n)));
      counted.orders += 1;
    }
    counted.stories += 1;
    expect(hashes.size).toBe(1);
  });
});
