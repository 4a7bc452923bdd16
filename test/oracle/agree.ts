import { type Account, balanceBySource, type Instant, mayBuy, type Policy, settle } from "@passbook/core";
import { expect } from "vitest";
import { iso } from "../support/instants.ts";
import { type Happening, happen, type Journal, passes, play } from "../support/journal.ts";
import { DAY_MS } from "./model/cycles.ts";
import { dayByDay, type View } from "./model/day-by-day.ts";
import { read, readJournal } from "./reading.ts";

/**
 * The model and the engine tell the same story: whether the engine is asked only where something happens or is swept every
 * day, the account is the same at each of these instants, and so is all that happened.
 */
export function agreeOn(policy: Policy, story: readonly Happening[], until: Instant): void {
  const { views, happened } = dayByDay(policy, story, until);
  const expected = (seen: readonly Seen[]) => seen.map(({ now, when }) => ({ now, when, ...views.get(now) }));

  const lazy = lived(policy, [...story, passes(iso(until))]);
  expect(lazy.seen).toEqual(expected(lazy.seen));
  expect(readJournal(lazy.entries)).toEqual(read(happened));

  const swept = lived(policy, withLooks(story, until));
  expect(swept.seen).toEqual(expected(swept.seen));
  expect(swept.account).toEqual(lazy.account);
  expect(swept.entries).toEqual(lazy.entries);
}

interface Seen extends View {
  readonly now: Instant;
  readonly when: string;
}

/** What the engine shows after all that happens at an instant. */
function lived(policy: Policy, story: readonly Happening[]): Journal & { readonly seen: readonly Seen[] } {
  let journal = play(policy, []);
  const seen: Seen[] = [];
  for (const [index, happening] of story.entries()) {
    const { now } = happening;
    ({ journal } = happen(journal, happening));
    if (story[index + 1]?.now !== now) seen.push({ now, when: iso(now), ...viewOf(policy, journal.account, now) });
  }
  return { ...journal, seen };
}

function viewOf(policy: Policy, account: Account, now: Instant): View {
  const settled = settle(policy, account, now).account;
  const sold = Object.keys(policy.packs).filter((pack) => mayBuy(policy, settled, pack).may === "yes");
  return { balance: balanceBySource(settled), sold };
}

/** The same story with a look at the account each midnight, and once more at the end. */
function withLooks(story: readonly Happening[], until: Instant): Happening[] {
  const first = story[0]?.now ?? until;
  const looks: Happening[] = [];
  for (let now = first - (first % DAY_MS) + DAY_MS; now < until; now += DAY_MS) looks.push(passes(iso(now)));
  return [...story, ...looks, passes(iso(until))].toSorted((a, b) => a.now - b.now);
}
