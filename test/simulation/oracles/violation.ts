/** What must hold whatever fails, as docs/simulation.md tells it. */
export const ORACLES = {
  I1: "the movements add up to the balance, and so do the lots",
  I2: "lot by lot nothing is minted and nothing is lost, and no part is below zero",
  I3: "one grant for one paid thing",
  I4: "one outcome for one key: a replay answers the same bytes, another content is refused, what was refused has no effect",
  I5: "no balance is below zero, no limit is passed, nothing is paid in part",
  I6: "nothing is taken from a lot that has ended",
  I7: "entries never change, and are numbered without a gap",
  I8: "between two commands the account is what the set of Stripe's facts makes it",
  I9: "once nothing fails any more, everything is done",
  I10: "what is told or asked again changes nothing",
  I11: "the head is the fold of the entries",
  I12: "all grants are what Stripe was paid for, adjustments, and free allowances",
  E: "what an entry did, and what is remembered to be warned of, is told under one name, and nothing else is",
  L: "what was answered was true at an instant between question and answer",
  S: "who may not is told so, and changes nothing",
  T: "the sweep writes what time has done, where it has done something, and nothing is due after it",
} as const;

export type Oracle = keyof typeof ORACLES;

/** What does not hold, and what shows it. */
export interface Violation {
  readonly oracle: Oracle;
  readonly what: string;
}
