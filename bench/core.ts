import {
  type Account,
  decide,
  emptyAccount,
  evolve,
  type GrantAllowance,
  type Policy,
  presentOf,
  settle,
} from "@passbook/core";
import { musiversal } from "@passbook/core/policies/musiversal";
import { omnia } from "@passbook/core/policies/omnia";
import { report, table } from "./report.ts";

/** How fast the rules are by themselves: no table, no network, one thread. */

const START = Date.UTC(2024, 0, 31, 9);
const DAY = 86_400_000;
const DECISIONS = 200_000;
const ACCOUNTS = 100_000;
const MONTHS = 24;

/** The same dice for every run (a linear congruential generator is random enough to vary a history). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

function happens(policy: Policy, account: Account, command: Parameters<typeof decide>[2]): Account {
  const settled = settle(policy, account, presentOf(account, command)).account;
  const decision = decide(policy, settled, command);
  return decision.decision === "accepted" ? evolve(settled, decision.entry) : settled;
}

function withLots(lots: number): Account {
  const ids = Array.from({ length: lots }, (_, n) => n);
  return ids.reduce<Account>(
    (account, n) =>
      happens(omnia, account, {
        type: "GrantPack",
        now: START + n,
        paidAt: START + n,
        pack: "pack_5000",
        quantity: 1,
        session: `cs_${n}`,
      }),
    emptyAccount("bench"),
  );
}

function spendRow(lots: number): [number, number] {
  const account = withLots(lots);
  const spend = (n: number) =>
    decide(omnia, account, {
      type: "Spend",
      now: START + DAY,
      request: `${n}`,
      by: "ada",
      for: { service: "image", quantity: 1, options: {} },
    });
  for (let n = 0; n < DECISIONS / 10; n += 1) spend(n);
  const begin = performance.now();
  for (let n = 0; n < DECISIONS; n += 1) spend(n);
  return [lots, Math.round(DECISIONS / ((performance.now() - begin) / 1_000))];
}

/** A member's two years: a payment a month, some sessions, now and then a month that is paid late. */
function replay(account: number): number {
  const random = dice(account);
  const from = (month: number) => START + month * 30 * DAY;
  let state = emptyAccount(`a${account}`);
  for (let month = 0; month < MONTHS; month += 1) {
    const paidAt = from(month) + Math.floor(random() * 4) * DAY;
    const sale = {
      plan: "studio-10",
      interval: "month",
      quantity: 1,
      amount: 349_00,
      from: from(month),
      until: from(month + 1),
    } as const;
    const names = { subscription: "sub", item: "si", price: "price", invoice: `in_${month}`, line: `il_${month}` };
    const paid: GrantAllowance = { type: "GrantAllowance", now: paidAt, paidAt, ...sale, ...names };
    state = happens(musiversal, state, paid);
    for (let n = 0; n < random() * 8; n += 1) {
      const credits = 1 + Math.floor(random() * 3);
      const now = paidAt + n * DAY;
      state = happens(musiversal, state, {
        type: "Spend",
        now,
        request: `${month}/${n}`,
        by: "ada",
        for: { credits, reason: "session" },
      });
    }
  }
  return state.seq;
}

const spends = [1, 10, 50].map(spendRow);
const begin = performance.now();
let entries = 0;
for (let account = 0; account < ACCOUNTS; account += 1) entries += replay(account);
const seconds = (performance.now() - begin) / 1_000;
report("core", [
  ...table(["lots", "decisions a second (a spend)"], spends),
  "",
  ...table(
    ["accounts", "months each", "entries", "seconds", "entries a second"],
    [[ACCOUNTS, MONTHS, entries, Math.round(seconds), Math.round(entries / seconds)]],
  ),
]);
