import type { Account, Lot, Source } from "./account.ts";
import { dateOf } from "./calendar.ts";
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
export function explainLot(policy: Policy, account: Account, lot: Lot, ahead: readonly Entry[]): string {
  const isWaiting = account.suspended.includes(lot.source);
  return [
    `${origin(account, lot)} on ${dateOf(lot.birth)}.`,
    ...(isWaiting ? ["They can't be spent until you subscribe."] : []),
    ...(lot.frozen > 0 ? [`${number(lot.frozen)} can't be spent while their payment is disputed.`] : []),
    end(policy, lot, fateOf(lot, ahead)),
  ].join(" ");
}

function origin(account: Account, lot: Lot): string {
  const amount = `${number(lot.granted)} ${credits(lot.granted)}`;
  const term = account.terms.find((paid) => isOf(paid)(lot));
  if (account.terms.some((paid) => isReturnedTo(paid)(lot)))
    return `${amount} that came back too late for their own time,`;
  return term ? `${amount} of the plan ${term.plan}, given` : `${amount} ${ORIGIN[lot.source]}`;
}

const ORIGIN: Readonly<Record<Source, string>> = {
  plan: "of a plan that was paid late,",
  rollover: "that rolled over",
  "add-on": "of an add-on, paid",
  promotion: "of a promotion, given",
  adjustment: "that we gave",
  "top-up": "that were bought",
};

function end({ cancelling }: Policy, { end: ends, source }: Lot, fate: LotFate | undefined): string {
  if (fate) return `${WHY[fate.entry.reason] ?? "What is left"} on ${dateOf(fate.entry.at)} ${what(fate)}.`;
  if (ends !== null) return `What is left ends on ${dateOf(ends)}.`;
  const unless = cancelling.loses.includes(source) ? ", or until the subscription ends" : "";
  return `They stay until they are spent${unless}.`;
}

function what({ carriedOver, lost }: LotFate): string {
  if (carriedOver === 0) return "ends";
  return lost === 0
    ? "rolls over"
    : `rolls over as far as there is room: ${number(carriedOver)} of ${number(carriedOver + lost)}`;
}

/** By the reason of the entry that would end it. */
const WHY: Readonly<Record<string, string>> = {
  renewal: "What is left at the renewal",
  "next cycle": "What is left when the next cycle begins",
  "not renewed": "If no payment comes, what is left",
  "membership ended": "With the subscription, what is left",
};
