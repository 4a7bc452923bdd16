import type { Account, BillingInterval } from "./account.ts";
import { isBeside } from "./add-on-term.ts";
import type { Instant } from "./calendar.ts";
import type { Credits } from "./credits.ts";
import { type MayBuy, mayBuy } from "./may-buy.ts";
import { type PlanChosen, planDirection } from "./plan-direction.ts";
import { type PlanRequired, termInForce } from "./plan-in-force.ts";
import type { Money, Policy } from "./policy.ts";
import { FREE, isLive, isSubscriber } from "./subscription.ts";
import { policyAt } from "./versions.ts";

/** What an account can buy now, and what of the rest not, and why. */
export interface Offers {
  readonly plans: readonly PlanOffer[];
  readonly packs: readonly PackOffer[];
  readonly addOns: readonly AddOnOffer[];
}

/** A plan, paid by the month or by the year. */
export interface PlanOffer {
  readonly plan: string;
  readonly interval: BillingInterval;
  readonly credits: Credits;
  readonly price: Money;
  /** A first subscription; or a change of the one that there is, up or down (O8); or that one itself. */
  readonly offer: "subscribe" | "up" | "down" | "same" | "current";
}

export type PackOffer = MayBuy & { readonly pack: string; readonly credits: Credits; readonly price: Money };

export type AddOnOffer = (
  | { readonly may: "yes" }
  /** It comes with a plan that is paid like it, or beside one (M2). */
  | { readonly may: "no"; readonly why: PlanRequired }
) & {
  readonly addOn: string;
  /** It stands beside the plan that runs: the next renewal pays for it. */
  readonly isBeside: boolean;
  readonly interval: BillingInterval;
  readonly credits: Credits;
  readonly price: Money;
};

/** By the version of the policy that is in force then: one that is still to come sells nothing. */
export function offersTo(policies: Policy, account: Account, now: Instant): Offers {
  const policy = policyAt(policies, now);
  return {
    plans: planOffers(policy, account, now),
    packs: Object.entries(policy.packs).map(([pack, { credits, price }]) => ({
      pack,
      credits,
      price,
      ...mayBuy(policy, account, pack),
    })),
    addOns: addOnOffers(policy, account, now),
  };
}

function planOffers(policy: Policy, account: Account, now: Instant): PlanOffer[] {
  const held = planHeld(policy, account, now);
  const isSubscribed = account.subscriptions.some(isLive);
  return Object.entries(policy.plans).flatMap(([plan, { allowance: credits, price }]) =>
    priced(price).map(([interval, amount]) => {
      const chosen = { plan, interval, quantity: held?.quantity ?? 1 };
      const isCurrent = held?.plan === plan && held.interval === interval;
      // Of a subscription that nobody has told of yet only its payment is known.
      const change = held ? planDirection(policy, held, chosen) : "same";
      return {
        plan,
        interval,
        credits,
        price: amount,
        offer: isCurrent ? "current" : isSubscribed ? change : "subscribe",
      };
    }),
  );
}

/** What a change would change: what the items sell, which is paid for later, or, in a trial that gives nothing, not at all yet. */
function planHeld(policy: Policy, account: Account, now: Instant): PlanChosen | undefined {
  const running = paidTerm(policy, account, now);
  const live = account.subscriptions.filter(isLive);
  const its = live.find(({ id, sells }) => (running ? id === running.subscription : sells !== undefined));
  return its?.sells ?? running;
}

function addOnOffers(policy: Policy, account: Account, now: Instant): AddOnOffer[] {
  const running = paidTerm(policy, account, now);
  return Object.entries(policy.addOns).flatMap(([addOn, { credits, price }]) =>
    priced(price).map(([interval, amount]) => {
      const plans = Object.keys(policy.plans).filter((plan) => policy.plans[plan]?.price[interval] !== undefined);
      const fits = isSubscriber(account) && running?.interval === interval;
      const may = fits ? ({ may: "yes" } as const) : ({ may: "no", why: { code: "plan_required", plans } } as const);
      return { addOn, isBeside: fits && isBeside(account, running, addOn), interval, credits, price: amount, ...may };
    }),
  );
}

/** The paid time of the plan in force, where it is one of a subscription that lives. */
function paidTerm(policy: Policy, account: Account, now: Instant) {
  const term = termInForce(policy, account, now);
  return term?.subscription === FREE ? undefined : term;
}

function priced(price: Readonly<Partial<Record<BillingInterval, Money>>>): [BillingInterval, Money][] {
  return Object.entries(price) as [BillingInterval, Money][];
}
