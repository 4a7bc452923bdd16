import { expect } from "vitest";
import type { Balance, StoryAccount } from "./account.ts";
import type { StoryClock } from "./clock.ts";

/** Stripe charges a renewal an hour after the period's end. */
const PAID_MINUTES = 90;

/** What an account has been told of other times than now, and whether it was so. */
export function foresightOf({ view, balance, newest }: StoryAccount, clock: Pick<StoryClock, "until">) {
  const diary: Balance[] = [];
  return {
    /**
     * Until what the tab says comes next has come: a renewal with its payment, or the end. That is what the tab has said, and
     * what `?at=` its instant has said.
     */
    async untilNext(): Promise<void> {
      const { outlook } = await view();
      if (!outlook) throw new Error("nothing renews and nothing ends");
      const { at, comes, carriedOver, lost } = outlook;
      diary.push(await balance());
      const foretold = await balance(at);
      const [last] = await newest(1);
      const settled = comes === "renewal" ? PAID_MINUTES * 60_000 : 1_000;
      await clock.until(new Date(Date.parse(at) + settled).toISOString());
      const { balance: all, bySource } = await balance();
      expect([all, bySource]).toEqual([outlook.balance, foretold.bySource]);
      const entries = (await newest(20)).filter(({ seq }) => seq > (last?.seq ?? 0));
      const movements = entries.flatMap((entry) => entry.movements);
      const gone = (...types: string[]) =>
        movements.reduce((sum, { type, credits }) => sum - (types.includes(type) ? credits : 0), 0);
      expect({ carriedOver: gone("rolled-over"), lost: gone("expired", "forfeited") }).toEqual({ carriedOver, lost });
    },
    /** What `?at=` says of the instants before is what was there then. */
    async remembers(): Promise<void> {
      const then = await Promise.all(diary.map(({ asOf }) => balance(asOf)));
      const told = ({ asOf, balance: all, bySource }: Balance) => ({ asOf, balance: all, bySource });
      expect(then.map(told)).toEqual(diary.map(told));
    },
  };
}
