import type { Account } from "./account.ts";
import { givenBack } from "./booking.ts";
import { budgetMoved } from "./budget.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import type { MemberSpending } from "./member-spending.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { giveBack, lastPaid, type Return } from "./re-credit.ts";
import { invalidRequest, type SpendDecision } from "./spend.ts";

/** A booking is cancelled, by whomever; how much of it comes back is the policy's (M6). */
export interface CancelBooking {
  readonly type: "CancelBooking";
  readonly now: Instant;
  readonly by: string;
  /** The entry that booked it, as the journal has it. */
  readonly spend: Entry;
  /** What a member whose budget it took of has spent; absent: nothing yet. */
  readonly spentBefore?: MemberSpending;
}

/** An operator takes a payment back: all of it, whatever it paid for. */
export interface ReverseSpend {
  readonly type: "ReverseSpend";
  readonly now: Instant;
  readonly by: string;
  readonly reason: string;
  /** The entry that paid, a spend or the capture of a hold, as the journal has it. */
  readonly spend: Entry;
  /** What a member whose budget it took of has spent; absent: nothing yet. */
  readonly spentBefore?: MemberSpending;
}

export function cancelBooking(policy: Policy, account: Account, command: CancelBooking): SpendDecision {
  const { booking } = command.spend;
  if (!booking || !("startsAt" in booking)) return invalidRequest([{ field: "spend", message: "is not a booking" }]);
  const notice = booking.startsAt - command.now;
  const cost = sum(paidBy(command.spend), ({ credits }) => credits);
  const reason = notice > 0 ? "booking cancelled" : "booking cancelled after its start";
  return { decision: "accepted", entry: undo(policy, account, command, reason, givenBack(policy, cost, notice)) };
}

export function reverseSpend(policy: Policy, account: Account, command: ReverseSpend): SpendDecision {
  const cost = sum(paidBy(command.spend), ({ credits }) => credits);
  if (cost === 0) return invalidRequest([{ field: "spend", message: "has taken nothing" }]);
  return { decision: "accepted", entry: undo(policy, account, command, command.reason, cost) };
}

/** Of the payment that is undone: a cancellation and a reversal exclude each other, whatever keys they were sent with. */
export function undoKey({ spend }: CancelBooking | ReverseSpend): EntryKey {
  return { kind: "undo", id: spend.key.id };
}

/** An entry also where nothing comes back: the booking's place is free, and it must not be asked again. */
function undo(
  policy: Policy,
  account: Account,
  command: CancelBooking | ReverseSpend,
  reason: string,
  credits: Credits,
): Entry {
  const { now, by, spend } = command;
  return nextEntry(account, {
    now,
    key: undoKey(command),
    occurredAt: now,
    type: credits > 0 ? "re-credited" : "noted",
    reason,
    ref: { ...spend.ref, spend: spend.seq },
    by,
    policy: policyVersion(policy),
    ...giveBack(policy, account, "restored", lastPaid(paidBy(spend), credits), { at: now, number: spend.seq }),
    ...budgetMoved(spend.member, -credits, command.spentBefore),
    ...(spend.booking && { booking: { cancelled: spend.seq } }),
  });
}

/** What an entry has paid, lot by lot. */
function paidBy({ type, movements }: Entry): Return[] {
  if (type !== "spent" && type !== "captured") return [];
  return movements.flatMap((movement) => {
    if (movement.type !== "spent" && movement.type !== "captured") return [];
    const { type: _, ...paid } = movement;
    return [paid];
  });
}
