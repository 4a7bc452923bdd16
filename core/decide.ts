import type { Account } from "./account.ts";
import { type Adjust, adjust, adjustmentKey } from "./adjust.ts";
import type { Instant } from "./calendar.ts";
import { type CancelBooking, cancelBooking, type ReverseSpend, reverseSpend, undoKey } from "./cancel-booking.ts";
import { type ChangeSubscription, changeSubscription, subscriptionKey } from "./change-subscription.ts";
import { type DescribeAccount, describeAccount, descriptionKey } from "./describe-account.ts";
import type { EntryKey } from "./entry.ts";
import { type GrantAddOn, grantAddOn } from "./grant-add-on.ts";
import { type GrantAllowance, grantAllowance } from "./grant-allowance.ts";
import { type GrantPack, grantPack, packKey } from "./grant-pack.ts";
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
import { type MarkPersonal, markPersonal, PERSONAL } from "./mark-personal.ts";
import { lineKey } from "./paid-line.ts";
import type { Policy } from "./policy.ts";
import { type Spend, type SpendDecision, spend, spendKey } from "./spend.ts";

/** All that can be asked of an account. Facts that Stripe tells are commands too, which the rules can't refuse. */
export type Command =
  | GrantAllowance
  | GrantAddOn
  | GrantPack
  | ChangeSubscription
  | MarkPersonal
  | DescribeAccount
  | Spend
  | CancelBooking
  | ReverseSpend
  | PlaceHold
  | CaptureHold
  | ReleaseHold
  | Adjust;

/** `known`: a fact that the account knows already, or knows better; there is nothing to remember. */
export type Decision = SpendDecision | { readonly decision: "known" };

/**
 * What the rules make of a command. The account is settled to the command's present before it is asked; the answer is an
 * entry for its journal, or why there is none. Here, once, a command's `now` becomes that present for all that follows.
 */
export function decide(policy: Policy, account: Account, asked: Command): Decision {
  const command: Command = { ...asked, now: presentOf(account, asked) };
  switch (command.type) {
    case "GrantAllowance":
      return { decision: "accepted", entry: grantAllowance(policy, account, command) };
    case "GrantAddOn":
      return { decision: "accepted", entry: grantAddOn(policy, account, command) };
    case "GrantPack":
      return { decision: "accepted", entry: grantPack(policy, account, command) };
    case "ChangeSubscription": {
      const entry = changeSubscription(policy, account, command);
      return entry ? { decision: "accepted", entry } : { decision: "known" };
    }
    case "MarkPersonal":
      return { decision: "accepted", entry: markPersonal(policy, account, command) };
    case "DescribeAccount":
      return describeAccount(policy, account, command);
    case "Spend":
      return spend(policy, account, command);
    case "CancelBooking":
      return cancelBooking(policy, account, command);
    case "ReverseSpend":
      return reverseSpend(policy, account, command);
    case "PlaceHold":
      return placeHold(policy, account, command);
    case "CaptureHold":
      return captureHold(policy, account, command);
    case "ReleaseHold":
      return releaseHold(policy, account, command);
    case "Adjust":
      return adjust(policy, account, command);
  }
}

/** Under which key the journal remembers a command: the same thing told or asked again is found there (X2, X9). */
export function keyOf(command: Command): EntryKey {
  switch (command.type) {
    case "GrantAllowance":
    case "GrantAddOn":
      return lineKey(command);
    case "GrantPack":
      return packKey(command);
    case "ChangeSubscription":
      return subscriptionKey(command);
    case "MarkPersonal":
      return PERSONAL;
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

/** The instant to which an account is settled before a command: time never goes back behind the journal, nor behind a fact. */
export function presentOf(account: Account, command: Command): Instant {
  const happenedAt = "paidAt" in command ? command.paidAt : "toldAt" in command ? command.toldAt : 0;
  return Math.max(command.now, account.at, happenedAt);
}
