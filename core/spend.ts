import { type Account, balance, spendable } from "./account.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, isCredits } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { mayBuy } from "./may-buy.ts";
import { type PlanRequired, planMissing } from "./plan-in-force.ts";
import { type Money, type Policy, policyVersion } from "./policy.ts";
import { type Priced, type Problem, price, type ServiceRequest } from "./price.ts";
import { nextRenewal, type Renewal } from "./renewal.ts";

/** Somebody wants to pay with credits: for a service of the catalogue, or, as an operator, an amount with a reason. */
export interface Spend {
  readonly type: "Spend";
  readonly now: Instant;
  /** The caller's idempotency key: the same one never pays twice (X9). */
  readonly request: string;
  readonly by: string;
  readonly for: ServiceRequest | { readonly credits: Credits; readonly reason: string };
}

/** A pack that would cover what is missing, bought so many times. */
export interface CoveringPack {
  readonly id: string;
  readonly credits: Credits;
  readonly quantity: number;
  readonly price: Money;
  readonly currency: string;
}

/**
 * The rules say no. Nothing was taken; a spend is paid whole or not at all (M1). In the order of precedence: who may not use
 * a service is not told that credits are missing (N6).
 */
export type Rejection =
  | { readonly code: "invalid_request"; readonly problems: readonly Problem[] }
  | PlanRequired
  | {
      readonly code: "insufficient_credits";
      readonly needed: Credits;
      readonly available: Credits;
      readonly short: Credits;
      readonly nextRenewal: Renewal | null;
      readonly packs: readonly CoveringPack[];
    };

/** What became of a spend. A free service is done and leaves no entry (O4). */
export type SpendDecision =
  | { readonly decision: "accepted"; readonly entry: Entry }
  | { readonly decision: "free" }
  | { readonly decision: "rejected"; readonly rejection: Rejection };

export function spend(policy: Policy, account: Account, command: Spend): SpendDecision {
  const present = Math.max(command.now, account.at);
  const priced = "service" in command.for ? price(policy, account, command.for) : amount(command.for.credits);
  if ("problems" in priced)
    return { decision: "rejected", rejection: { code: "invalid_request", problems: priced.problems } };
  const missing = "service" in command.for && planMissing(policy, account, command.for.service, present);
  if (missing) return { decision: "rejected", rejection: missing };
  const { credits } = priced;
  if (credits === 0) return { decision: "free" };
  if (credits > balance(account)) {
    return { decision: "rejected", rejection: insufficient(policy, account, credits, present) };
  }
  const entry = nextEntry(account, {
    now: command.now,
    key: spendKey(command),
    occurredAt: present,
    type: "spent",
    reason: "service" in command.for ? command.for.service : command.for.reason,
    ref: "service" in command.for ? { ...command.for } : {},
    by: command.by,
    policy: policyVersion(policy),
    movements: burnDown(policy.burnDown, spendable(account), credits),
  });
  return { decision: "accepted", entry };
}

/** An amount that is named is one that is taken: none of 0. */
function amount(credits: Credits): Priced {
  if (isCredits(credits) && credits > 0) return { credits };
  return { problems: [{ field: "credits", message: "is not a whole number from 1 to 10¹²" }] };
}

export function spendKey({ request }: Pick<Spend, "request">): EntryKey {
  return { kind: "req", id: request };
}

function insufficient(policy: Policy, account: Account, needed: Credits, now: Instant): Rejection {
  const available = balance(account);
  const short = needed - available;
  const offered = Object.entries(policy.packs).filter(([id]) => mayBuy(policy, account, id, now).may === "yes");
  const packs = offered.map(([id, pack]) => {
    const quantity = Math.ceil(short / pack.credits);
    return { id, credits: pack.credits * quantity, quantity, price: pack.price * quantity, currency: policy.currency };
  });
  return {
    code: "insufficient_credits",
    needed,
    available,
    short,
    nextRenewal: nextRenewal(policy, account, now),
    packs,
  };
}
