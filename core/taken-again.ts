import type { Lot } from "./account.ts";
import type { Credits } from "./credits.ts";
import { doneIn, isDecided } from "./decided.ts";
import type { Entry } from "./entry.ts";
import { nameOf } from "./lineage.ts";
import { signed } from "./movement.ts";

/** Credits that a hold gave back when it ended by itself, or, without one, that people took (below 0) or brought. */
interface Step {
  readonly hold?: number;
  readonly credits: number;
}

/**
 * What people took of a lot stands from the beginning of a playing, and holds end in it at their own instants. Where what a hold gave
 * back was taken again, both would stand at once, and the lot would be short of credits that nobody missed: of the holds that are
 * still to end this knows how much is the same credits.
 */
export class TakenAgain {
  readonly #steps = new Map<string, Step[]>();
  readonly #ended = new Set<number>();

  /** @param reopened what is played again, as the journal has it. */
  constructor(reopened: readonly Entry[]) {
    for (const entry of reopened) {
      const { hold, movements } = entry;
      const ended = isDecided(entry) && hold && "ended" in hold ? hold.ended : undefined;
      if (ended !== undefined)
        for (const one of movements)
          if (one.type === "released") this.#add(nameOf(one), { hold: ended, credits: one.credits });
      for (const one of doneIn(entry)) this.#add(nameOf(one), { credits: signed(one) });
    }
  }

  /** A hold ends in the playing. */
  end(hold: number): void {
    this.#ended.add(hold);
  }

  /** The lot with what its holds will have given back by the time when it is taken again. */
  shown(lot: Lot): Lot {
    const again = this.#of(nameOf({ lot: lot.number, source: lot.source }));
    return again > 0 ? { ...lot, left: lot.left + again, held: lot.held - again } : lot;
  }

  /** All that is taken at once, less the most that was ever taken at a time from here on. */
  #of(name: string): Credits {
    const steps = this.#steps.get(name) ?? [];
    const now = steps.findLastIndex(({ hold }) => hold !== undefined && this.#ended.has(hold));
    let [taken, atOnce, most] = [0, 0, 0];
    for (const [place, { hold, credits }] of steps.entries()) {
      const isStanding = hold === undefined || this.#ended.has(hold);
      if (isStanding) atOnce -= credits;
      if (isStanding || place > now) taken -= credits;
      if (place >= now) most = Math.max(most, taken);
    }
    return Math.max(0, atOnce - most);
  }

  #add(name: string, step: Step): void {
    this.#steps.set(name, [...(this.#steps.get(name) ?? []), step]);
  }
}
