import { type Entry, emptyAccount, evolve, type Spend, spendings } from "@passbook/core";
import { describe, expect, test } from "vitest";
import { emptyJournal, happen, type Journal, play } from "../support/journal.ts";
import { pooled, poolLife } from "../support/pool-histories.ts";
import { forAll } from "../support/properties.ts";

const moved = ({ movements }: Entry, ...types: string[]) =>
  movements.reduce((sum, { type, credits }) => (types.includes(type) ? sum + credits : sum), 0);

/** What counts against a member's budget, told from the journal alone: by what was taken for them and has come back. */
function countedBy(entries: readonly Entry[], id: string, cycle: number): number {
  return entries.reduce((total, entry) => {
    const { hold = 0, spend = 0 } = entry.ref as { hold?: number; spend?: number };
    // What comes back, and what a hold pays, belongs to the cycle of what was asked for in the first place.
    const { member } = entries[(hold || spend || entry.seq) - 1] as Entry;
    const first = entries[Number((entries[spend - 1]?.ref ?? {})["hold"] ?? 0) - 1]?.member ?? member;
    if (first?.id !== id || first.cycle !== cycle) return total;
    return total + moved(entry, "spent", "held") - moved(entry, "released", "restored");
  }, 0);
}

/** The journal, entry by entry, with what each was written on. */
function* steps(life: Parameters<typeof play>[1]) {
  let journal: Journal = emptyJournal(pooled);
  for (const happening of life) {
    const { journal: after, written, decision } = happen(journal, happening);
    yield { happening, before: journal, after, written, decision };
    journal = after;
  }
}

describe("whatever a pool's life", () => {
  test("[O15] nobody spends and holds more in a cycle than their budget", () => {
    let counted = 0;
    forAll(poolLife, (life) => {
      for (const { before, after, written } of steps(life)) {
        const entry = written.at(-1);
        const { id, cycle } = entry?.member ?? {};
        if (id === undefined || cycle === undefined || (entry?.type !== "spent" && entry?.type !== "held")) continue;
        const budget = before.account.members.find((member) => member.id === id)?.budget;
        expect(countedBy(after.entries, id, cycle)).toBeLessThanOrEqual(budget ?? -1);
        counted += 1;
      }
    });
    expect(counted).toBeGreaterThan(100);
  });

  test("[O15] nobody is refused while they are within it: a refusal says what the journal says", () => {
    let refused = 0;
    forAll(poolLife, (life) => {
      for (const { happening, after, decision } of steps(life)) {
        if (decision?.decision !== "rejected" || decision.rejection.code !== "member_budget") continue;
        const { by } = happening as Spend;
        const { budget, spent, short } = decision.rejection;
        expect(after.account.members).toContainEqual({ id: by, budget });
        const cycles = after.entries.flatMap(({ member }) => (member?.id === by ? (member.cycle ?? []) : []));
        // In a cycle in which they have done nothing yet it is nothing.
        expect([0, countedBy(after.entries, by, Math.max(0, ...cycles))]).toContain(spent);
        expect(short).toBeGreaterThan(0);
        refused += 1;
      }
    });
    expect(refused).toBeGreaterThan(50);
  });

  test("[O15] only members spend, and each movement names its member for ever", () => {
    forAll(poolLife, (life) => {
      for (const { before, after, written } of steps(life)) {
        for (const { type, member, ref } of written) {
          const origin = after.entries[Number(ref["hold"] ?? ref["spend"] ?? 0) - 1];
          if (origin) expect(member?.id).toBe(origin.member?.id);
          else if (type === "spent" || type === "held")
            expect(member?.id).toBe(before.account.members.find(({ id }) => id === member?.id)?.id);
        }
      }
    });
  });

  test("[O15] the cycles that a member has spent in only go forward", () => {
    forAll(poolLife, (life) => {
      const last = new Map<string, number>();
      for (const { member } of play(pooled, life).entries) {
        if (member?.cycle === undefined || member.spent === undefined) continue;
        expect(member.cycle).toBeGreaterThanOrEqual(last.get(member.id) ?? 0);
        last.set(member.id, member.cycle);
      }
    });
  });

  test("[O15] the account and what its members have spent are the fold of the journal, as it is read back", () => {
    forAll(poolLife, (life) => {
      const { account, entries } = play(pooled, life);
      const read = JSON.parse(JSON.stringify(entries)) as Entry[];
      expect(read.reduce(evolve, emptyAccount("ada"))).toStrictEqual(account);
      for (const [id, { cycle, spent }] of spendings(read)) {
        const held = account.holds
          .filter(({ member }) => member?.id === id && member.cycle === cycle)
          .flatMap(({ parts }) => parts)
          .reduce((sum, { credits }) => sum + credits, 0);
        expect(spent + held).toBe(countedBy(entries, id, cycle));
      }
    });
  });
});
