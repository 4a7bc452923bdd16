import { type Account, balance, type Hold, type LotPart, spendable } from "./account.ts";
import { budgetMoved, heldBy, overBudget } from "./budget.ts";
import { burnDown, provenanceOf } from "./burn-down.ts";
import { DAY, HOUR, type Instant } from "./calendar.ts";
import { type Credits, isCredits, sum } from "./credits.ts";
import { type Entry, type EntryKey, nextEntry } from "./entry.ts";
import { spendingRefused } from "./may-spend.ts";
import { type EntryMember, whose } from "./member.ts";
import type { MemberSpending } from "./member-spending.ts";
import type { Captured } from "./movement.ts";
import { type Policy, policyVersion } from "./policy.ts";
import { type Priced, type Problem, price } from "./price.ts";
import { type GivenBack, giveBack } from "./re-credit.ts";
import {
  amount,
  insufficientCredits,
  invalidRequest,
  purposeOf,
  rejected,
  type SpendDecision,
  type Wanted,
} from "./spend.ts";

/** The most holds that an account may have at a time: they are part of its head. */
export const MAX_HOLDS = 50;

/** How long a hold lives where nothing else is asked for. */
export const USUAL_HOLD: Instant = HOUR;

/** How long it may live at most: a year, so that none is forgotten for ever. */
export const LONGEST_HOLD: Instant = 366 * DAY;

/** Sets credits aside for something whose cost is not known before it is done (X9). */
export interface PlaceHold {
  readonly type: "PlaceHold";
  readonly now: Instant;
  readonly request: string;
  readonly by: string;
  readonly for: Wanted;
  /** For whom, on an account with members; where it is not said, for who asks (O15). */
  readonly member?: string;
  /** What a member with a budget has spent; absent: nothing yet. */
  readonly spentBefore?: MemberSpending;
  /** At this instant the hold ends by itself (half-open): within {@link LONGEST_HOLD}; where it is not said, after {@link USUAL_HOLD}. */
  readonly expiresAt?: Instant;
}

/** Pays with what is held: at most that, and what is not needed is released. */
export interface CaptureHold {
  readonly type: "CaptureHold";
  readonly now: Instant;
  readonly by: string;
  /** The entry that placed it, as the journal has it. */
  readonly hold: Entry;
  /** An operator ends whosoever's hold (O15). */
  readonly isOperators?: boolean;
  /** From 1 to what is held; all of it where it is not said. */
  readonly credits?: Credits;
  /** What a member whose budget the hold counts against has spent; absent: nothing yet. */
  readonly spentBefore?: MemberSpending;
}

/** Lets go of what is held. */
export interface ReleaseHold {
  readonly type: "ReleaseHold";
  readonly now: Instant;
  readonly by: string;
  /** The entry that placed it, as the journal has it. */
  readonly hold: Entry;
  /** An operator ends whosoever's hold (O15). */
  readonly isOperators?: boolean;
}

export function placeHold(policy: Policy, account: Account, command: PlaceHold): SpendDecision {
  const { now, by, expiresAt = now + USUAL_HOLD, for: wanted } = command;
  const priced = priceOf(policy, account, wanted);
  const problems = [...("problems" in priced ? priced.problems : []), ...holdProblems(account, expiresAt, now)];
  if ("problems" in priced || problems.length > 0) return invalidRequest(problems);
  const refused = spendingRefused(policy, account, command);
  if (refused) return rejected(refused);
  const { credits } = priced;
  if (credits === 0) return { decision: "free" };
  const over = overBudget(policy, account, command, credits);
  if (over) return rejected(over);
  if (credits > balance(account)) return insufficientCredits(policy, account, credits, now);
  const entry = nextEntry(account, {
    now,
    key: holdKey(command),
    occurredAt: now,
    type: "held",
    ...purposeOf(wanted),
    by,
    policy: policyVersion(policy),
    movements: burnDown(policy.burnDown, spendable(account), credits).map(({ lot, source, credits: held }) => ({
      type: "held",
      lot,
      source,
      credits: held,
    })),
    hold: { expiresAt },
    ...heldBy(policy, account, command),
  });
  return { decision: "accepted", entry };
}

