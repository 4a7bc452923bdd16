import type { Account } from "./account.ts";
import { type Adjust, adjust, adjustmentKey } from "./adjust.ts";
import type { Instant } from "./calendar.ts";
import { type CancelBooking, cancelBooking, type ReverseSpend, reverseSpend, undoKey } from "./cancel-booking.ts";
import { isAnsweredFor } from "./change-subscription.ts";
import { decideFact } from "./decide-fact.ts";
import { type DescribeAccount, describeAccount, descriptionKey } from "./describe-account.ts";
import type { Entry, EntryKey } from "./entry.ts";
import { type Fact, factKey, instantOf, isFact, isLate } from "./fact.ts";
import {
  type CaptureHold,
  captureHold,
  holdEndKey,
  holdKey,
  type PlaceHold,
  placeHold,
  type ReleaseHold,
  releaseHold,
} from "./hold.ts";
import type { Policy } from "./policy.ts";
import { nextRenewal } from "./renewal.ts";
import { reopen } from "./reopen.ts";
import { undoneBy } from "./reversal.ts";
import { type Rejection, type Spend, type SpendDecision, spend, spendKey } from "./spend.ts";
import { policyAt } from "./versions.ts";

/** What somebody asks of an account; the rules may refuse it. */
type Request = (
  | DescribeAccount
  | Spend
  | CancelBooking
  | ReverseSpend
  | PlaceHold
  | CaptureHold
  | ReleaseHold
  | Adjust
) & {
  /** Who asks is an operator, and the journal remembers that. */
  readonly isOperators?: boolean;
};

/** All that can be asked of an account, and all that can be told of it. */
export type Command = Fact | Request;

/** `known`: a fact that the account knows already, or knows better; there is nothing to remember. */
export type Decision = SpendDecision | { readonly decision: "known" };

/**
 * What the rules make of a command. The account is settled to the command's present before it is asked; the answer is an
 * entry for its journal, or why there is none. Here, once, a request's `now` becomes that present for all that follows.
 * @param history the account's whole journal, oldest first; only where {@link needsHistory} says so.
 * @throws {RangeError} the journal is needed, and is not there.
 */
export function decide(policy: Policy, account: Account, asked: Command, history?: readonly Entry[]): Decision {
  const present = presentOf(account, asked);
  const rules = policyAt(policy, present);
  if (isFact(asked)) return decided(factEntry(policy, rules, account, asked, history));
  const request: Request = { ...asked, now: present };
  const decision = answered(rules, account, request);
  if (decision.decision === "rejected")
    return { ...decision, rejection: foretelling(policy, account, request, decision.rejection) };
  if (decision.decision !== "accepted" || !request.isOperators) return decision;
  return { ...decision, entry: { ...decision.entry, isOperators: true } };
}

function answered(rules: Policy, account: Account, request: Request): SpendDecision {
  switch (request.type) {
    case "DescribeAccount":
      return describeAccount(rules, account, request);
    case "Spend":
      return spend(rules, account, request);
    case "CancelBooking":
      return cancelBooking(rules, account, request);
    case "ReverseSpend":
      return reverseSpend(rules, account, request);
    case "PlaceHold":
      return placeHold(rules, account, request);
    case "CaptureHold":
      return captureHold(rules, account, request);
    case "ReleaseHold":
      return releaseHold(rules, account, request);
    case "Adjust":
      return adjust(rules, account, request);
  }
}

/** What would help and is still to come goes by the version of its day, which the rules of today don't know. */
function foretelling(policies: Policy, account: Account, { now }: Request, rejection: Rejection): Rejection {
  if (rejection.code !== "insufficient_credits") return rejection;
  return { ...rejection, nextRenewal: nextRenewal(policies, account, now) };
}

function decided(entry: Entry | undefined): Decision {
  return entry ? { decision: "accepted", entry } : { decision: "known" };
}

function factEntry(policies: Policy, policy: Policy, account: Account, fact: Fact, history?: readonly Entry[]) {
  if (!needsHistory(account, fact)) return decideFact(policy, account, fact, []);
  if (history?.length !== account.seq)
    throw new RangeError(`${fact.type} can't be decided without the account's journal`);
  const { kind, id } = factKey(fact);
  if (history.some(({ key }) => key.kind === kind && key.id === id)) return undefined;
  if (fact.type === "ChangeSubscription" && isAnsweredFor(fact, history)) return undefined;
  const isInOrder = !isLate(account, fact) && undoneBy(fact).length === 0;
  return isInOrder ? decideFact(policy, account, fact, history) : reopen(policies, account, fact, history);
}

/** Whether a command can't be decided from the account alone: a fact is told late, or asks what has become of a payment. */
export function needsHistory(account: Account, command: Command): boolean {
  if (!isFact(command)) return false;
  return command.type === "RefundPayment" || command.type === "DisputePayment" || isLate(account, command);
}

/** Under which key the journal remembers a command: the same thing told or asked again is found there (X2, X9). */
export function keyOf(command: Command): EntryKey {
  if (isFact(command)) return factKey(command);
  switch (command.type) {
    case "DescribeAccount":
      return descriptionKey(command);
    case "Spend":
      return spendKey(command);
    case "CancelBooking":
    case "ReverseSpend":
      return undoKey(command);
    case "PlaceHold":
      return holdKey(command);
    case "CaptureHold":
    case "ReleaseHold":
      return holdEndKey(command);
    case "Adjust":
      return adjustmentKey(command);
  }
}

/**
 * The instant to which an account is settled before a command: a fact takes effect at its own, whatever the time of its
 * telling; for a request time never goes back behind the journal.
 */
export function presentOf(account: Account, command: Command): Instant {
  return isFact(command) ? instantOf(command) : Math.max(command.now, account.at);
}
