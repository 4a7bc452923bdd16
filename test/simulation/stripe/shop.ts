import type Stripe from "stripe";
import { completeSession } from "../../../local/stripe/checkout-complete.ts";
import { closeDispute, openDispute } from "../../../local/stripe/dispute.ts";
import { cancelInPortal, openPortal, resumeInPortal } from "../../../local/stripe/portal.ts";
import { createRefund } from "../../../local/stripe/refund.ts";
import { openCheckout } from "../../../local/stripe/sales.ts";
import { cancelNow } from "../../../local/stripe/subscription-end.ts";
import { pauseNow, resumeNow } from "../../../local/stripe/subscription-pause.ts";
import { cardOfToken } from "../../../local/stripe/test-card.ts";
import { all, hide, idOf, type World } from "../../../local/stripe/world.ts";
import type { Dice } from "../world/dice.ts";
import type { Product } from "../world/product.ts";
import type { StripeInProcess } from "./in-process.ts";

const CARDS = [
  "pm_card_visa",
  "pm_card_visa",
  "pm_card_visa",
  "pm_card_chargeCustomerFail",
  "pm_card_createDispute",
  "pm_card_refundFail",
  "pm_usBankAccount_success",
  "pm_usBankAccount_insufficientFunds",
] as const;

/** What customers, their banks and the shop do at Stripe itself: all that has no verb of ours. */
export class Shop {
  readonly #stripe: StripeInProcess;
  readonly #product: Product;
  readonly #dice: Dice;

  constructor(stripe: StripeInProcess, product: Product, dice: Dice) {
    this.#stripe = stripe;
    this.#product = product;
    this.#dice = dice;
  }

  /** Somebody sends the form of a page that we have opened. */
  pays(url: string): void {
    const session = new URL(url).pathname.split("/").at(-1) ?? "";
    this.#stripe.act((world) => this.#complete(world, session));
  }

  /** In a page that the shop has opened itself. */
  subscribes(account: string): void {
    const [plan, interval] = this.#dice.any(this.#product.plans) ?? [];
    this.#buys(account, `${plan}_${interval}`);
  }

  buysPack(account: string): void {
    this.#buys(account, `${this.#dice.any(this.#product.packs)}`);
  }

  /** Anything that may befall a customer. */
  deed(account: string): void {
    const dice = this.#dice;
    this.#stripe.act((world) => {
      const mine = all(world, "subscriptions").filter((each) => each.metadata["account"] === account);
      const living = dice.any(mine.filter(({ status }) => status !== "canceled"));
      const customer = all(world, "customers").find((each) => !each.deleted && each.metadata["account"] === account);
      const charges = all(world, "charges").filter((each) => each.customer === customer?.id);
      const charge = dice.any(charges.filter(({ status }) => status === "succeeded"));
      switch (dice.below(9)) {
        case 0:
        case 1:
          return charge && createRefund(world, { charge: charge.id, amount: this.#part(charge) });
        case 2:
          return charge && openDispute(world, { charge: charge.id });
        case 3: {
          const open = all(world, "disputes").filter(({ status }) => status === "needs_response");
          const dispute = dice.any(open);
          return dispute && closeDispute(world, dispute.id, dice.oneOf(["won", "lost"]));
        }
        case 4:
          return customer && hide(world, "declines", customer.id, dice.between(1, 4));
        case 5:
          return living && customer && this.#portal(world, customer.id, living);
        case 6:
          return living && cancelNow(world, living.id);
        case 7:
          return living && pauseNow(world, living.id);
        default: {
          const paused = dice.any(mine.filter(({ status }) => status === "paused"));
          const anchor = dice.chance(0.5) ? "now" : "unchanged";
          return paused && resumeNow(world, paused.id, { anchor, onSuccessOnly: false });
        }
      }
    });
  }

  #buys(account: string, name: string): void {
    const price = (world: World) =>
      all(world, "prices").find(({ lookup_key }) => lookup_key === `${this.#product.policy.name}_${name}`)?.id ?? "";
    this.#stripe.act((world) =>
      this.#complete(world, openCheckout(world, { account, price: price(world), quantity: 1 }, null).id),
    );
  }

  #complete(world: World, session: string): void {
    const card = cardOfToken(this.#dice.oneOf(CARDS));
    if (card) completeSession(world, session, card, { email: "ada@example.com", name: "Ada" });
  }

  #part({ amount, amount_refunded }: Stripe.Charge): number {
    const left = amount - amount_refunded;
    return this.#dice.chance(0.4) ? left : this.#dice.between(1, Math.max(1, left));
  }

  #portal(world: World, customer: string, { id, cancel_at }: Stripe.Subscription): void {
    const session = openPortal(world, { customer, expand: undefined, locale: undefined });
    if (cancel_at === null) cancelInPortal(world, idOf(session), id);
    else resumeInPortal(world, idOf(session), id);
  }
}