/** The hold ends: `credits` of it have paid, lot by lot in the order in which they were taken, and the rest is released. */
export function captureHold(policy: Policy, account: Account, command: CaptureHold): SpendDecision {
  if (isAnothers(account, command)) return rejected({ code: "hold_not_found" });
  const hold = holdOf(account, command);
  if (!hold) return hasEnded;
  const held = sum(hold.parts, (part) => part.credits);
  const { credits = held } = command;
  if (!isCredits(credits) || credits === 0 || credits > held)
    return invalidRequest([{ field: "credits", message: `is not a whole number from 1 to ${held}, which is held` }]);
  const captured: Captured[] = [];
  const rest: LotPart[] = [];
  let due = credits;
  for (const part of hold.parts) {
    const paid = Math.min(due, part.credits);
    if (paid > 0) captured.push({ type: "captured", ...provenanceIn(account, part), credits: paid });
    if (paid < part.credits) rest.push({ ...part, credits: part.credits - paid });
    due -= paid;
  }
  const released = release(policy, account, { ...hold, parts: rest }, command.now);
  const movements = [...captured, ...released.movements];
  const change = { ...released, movements, ...budgetMoved(hold.member, credits, command.spentBefore) };
  return accepted(policy, account, command, "captured", change);
}

export function releaseHold(policy: Policy, account: Account, command: ReleaseHold): SpendDecision {
  if (isAnothers(account, command)) return rejected({ code: "hold_not_found" });
  const hold = holdOf(account, command);
  if (!hold) return hasEnded;
  const released = release(policy, account, hold, command.now);
  return accepted(policy, account, command, "released", { ...released, ...whose(hold.member) });
}

/** What a hold that ends lets go of, to the lots that it was taken from (X6 where they have ended). */
export function release(
  policy: Policy,
  account: Account,
  { entry, parts }: Pick<Hold, "entry" | "parts">,
  at: Instant,
  asOf: Instant = at,
): GivenBack {
  const returns = parts.map((part) => ({ ...provenanceIn(account, part), credits: part.credits }));
  return giveBack(policy, account, "released", returns, { at, asOf, number: entry });
}

export function holdKey({ request }: Pick<PlaceHold, "request">): EntryKey {
  return { kind: "req", id: request };
}

/** One for both ways to end a hold: they exclude each other, and happen once whatever keys they were sent with. */
export function holdEndKey({ hold }: CaptureHold | ReleaseHold): EntryKey {
  return { kind: "hold-end", id: hold.key.id };
}

/** A booking is paid when it is booked; there is nothing to set aside for it. */
function priceOf(policy: Policy, account: Account, wanted: Wanted): Priced {
  if (!("service" in wanted)) return amount(wanted.credits);
  const priced = price(policy, account, wanted);
  if ("problems" in priced || !policy.services[wanted.service]?.booking) return priced;
  return { problems: [{ field: "service", message: "is booked, not held" }] };
}

function holdProblems({ holds }: Account, expiresAt: Instant, now: Instant): Problem[] {
  return [
    ...(Number.isSafeInteger(expiresAt) && expiresAt > now && expiresAt <= now + LONGEST_HOLD
      ? []
      : [{ field: "expiresAt", message: "is not within the year that is ahead" }]),
    ...(holds.length < MAX_HOLDS ? [] : [{ field: "hold", message: `is one more than ${MAX_HOLDS} at a time` }]),
  ];
}

function holdOf({ holds }: Account, { hold }: CaptureHold | ReleaseHold): Hold | undefined {
  return holds.find(({ entry }) => entry === hold.seq);
}

/** In a pool a hold is ended by whose it is, also when they are no member any more, and by operators; to others it is not there (O15). */
function isAnothers({ members }: Account, { by, hold, isOperators = false }: CaptureHold | ReleaseHold): boolean {
  if (isOperators || members.length === 0) return false;
  return hold.by !== by && hold.member?.id !== by;
}

const hasEnded: SpendDecision = invalidRequest([{ field: "hold", message: "has ended" }]);

/** @throws {RangeError} a hold of a lot that is not there: an invariant is broken. */
function provenanceIn({ lots }: Account, { lot: number, source }: LotPart) {
  const lot = lots.find((candidate) => candidate.number === number && candidate.source === source);
  if (!lot) throw new RangeError(`lot ${number} (${source}) is held and not there`);
  return provenanceOf(lot);
}

function accepted(
  policy: Policy,
  account: Account,
  command: CaptureHold | ReleaseHold,
  type: "captured" | "released",
  change: GivenBack & { readonly member?: EntryMember },
): SpendDecision {
  const { now, by, hold } = command;
  const entry = nextEntry(account, {
    now,
    key: holdEndKey(command),
    occurredAt: now,
    type,
    reason: hold.reason,
    ref: { ...hold.ref, hold: hold.seq },
    by,
    policy: policyVersion(policy),
    hold: { ended: hold.seq },
    ...change,
  });
  return { decision: "accepted", entry };
}
