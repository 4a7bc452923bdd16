import type { Account, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { endGrace, isWaiting } from "./membership.ts";
import { type Policy, policyVersion } from "./policy.ts";

/** A renewal will not be paid: its invoice was voided or marked uncollectible. */
export interface GiveUpInvoice {
  readonly type: "GiveUpInvoice";
  readonly now: Instant;
  readonly subscription: string;
  readonly invoice: string;
  readonly happenedAt: Instant;
}

/** Credits that only wait for the payment end with that word, for good (X1). */
export function giveUpInvoice(policy: Policy, account: Account, command: GiveUpInvoice): Entry {
  const { now, subscription, invoice, happenedAt } = command;
  const movements = endGrace(policy, account, subscription, happenedAt);
  const waiting = account.terms.filter((term) => isWaiting(term, subscription, happenedAt));
  const [term, ...otherTerms] = waiting.map((over): Term => ({ ...over, isGivenUp: true }));
  return nextEntry(account, {
    now,
    key: givenUpKey(command),
    occurredAt: happenedAt,
    type: movements.length > 0 ? "expired" : "noted",
    reason: "invoice given up",
    ref: { subscription, invoice },
    by: "stripe",
    policy: policyVersion(policy),
    fact: command,
    movements,
    ...(term && { term }),
    ...(otherTerms.length > 0 && { otherTerms }),
  });
}

export function givenUpKey({ invoice }: GiveUpInvoice): EntryKey {
  return { kind: "state", id: `given up/${invoice}` };
}
