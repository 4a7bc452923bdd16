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
  "Stripe answers what was": "F15: one thing as it was up to half a minute ago",
  "a page is cut": "F15: a list comes in pages of one",
} as const;

export type StripeFault = keyof typeof STRIPE_FAULTS;
/** The method, and whether one thing was asked for by its name. */
export type Asked = "GET" | "GET one" | "POST" | "DELETE" | (string & {});
export type NextStripeFault = (asked: Asked) => StripeFault | undefined;

/** What fits what is asked; a list is of now: which sale a payment is of is believed at once, and once. */
const FITTING: Partial<Readonly<Record<StripeFault, (asked: Asked) => boolean>>> = {
  "Stripe answers what was": (asked) => asked === "GET one",
  "a page is cut": (asked) => asked === "GET",
  "Stripe hears late": (asked) => !asked.startsWith("GET"),
  "Stripe is busy with the key": (asked) => asked === "POST",
};

/** One request in so many meets something, whatever fits it, as often as the others. */
export function randomStripeFaults(dice: Dice, rate: number): NextStripeFault {
  const all = Object.keys(STRIPE_FAULTS) as StripeFault[];
  return (asked) => (dice.chance(rate) ? dice.any(all.filter((fault) => FITTING[fault]?.(asked) ?? true)) : undefined);
}
