/**
 * Everything that can be found in a policy that compiles and is nonsense all the same: a closed set. The sentence says why
 * it is one.
 */
export const FINDINGS = {
  allowance_missing: "A plan has to give a whole number of credits from 1 to 10¹² each cycle.",
  cap_below_allowance: "Not even one unused allowance would fit under the limit.",
  cap_not_whole: "A limit is a whole number of credits, at most 10¹².",
  limit_of_nothing: "Nothing can roll over where nothing is given.",
  rollover_unreachable: "No plan's leftovers live on, so nothing asks these rules.",
  plan_without_price: "Without a price there is no way into the plan.",
  price_not_money: "A price is a whole number of the smallest coin, from 1; a line of 0 is a trial.",
  plan_without_use: "Its members could not spend credits on any service.",
  pack_gives_nothing: "A pack has to hold a whole number of credits from 1 to 10¹².",
  pack_misnamed: "A pack is named pack_<credits>.",
  service_without_price: "No choice means no cost.",
  cost_not_whole: "A cost is a whole number of credits from 0 to 10¹².",
  choices_differ: "A cohort has to be asked for the same choices as everyone else.",
  rule_without_effect: "The cohort pays what everyone pays.",
  nothing_to_spend_on: "Every service is free: credits could never be spent.",
  source_never_spent: "Lots of a source that the burn-down order leaves out could never be spent.",
  source_twice: "A source pays once; the second time is never reached.",
  plan_unknown: "There is no such plan.",
  plans_missing: "A service that no plan may use is no service.",
  cohort_unknown: "Nobody is in a cohort that is not declared.",
  cohort_unused: "No rule asks for this cohort.",
  cohort_shadowed: "All of its members are in a cohort that is named before it.",
  date_never: "This is no date that a sign-up or a payment could be compared with.",
  bookings_missing: "Without rules for bookings it can't be booked.",
  bookings_unused: "No service is booked, so nothing asks these rules.",
  none_open: "At least one booking has to be allowed ahead, and a whole number of them.",
  lengths_without_one: "Lengths are whole numbers from 1, each once; the ordinary length, 1, is one of them.",
  share_not_percent: "A share is a whole number of percent, from 0 to 100.",
  notice_not_whole: "A notice is a whole number of milliseconds, from 0.",
  window_hidden: "A shorter notice gives as much, or more: nobody would be early for this one.",
  add_on_gives_nothing: "An add-on has to give a whole number of credits from 1 to 10¹².",
  add_on_without_price: "Without a price nobody can buy it.",
  add_on_beside_nothing: "No plan is paid as often, so it can stand beside none.",
  fallback_priced: "Nobody pays for what an end falls back to: it would be given away.",
  keeps_of_nothing: "There is no fallback plan that it could be so many times of.",
  multiple_not_whole: "What is kept is a whole number of times a plan's credits, from 0.",
  lost_twice: "What is lost once is gone.",
  version_twice: "Of two versions of one day only one could ever be in force.",
  version_out_of_order: "Versions are an append-only list, newest first: an older one could never be in force.",
  version_of_another: "The versions of a policy are those of one product, in one currency.",
  sold_and_gone: "Who has paid for it may have credits to come: it stays, without a price.",
  version_not_date: "A version is the day from which the rules are in force, YYYY-MM-DD.",
  currency_unknown: "A currency is its ISO 4217 code, three capital letters.",
  id_not_key: "Lookup keys are made of ids: small letters, digits and single hyphens.",
  lookup_key_twice: "Two things would be sold under one lookup key.",
  cycle_not_whole: "A cycle is a whole number of months or days, from 1.",
  cycle_too_long: "Twelve such cycles do not begin within a paid year: the last allowances would never be given.",
  quote_not_whole: "A price is kept for a whole number of milliseconds, from 1.",
  quote_too_long: "A price that is kept for more than a day is no estimate, and outlives what it rests on.",
  grace_not_whole: "A grace is a whole number of milliseconds, from 0.",
  grace_too_long: "Old credits would still be there when the cycle after theirs is over.",
} as const satisfies Record<string, string>;

export type FindingCode = keyof typeof FINDINGS;

/** One thing in a policy that can't be meant. */
export interface Finding {
  readonly code: FindingCode;
  /** A path into the policy. */
  readonly where: string;
  /** What is there, and why it makes no sense. */
  readonly says: string;
}

/** The finding, if it is one. */
export function found(isFound: boolean, code: FindingCode, where: string, what: string): Finding[] {
  return isFound ? [{ code, where, says: `${what}. ${FINDINGS[code]}` }] : [];
}
