import type { Account } from "./account.ts";
import { budgetCycle } from "./budget-cycle.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, sum } from "./credits.ts";
import { type EntryMember, memberAsking } from "./member.ts";
import type { MemberSpending } from "./member-spending.ts";
import type { Policy } from "./policy.ts";

/** What is asked for is more than what is left of a member's budget. */
export interface MemberBudget {
  readonly code: "member_budget";
  readonly budget: Credits;
  /** In this cycle, what their holds set aside included. */
  readonly spent: Credits;
  readonly short: Credits;
}

/** What of a command decides whether a budget allows it. */
interface Asked {
  readonly now: Instant;
  readonly by: string;
  readonly member?: string;
  readonly spentBefore?: MemberSpending;
}

/** Why a member's budget does not allow so many credits now; `undefined`: it does, or there is none (O15). */
export function overBudget(policy: Policy, account: Account, asked: Asked, credits: Credits): MemberBudget | undefined {
  const used = credits === 0 ? undefined : budgetUsed(policy, account, asked);
  if (!used) return undefined;
  const short = used.spent + credits - used.budget;
  return short > 0 ? { code: "member_budget", ...used, short } : undefined;
}

/** What a member with a budget has used of it in the running cycle, what their holds set aside included. */
export interface BudgetUsed {
  readonly budget: Credits;
  readonly spent: Credits;
}

/** `undefined`: there is no such member, or none with a budget. */
export function budgetUsed(policy: Policy, account: Account, asked: Asked): BudgetUsed | undefined {
  const { id = "", budget = null } = memberAsking(account, asked) ?? {};
  if (budget === null) return undefined;
  const { spent, held } = counted(policy, account, id, asked);
  return { budget, spent: spent + held };
}

/** Whose a spend is, and what it takes of their budget. */
export function spentBy(policy: Policy, account: Account, asked: Asked, credits: Credits): { member?: EntryMember } {
  const { member } = heldBy(policy, account, asked);
  return budgetMoved(member, credits, asked.spentBefore);
}

/** Whose a hold is, and against which cycle's budget it counts for as long as it is there. */
export function heldBy(policy: Policy, account: Account, asked: Asked): { member?: EntryMember } {
  const member = memberAsking(account, asked);
  if (!member) return {};
  const { id, budget } = member;
  return { member: budget === null ? { id } : { id, cycle: counted(policy, account, id, asked).cycle } };
}

/**
 * Whose a payment is, and what it does to the budget that it counts against: credits that they or a hold of theirs have paid
 * (positive), or that come back (negative). Once they have spent in a later cycle, an older one's budget is of no interest.
 */
export function budgetMoved(
  of: EntryMember | undefined,
  credits: Credits,
  before: MemberSpending | undefined,
): { member?: EntryMember } {
  const { id, cycle } = of ?? {};
  if (id === undefined) return {};
  if (cycle === undefined || credits === 0 || (before && before.cycle > cycle)) return { member: { id } };
  return { member: { id, cycle, spent: (before?.cycle === cycle ? before.spent : 0) + credits } };
}

/**
 * What counts against a member's budget now. No cycle comes again: where the plan in force falls back to one whose cycle
 * began before, the later one that they have spent or held in goes on.
 */
function counted(
  policy: Policy,
  account: Account,
  id: string,
  { now, spentBefore }: Asked,
): { cycle: Instant; spent: Credits; held: Credits } {
  const holds = account.holds.flatMap(({ member, parts }) =>
    member?.id === id && member.cycle !== undefined ? [{ cycle: member.cycle, parts }] : [],
  );
  const known = [...holds.map((hold) => hold.cycle), ...(spentBefore ? [spentBefore.cycle] : [])];
  const cycle = Math.max(budgetCycle(policy, account, now), ...known);
  return {
    cycle,
    spent: spentBefore?.cycle === cycle ? spentBefore.spent : 0,
    held: sum(holds, (hold) => (hold.cycle === cycle ? sum(hold.parts, ({ credits }) => credits) : 0)),
  };
}
