import type { Dice } from "./dice.ts";
import type { Product } from "./product.ts";

/** Of all questions so many are about what is bought, changed and ended. */
export const BILLING = 0.35;

type Asked = readonly [verb: string, account: string, path: string, body: object];

/** What is asked of Stripe through us. */
export function billingQuestion(product: Product, dice: Dice, account: string): Asked {
  const ask = (verb: string, body: object): Asked => [verb, account, verb, body];
  const { packs, addOns, plans } = product;
  const [plan, interval] = dice.any(plans) ?? ["", "month"];
  const addOn = dice.any(addOns);
  switch (dice.below(10)) {
    case 0:
    case 1:
      return ask("checkout", { pack: dice.any(packs), quantity: dice.between(1, 2) });
    case 2:
    case 3: {
      const beside = addOn !== undefined && interval === "month" && dice.chance(0.5) ? { addOns: [addOn] } : {};
      return ask("checkout", { plan, interval, ...beside });
    }
    case 4:
      if (addOn === undefined) return ask("portal", {});
      return ask("checkout", { addOn, ...(dice.chance(0.4) && { remove: true }) });
    case 5:
    case 6:
      return ask("plan", { plan, interval });
    case 7:
      return ask("cancel", { when: dice.chance(0.7) ? "period_end" : "now" });
    case 8:
      return ask("resume", {});
    default:
      return ask("portal", dice.chance(0.5) ? {} : { cancel: "period_end" });
  }
}
