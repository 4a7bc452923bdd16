import { type Account, balance, spendable } from "./account.ts";
import { type BookingLimit, bookingLimit, startProblems } from "./booking.ts";
import { type MemberBudget, overBudget, spentBy } from "./budget.ts";
import { burnDown } from "./burn-down.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, isCredits } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { MAX_PACKS, mayBuy } from "./may-buy.ts";
import { type AccountBlocked, type HoldNotFound, type NotAMember, spendingRefused } from "./may-spend.ts";
import type { MemberSpending } from "./member-spending.ts";
import type { PlanRequired } from "./plan-in-force.ts";
import { type Money, type Policy, policyVersion } from "./policy.ts";
import { type Priced, type Problem, price, type ServiceRequest } from "./price.ts";
import { type Quoted, type QuoteSpent, quotedPrice } from "./quoted.ts";
import { nextRenewal, type Renewal } from "./renewal.ts";

/** Somebody wants to pay with credits. */
interface Payment {
  readonly type: "Spend";
  readonly now: Instant;
  /** The caller's idempotency key: the same one never pays twice (X9). */
  readonly request: string;
  readonly by: string;
  /** For whom, on an account with members; where it is not said, for who asks (O15). */
  readonly member?: string;
  /** What a member with a budget has spent; absent: nothing yet. */
  readonly spentBefore?: MemberSpending;
}

/**
 * For a service of the catalogue, at its price or at the one that was quoted; or, as an operator, an amount with a reason.
 */
export type Spend = Payment &
  ({ readonly for: Wanted; readonly quoted?: undefined } | { readonly for: ServiceRequest; readonly quoted: Quoted });

/** What credits are wanted for. */
export type Wanted = ServiceRequest | { readonly credits: Credits; readonly reason: string };

/** A pack that would cover what is missing, bought so many times. */
export interface CoveringPack {
  readonly pack: string;
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
  | HoldNotFound
  | { readonly code: "invalid_request"; readonly problems: readonly Problem[] }
  | PlanRequired
  | NotAMember
  | AccountBlocked
  | BookingLimit
  | MemberBudget
  | QuoteSpent
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
  const { quoted } = command;
  const priced = quoted
    ? quotedPrice(quoted, command.for, command.now)
    : priceOf(policy, account, command.for, command.now);
  if ("problems" in priced) return invalidRequest(priced.problems);
  const refused = spendingRefused(policy, account, command);
  if (refused) return rejected(refused);
  const { credits } = priced;
  const startsAt = "service" in command.for ? command.for.startsAt : undefined;
  if (credits === 0 && startsAt === undefined) return { decision: "free" };
  const limit = startsAt === undefined ? undefined : bookingLimit(policy, account, command.now);
  if (limit) return rejected(limit);
  const over = overBudget(policy, account, command, credits);
  if (over) return rejected(over);
  if (quoted?.isSpent) return rejected({ code: "quote_spent" });
  if (credits > balance(account)) return insufficientCredits(policy, account, credits, command.now);
  const entry = nextEntry(account, {
    now: command.now,
    key: spendKey(command),
    occurredAt: command.now,
    type: "spent",
    ...purposeOf(command.for, quoted),
    by: command.by,
    policy: policyVersion(policy),
    movements: burnDown(policy.burnDown, spendable(account), credits),
    ...(startsAt !== undefined && { booking: { startsAt } }),
    ...spentBy(policy, account, command, credits),
  });
  return { decision: "accepted", entry };
}

/** What is to be paid for what is wanted at an instant, or all that is wrong with it. */
function priceOf(policy: Policy, account: Account, wanted: Wanted, now: Instant): Priced {
  if (!("service" in wanted)) return amount(wanted.credits);
  const priced = price(policy, account, wanted);
  const problems = startProblemsOf(policy, wanted, now);
  if (problems.length === 0) return priced;
  return { problems: "problems" in priced ? [...priced.problems, ...problems] : problems };
}

/** What is wrong with when a request starts, of a service that the policy has. */
export function startProblemsOf({ services }: Policy, wanted: ServiceRequest, now: Instant): Problem[] {
  const service = Object.hasOwn(services, wanted.service) ? services[wanted.service] : undefined;
  return startProblems(service, wanted, now);
}

/** How the journal tells what was wanted, and whose promise the price was. */
export function purposeOf(wanted: Wanted, quoted?: Quoted): Pick<Entry, "reason" | "ref"> {
  if (!("service" in wanted)) return { reason: wanted.reason, ref: {} };
  const promise = quoted && { quote: quoted.id, quotedUnder: quoted.policy };
  return { reason: wanted.service, ref: { ...wanted, ...promise } };
}

/** An amount that is named is one that is taken: none of 0. */
export function amount(credits: Credits): Priced {
  if (isCredits(credits) && credits > 0) return { credits };
  return { problems: [{ field: "credits", message: "is not a whole number from 1 to 10¹²" }] };
}

export function invalidRequest(problems: readonly Problem[]): SpendDecision {
  return rejected({ code: "invalid_request", problems });
}

export function rejected(rejection: Rejection): SpendDecision {
  return { decision: "rejected", rejection };
}

export function spendKey({ request }: Pick<Spend, "request">): EntryKey {
  return { kind: "req", id: request };
}

/** More than there is: what is missing, and what would help (O12). */
export function insufficientCredits(policy: Policy, account: Account, needed: Credits, now: Instant): SpendDecision {
  const available = balance(account);
  const short = needed - available;
  const next = nextRenewal(policy, account, now);
  const packs = coveringPacks(policy, account, short);
  return rejected({ code: "insufficient_credits", needed, available, short, nextRenewal: next, packs });
}

/** Those that are sold to the account, and that one checkout can sell enough of. */
function coveringPacks(policy: Policy, account: Account, short: Credits): CoveringPack[] {
  const offered = Object.entries(policy.packs).filter(([pack]) => mayBuy(policy, account, pack).may === "yes");
  const covering = offered.map(([pack, { credits, price: each }]) => {
    const quantity = Math.ceil(short / credits);
    return { pack, credits: credits * quantity, quantity, price: each * quantity, currency: policy.currency };
  });
  return covering.filter(({ quantity }) => quantity <= MAX_PACKS);
}
