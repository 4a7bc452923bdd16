import type { Dice } from "../world/dice.ts";

/** What can happen to one request to Stripe, and what each stands for in `reliability.md`. */
export const STRIPE_FAULTS = {
  "crash before Stripe": "F1: the environment dies, and the request was never sent",
  "crash at Stripe": "F1: it dies after Stripe has done it and before the response",
  "crash after Stripe": "F1: it dies with the response in its hands",
  "Stripe does not answer": "F15: the connection breaks, and nothing has arrived",
  "Stripe's answer is lost": "F15: it is done, and the connection breaks",
  "Stripe hears late": "F15: the connection breaks, and the request arrives within a minute",
  "Stripe hangs": "F15: nothing arrives, and nothing says so",
  "Stripe is too busy": "F15: 429",
  "Stripe is busy with the key": "F15: 409, another request with the same idempotency key is still being answered",
  "Stripe fails": "F15: 500 before anything was done",
  "Stripe answers what was": "F15: what is read is up to half a minute old",
  "a page is cut": "F15: a list comes in pages of one",
} as const;

export type StripeFault = keyof typeof STRIPE_FAULTS;
export type NextStripeFault = (method: string) => StripeFault | undefined;

const OF_READS: ReadonlySet<StripeFault> = new Set(["Stripe answers what was", "a page is cut"]);
const OF_WRITES: ReadonlySet<StripeFault> = new Set(["Stripe hears late", "Stripe is busy with the key"]);

/** One request in so many meets something, whatever fits it, as often as the others. */
export function randomStripeFaults(dice: Dice, rate: number): NextStripeFault {
  const all = Object.keys(STRIPE_FAULTS) as StripeFault[];
  return (method) => {
    if (!dice.chance(rate)) return undefined;
    const others = method === "GET" ? OF_WRITES : OF_READS;
    return dice.any(all.filter((fault) => !others.has(fault)));
  };
}
