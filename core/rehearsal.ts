import type { Account, Lot, Term } from "./account.ts";
import type { Instant } from "./calendar.ts";
import { sum } from "./credits.ts";
import { payDebt } from "./debt.ts";
import { doneIn, isDecided } from "./decided.ts";
import type { Entry } from "./entry.ts";
import { evolveState, moved } from "./evolve.ts";
import type { LotTerms, Movement } from "./movement.ts";
import type { Policy } from "./policy.ts";
import { dueEntry } from "./settle.ts";
import { TakenAgain } from "./taken-again.ts";

/**
 * Part of a journal played again with other facts: facts and time are decided anew on what people have left by now. What
 * people did stands: it is there from the beginning, so that nothing of it can be given away again. What they took from a
 * lot before it is granted here leaves that lot short.
 */
export class Rehearsal {
  /** What facts and time did, in this playing. */
  readonly decided: Entry[] = [];
  readonly #policy: Policy;
  /** The journal as it would be by now: what was kept, what people did, what was decided. */
  readonly #journal: Entry[];
  /** What people did; a re-credit among it may be turned over with a cycle. */
  readonly #done: readonly Entry[];
  readonly #takenAgain: TakenAgain;
  #account: Account;

  /** @param termsOf what the lots of the journal are. */
  constructor(
    policy: Policy,
    base: Account,
    kept: readonly Entry[],
    reopened: readonly Entry[],
    termsOf: (movement: Movement) => LotTerms,
  ) {
    const done = reopened.filter((entry) => !isDecided(entry));
    this.#policy = policy;
    this.#account = base;
    this.#journal = [...kept, ...done.map((entry) => ({ ...entry, movements: doneIn(entry) }))];
    this.#done = done;
    this.#takenAgain = new TakenAgain(reopened);
    for (const entry of done) this.#redo(entry, termsOf);
  }

  /** What the account would be by now. */
  get account(): Account {
    const lots = this.#seen().lots.filter(({ left, held, frozen }) => left > 0 || held > 0 || frozen > 0);
    return { ...this.#account, lots };
  }

  /** Lets time do what it does up to an instant. */
  until(now: Instant): void {
    for (let due = this.#due(now); due; due = this.#due(now)) this.#remember(due);
  }

  /** A hold that ends gives back what it held; of what its lot lacks there is nothing to pass on. */
  #due(now: Instant): Entry | undefined {
    const due = dueEntry(this.#policy, this.#seen(), now);
    if (!due?.hold || !("ended" in due.hold)) return due;
    this.#takenAgain.end(due.hold.ended);
    return dueEntry(this.#policy, this.#known(), now);
  }

  /** A fact is decided; its entry has the number that it has in the journal. */
  decide(seq: number, decision: (seen: Account, journal: readonly Entry[]) => Entry | undefined): void {
    this.#told(decision({ ...this.#seen(), seq: seq - 1 }, this.#journal));
  }

  /** The same of a fact that asks what has become of credits: it is shown also what is short. */
  weigh(seq: number, decision: (known: Account, journal: readonly Entry[]) => Entry | undefined): void {
    this.#told(decision({ ...this.#known(), seq: seq - 1 }, this.#journal));
  }

  #told(entry: Entry | undefined): void {
    if (entry) this.#remember(entry);
  }

  entryOf(seq: number): Entry | undefined {
    return this.decided.find((entry) => entry.seq === seq && entry.fact);
  }

  #remember(entry: Entry): void {
    this.decided.push(entry);
    this.#journal.push(entry);
    const known = this.#account.lots;
    const lots = entry.movements.reduce((now, movement) => movedAgain(now, movement, known), known);
    const account = { ...evolveState(this.#account, entry), lots };
    this.#account = { ...account, terms: account.terms.map((term) => this.#joined(term)) };
  }

  /** A re-credit is turned over with its cycle, whenever that begins in this playing. */
  #joined(term: Term): Term {
    const joining = this.#done
      .filter(({ term: known }) => known?.item === term.item && known.lotEnd === term.lotEnd)
      .flatMap(({ movements }) => movements)
      .flatMap(({ type, source, lot }) => (type === "granted" && source === "plan" ? [lot] : []));
    return joining.length > 0 ? { ...term, lots: [...new Set([...term.lots, ...joining])] } : term;
  }

  #redo(entry: Entry, termsOf: (movement: Movement) => LotTerms): void {
    const movements = doneIn(entry);
    const { term: _, debt: __, ...state } = entry;
    const lots = movements.reduce((now, movement) => movedInAdvance(now, movement, termsOf), this.#account.lots);
    this.#account = { ...evolveState(this.#account, state), lots };
    const paid = payDebt(this.#account, movements);
    if (paid.length > 0)
      this.#remember({ ...entry, movements: paid, debt: this.#account.debt - sum(paid, ({ credits }) => credits) });
  }

  /** Nobody is shown that a lot is short, but for one that is still to be granted: it takes that from what it is granted. */
  #seen(): Account {
    const shown = (lot: Lot) => (lot.granted === 0 ? lot : { ...lot, left: Math.max(0, lot.left) });
    const known = this.#known();
    return { ...known, lots: known.lots.map(shown) };
  }

  /** Below 0 is what a lot is short of. */
  #known(): Account {
    return { ...this.#account, lots: this.#account.lots.map((lot) => this.#takenAgain.shown(lot)) };
  }
}

/** A movement of a lot that may have left within its entry: it was short of just what came back, and then that goes on. */
function movedAgain(lots: readonly Lot[], movement: Movement, known: readonly Lot[]): readonly Lot[] {
  const isIt = ({ number, source }: Lot) => number === movement.lot && source === movement.source;
  const gone = lots.some(isIt) || movement.type === "granted" ? undefined : known.find(isIt);
  return moved(gone ? [...lots, { ...gone, left: 0, held: 0, frozen: 0 }] : lots, movement);
}

/** A movement of a lot that may not have been granted yet. */
function movedInAdvance(
  lots: readonly Lot[],
  movement: Movement,
  termsOf: (movement: Movement) => LotTerms,
): readonly Lot[] {
  const isThere = lots.some(({ number, source }) => number === movement.lot && source === movement.source);
  if (isThere || movement.type === "granted") return moved(lots, movement);
  const { lot: number, ...terms } = termsOf(movement);
  const short: Lot = { number, ...terms, granted: 0, left: 0, held: 0, frozen: 0 };
  return moved([...lots, short], movement);
}
