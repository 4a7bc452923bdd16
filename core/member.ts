import type { Account } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { type Credits, isCredits } from "./credits.ts";
import type { Policy } from "./policy.ts";
import type { Problem } from "./price.ts";

/** The most members that an account may have: they are part of its head, which every write of the account carries. */
export const MAX_MEMBERS = 500;

/** Somebody who spends from an account that several share (O15). */
export interface Member {
  /** As their token names them (`sub`): 1–128 of the characters that an account's id may have. */
  readonly id: string;
  /** The most that they may spend in a cycle, from 0; `null`: whatever is there. */
  readonly budget: Credits | null;
}

/** What an entry says of one member: how they stand from here on, or that they are none any more. */
export type MemberChange = Member | { readonly id: string; readonly removed: true };

/**
 * What is said of members, by id, merged into what is known: `null` removes one, a budget of `null` removes the budget, and
 * where no budget is said it stays as it was.
 */
export type SaidMembers = Readonly<Record<string, { readonly budget?: Credits | null } | null>>;

/** Whose payment an entry tells of, on an account with members, and what of their budget it took. */
export interface EntryMember {
  readonly id: string;
  /** The cycle whose budget it counts against, by the instant at which that began; absent: none, or one that is over. */
  readonly cycle?: Instant;
  /** What they have spent in that cycle after it. Absent of a hold, which counts by itself for as long as it is there. */
  readonly spent?: Credits;
}

/** In the order of their ids, so that it does not depend on who came first. */
export function membersAfter(members: readonly Member[], changes: readonly MemberChange[]): readonly Member[] {
  const changed = new Set(changes.map(({ id }) => id));
  const others = members.filter(({ id }) => !changed.has(id));
  const those = changes.filter((change): change is Member => !("removed" in change));
  return [...others, ...those].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What of what is said changes anything. */
export function memberChanges({ members }: Account, said: SaidMembers): MemberChange[] {
  return Object.entries(said).flatMap(([id, change]): MemberChange[] => {
    const known = members.find((member) => member.id === id);
    if (change === null) return known ? [{ id, removed: true }] : [];
    const { budget = known?.budget ?? null } = change;
    return known?.budget === budget ? [] : [{ id, budget }];
  });
}

/** What is wrong with what is said of members. Whoever is there can be removed, whatever the policy says today. */
export function memberProblems({ pools = [] }: Policy, account: Account, said: SaidMembers): Problem[] {
  const named = Object.entries(said).flatMap(([id, change]) => (change === null ? [] : [{ id, ...change }]));
  const after = membersAfter(account.members, memberChanges(account, said));
  return [
    ...(named.length > 0 && pools.length === 0 ? [{ field: "members", message: "are for plans with a pool" }] : []),
    ...named
      .filter(({ id }) => !MEMBER_ID.test(id))
      .map(({ id }) => ({ field: `members.${id}`, message: "is not 1 to 128 letters, digits and . _ : @ | + -" })),
    ...named
      .filter(({ budget = null }) => budget !== null && !isCredits(budget))
      .map(({ id }) => ({ field: `members.${id}.budget`, message: "is not a whole number from 0 to 10¹²" })),
    ...(after.length > MAX_MEMBERS ? [{ field: "members", message: `would be more than ${MAX_MEMBERS}` }] : []),
  ];
}

const MEMBER_ID = /^[\w.:@|+-]{1,128}$/;

/** The member that a payment is for: who is named, or else who asks. `undefined`: the account has no such member. */
export function memberAsking(
  { members }: Account,
  { by, member = by }: { readonly by: string; readonly member?: string },
): Member | undefined {
  return members.find(({ id }) => id === member);
}

/** Names whose entry it is where it takes nothing of a budget. */
export function whose(member: EntryMember | undefined): { member?: EntryMember } {
  return member ? { member: { id: member.id } } : {};
}
