import type { Account, Lot, Source } from "./account.ts";
import { accountStatus } from "./account-status.ts";
import { dateOf, type Instant } from "./calendar.ts";
import { isOf } from "./carry-over.ts";
import type { Entry } from "./entry.ts";
import { credits, number } from "./explain-words.ts";
import { fateOf, type LotFate } from "./outlook.ts";
import type { Policy } from "./policy.ts";
import { isReturnedTo } from "./turnover.ts";

/**
 * Where a lot came from, and when and why it ends, in sentences for its owner.
 * @param ahead what will happen if nothing is spent.
 */
export function explainLot(policy: Policy, account: Account, lot: Lot, ahead: readonly Entry[], now: Instant): string {
  const isWaiting = account.suspended.includes(lot.source);
  return [
    `${origin(account, lot)} on ${dateOf(lot.birth)}.`,
    ...(isWaiting ? [`Nothing of it can be spent until ${awaited(policy, account, now)}.`] : []),
    ...(lot.frozen > 0 ? [`${number(lot.frozen)} can't be spent while their payment is disputed.`] : []),
    end(policy, lot, fateOf(account, lot, ahead, now)),
  ].join(" ");
}

function origin(account: Account, lot: Lot): string {
  const amount = `${number(lot.granted)} ${credits(lot.granted)}`;
  const term = account.terms.find((paid) => isOf(paid)(lot));
  if (account.terms.some((paid) => isReturnedTo(paid)(lot)))
    return `${amount} given back too late for the lot they came from,`;
  return term ? `${amount} of the plan ${term.plan}, given` : `${amount} ${ORIGIN[lot.source]}`;
}

/** What would let it be spent: whoever has a subscription can't take another one. */
function awaited(policy: Policy, account: Account, now: Instant): string {
  const status = accountStatus(policy, account, now);
  if (status === "unpaid") return "the open payment is made";
  return status === "paused" ? "the subscription is resumed" : "you subscribe";
}

const ORIGIN: Readonly<Record<Source, string>> = {
  plan: "of a plan that was paid late,",
  rollover: "rolled over",
  "add-on": "of an add-on, paid",
  promotion: "of a promotion, given",
  adjustment: "given by us",
  "top-up": "bought",
};

function end({ cancelling }: Policy, { end: ends, source }: Lot, fate: LotFate | undefined): string {
  if (fate?.awaitsPayment) return overdue(fate);
  if (fate) return `On ${dateOf(fate.at)}${WHEN[fate.entry.reason] ?? ""} what is left ${what(fate)}.`;
  if (ends !== null) return `On ${dateOf(ends)} what is left ends.`;
  const unless = cancelling.loses.includes(source) ? ", or until the subscription ends" : "";
  return `What is left stays until it is spent${unless}.`;
}

/** The payment may come at any moment; without it the grace ends, and what is left with it. */
function overdue(fate: LotFate): string {
  const unpaid = `if none has come by ${dateOf(fate.at)}, it ends then`;
  return `When the payment that is due comes, what is left ${what(fate)}; ${unpaid}.`;
}

function what({ carriedOver, lost }: LotFate): string {
  if (carriedOver === 0) return "ends";
  if (lost === 0) return "rolls over";
  return `rolls over as far as there is room: ${number(carriedOver)} of ${number(carriedOver + lost)}`;
}

/** By the reason of the entry that would end it. */
const WHEN: Readonly<Record<string, string>> = {
  renewal: ", with the renewal,",
  "next cycle": ", when the next cycle begins,",
  "not renewed": ", if no payment comes,",
  "membership ended": ", when the subscription ends,",
};
