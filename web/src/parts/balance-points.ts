import type { Account, Entry } from "@passbook/client";
import { useState } from "react";
import { useBalancesAt, useStatement } from "../hooks/index.ts";

/** What could be spent from an instant on, or will be. */
export interface BalancePoint {
  /** In milliseconds. */
  readonly at: number;
  readonly balance: number;
  readonly isForecast: boolean;
}

/** How many renewals are foretold. */
const AHEAD = 3;

/** As far back as one page of the statement reaches. */
const BACK = 100;

/** The balance from the statement's lines up to now, and from there what the rules foretell. */
export function useBalancePoints(account: Account): readonly BalancePoint[] {
  const { entries } = useStatement({ limit: BACK });
  const forecast = useForecast(account);
  const now = Date.parse(account.asOf);
  return [
    ...pastOf(entries).filter(({ at }) => at < now),
    { at: now, balance: account.balance, isForecast: false },
    ...forecast.filter(({ at }) => at > now),
  ];
}

/** Oldest first; of several at one instant the last. */
function pastOf(entries: readonly Entry[]): BalancePoint[] {
  const byInstant = new Map<number, number>();
  for (const { at, balance } of entries.toReversed()) byInstant.set(Date.parse(at), balance);
  return [...byInstant].map(([at, balance]) => ({ at, balance, isForecast: false }));
}

/** At the next renewals and at the ends before the first: each answer says when the next renewal is. */
function useForecast({ nextRenewal, cancelAt, lots, asOf }: Account): readonly BalancePoint[] {
  const first = nextRenewal?.at ?? cancelAt;
  const ends = lots.flatMap(({ endsAt }) =>
    endsAt !== null && endsAt > asOf && (!first || endsAt < first) ? endsAt : [],
  );
  const known = [...new Set([...ends, ...(first ? [first] : []), ...(cancelAt ? [cancelAt] : [])])].toSorted();
  const [more, find] = useState<{ readonly from: string; readonly found: readonly string[] }>({ from: "", found: [] });
  const from = known.join(" ");
  const instants = [...known, ...(more.from === from ? more.found : [])];
  const answers = useBalancesAt(instants);
  const last = answers.at(-1)?.data;
  const next = last && "nextRenewal" in last ? last.nextRenewal?.at : undefined;
  const isMore = next !== undefined && !instants.includes(next) && instants.length < known.length + AHEAD;
  // Not in an effect: what is shown next asks for more, and nothing outside of it has to do with that.
  if (isMore) find({ from, found: [...(more.from === from ? more.found : []), next] });
  return answers.flatMap(({ data }) =>
    data ? [{ at: Date.parse(data.asOf), balance: data.balance, isForecast: true }] : [],
  );
}
