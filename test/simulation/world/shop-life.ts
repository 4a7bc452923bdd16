import { isHandled } from "../../../functions/stripe/translate.ts";
import { all } from "../../../local/stripe/world.ts";
import { outcomes } from "../oracles/ending.ts";
import { soldAtStripe } from "../oracles/sold.ts";
import { toldCalmly } from "../oracles/told-calmly.ts";
import type { StripeInProcess } from "../stripe/in-process.ts";
import { Shop } from "../stripe/shop.ts";
import type { Asked } from "./caller.ts";
import type { Life, Surroundings } from "./life.ts";
import { operator } from "./workload.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LASTS_DAYS = 80;
const PASSES_DAYS = 95;
const BUYERS = ["ada", "bea", "crew", "fay"] as const;

/** The local Stripe, and people who buy, fall out with their banks and change their minds: by our verbs, and at Stripe. */
export async function shopLife(outside: Surroundings & { readonly stripe: StripeInProcess }): Promise<Life> {
  const { plan, setting, dice, time, engine, journal, caller, stripe, quiet } = outside;
  const { product } = setting;
  const { policy, legacy } = product;
  const shop = new Shop(stripe, product, dice.fork());
  const events = () => all(stripe.world, "events").filter(isHandled);
  if (legacy !== undefined)
    await caller.ask({
      verb: "describe-account",
      account: "ada",
      line: "PATCH /accounts/ada",
      request: { token: operator, body: { signedUpAt: legacy } },
    });

  const begins = time.now();
  const soon = () => time.until(begins + dice.between(1, 30) * HOUR);
  const during = () => time.until(begins + dice.below(LASTS_DAYS * 24) * HOUR + dice.below(HOUR));
  const at = (when: () => Promise<void>, act: () => void): void => void when().then(act);

  at(soon, () => shop.subscribes(quiet));
  for (const account of BUYERS) if (dice.chance(0.7)) at(soon, () => shop.subscribes(account));
  for (let deeds = 0; deeds < 4 + plan.operations / 4; deeds += 1) {
    const account = dice.oneOf([...BUYERS, quiet, quiet]);
    const what = dice.below(6);
    at(during, () =>
      what === 0 ? shop.buysPack(account) : what === 1 ? shop.subscribes(account) : shop.deed(account),
    );
  }
  void passTime(stripe, time.until, begins);
  caller.heard((asked) => {
    const url = pageOf(asked);
    if (url !== undefined && dice.chance(0.8)) void time.sleep(dice.below(20 * MINUTE)).then(() => shop.pays(url));
  });

  return {
    events,
    async *judged() {
      yield* soldAtStripe(policy, stripe.world, journal);
      yield* outcomes(caller.asked, engine.items);
      yield* toldCalmly({ policy, stripe, time, book: journal.book(quiet), events: events() });
    },
  };
}

/** What is due happens within the hour, as long as the world lasts. */
async function passTime(stripe: StripeInProcess, until: (at: number) => Promise<void>, begins: number): Promise<void> {
  for (let at = begins; at < begins + PASSES_DAYS * DAY; at += HOUR) {
    await until(at);
    stripe.passes();
  }
}

/** The Checkout page that was answered. */
function pageOf({ verb, tries }: Asked): string | undefined {
  const url = (tries.at(-1)?.answered.body as { url?: string } | undefined)?.url;
  return verb === "checkout" && url?.includes("/c/pay/") ? url : undefined;
}
