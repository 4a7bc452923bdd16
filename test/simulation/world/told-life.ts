import type Stripe from "stripe";
import { atTheEnd } from "../oracles/ending.ts";
import { setOfFacts } from "../oracles/set-of-facts.ts";
import type { Life, Surroundings } from "./life.ts";
import { buyersLife, subscribedLife } from "./stripe-life.ts";

/** Stripe's events, made by hand: their orders, ties and sums are harder than those of a Stripe that does things one by one. */
export function toldLife({ setting, dice, engine, journal, caller, deliverer, time, quiet }: Surroundings): Life {
  const lives = [
    subscribedLife(dice, "ada", dice.oneOf(["creator", "pro"])),
    buyersLife(dice, "ada", dice.below(2)),
    buyersLife(dice, "bea", dice.between(1, 4)),
    subscribedLife(dice, "crew", "enterprise"),
    buyersLife(dice, "fay", dice.below(2)),
  ];
  const ofQuiet = [subscribedLife(dice, quiet, "creator"), buyersLife(dice, quiet, dice.between(2, 5))];
  lives.push(...ofQuiet);
  const happened = lives.flatMap(({ events }) => events);
  for (const one of happened) void deliverer.tell(one);
  const eventsOf = (some: typeof lives): Stripe.Event[] =>
    some.flatMap(({ events }) => events.map(({ event }) => event));
  const { policy } = setting.product;
  return {
    events: () => eventsOf(lives),
    async *judged() {
      yield* setOfFacts(policy, journal.book(quiet), eventsOf(ofQuiet), time.now());
      const paid = lives.flatMap((life) => life.paid);
      yield* atTheEnd({ policy, journal, asked: caller.asked, paid, keys: engine.items });
    },
  };
}
