import { expect } from "vitest";
import { open, submit } from "../page.ts";
import type { Answer, StoryAccount } from "./account.ts";
import type { StripeCustomer } from "./customer.ts";
import { heard, type Stage } from "./stage.ts";

/** Stripe's test numbers (docs.stripe.com/testing); a bank's money comes minutes later, or does not. */
const CARD = "4242424242424242";
const BANK_ACCOUNTS = { comes: "000123456789", "does not come": "000222222227" } as const;

/** What a change or an end would do, as a preview says it. */
export interface Foretold {
  readonly effectiveAt: string;
  readonly credits: { readonly before: Record<string, number>; readonly after: Record<string, number> };
  readonly [field: string]: unknown;
}

type Buying = Pick<StoryAccount, "account" | "post" | "balance">;

/** What somebody buys, changes and ends by our verbs, and on the pages of Stripe's that these lead to. */
export function buyerOf(stage: Stage, customer: StripeCustomer, { account, post, balance }: Buying) {
  const answered = async (verb: string, body: object): Promise<Answer["body"]> => {
    const answer = await post(verb, body);
    if (answer.status === 200) return answer.body;
    throw new Error(`POST /accounts/${account}/${verb}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  /** What a verb answers, once all is told that comes of it. */
  const done = async (verb: string, body: object): Promise<Answer["body"]> => {
    const answer = await heard(stage, answered(verb, body));
    await customer.looksAround();
    return answer;
  };
  const opens = async (verb: string, body: object): Promise<string> => String((await answered(verb, body))["url"]);
  /** As a browser does: the page, then its form. */
  const pays = async (url: string, cardNumber: string = CARD): Promise<void> => {
    await heard(stage, submit(await open(url), { cardNumber }));
    await customer.looksAround();
  };
  const foretells = async (verb: string, body: object) =>
    (await answered(verb, { ...body, preview: true })) as unknown as Foretold;
  /** What takes effect at once is there now, as it was foretold. */
  const comesTrue = async ({ effectiveAt, credits }: Foretold) => {
    const { asOf, bySource } = await balance();
    if (effectiveAt <= asOf) expect(bySource).toEqual(credits.after);
  };

  return {
    /** A page of Checkout's that nobody has paid on yet. */
    opensCheckout: (wanted: object) => opens("checkout", wanted),
    pays,
    async subscribes(plan: string, interval: "month" | "year", ...addOns: string[]): Promise<void> {
      await pays(await opens("checkout", { plan, interval, addOns }));
    },
    async buys(pack: string, quantity = 1): Promise<void> {
      await pays(await opens("checkout", { pack, quantity }));
    },
    /** By bank debit. */
    async buysByBank(pack: string, money: keyof typeof BANK_ACCOUNTS): Promise<void> {
      await pays(await opens("checkout", { pack }), BANK_ACCOUNTS[money]);
    },
    /** Beside the plan that runs. @returns when that begins. */
    addsAddOn: async (addOn: string) => (await done("checkout", { addOn }))["effectiveAt"],
    removesAddOn: async (addOn: string) => (await done("checkout", { addOn, remove: true }))["effectiveAt"],
    /** Another plan, after a look at what that does; what it does at once is what was said. */
    async changesTo(plan: string, interval: "month" | "year"): Promise<Foretold> {
      const wanted = { plan, interval };
      const foretold = await foretells("plan", wanted);
      const { from, to, direction, effectiveAt, credits } = foretold;
      expect(await done("plan", wanted)).toMatchObject({ from, to, direction, effectiveAt, credits });
      await comesTrue(foretold);
      return foretold;
    },
    /** What was planned is taken back by naming the plan that runs. */
    staysWith: (plan: string, interval: "month" | "year") => done("plan", { plan, interval }),
    async cancels(when: "period_end" | "now"): Promise<Foretold> {
      const foretold = await foretells("cancel", { when });
      expect(await done("cancel", { when })).toEqual(foretold);
      await comesTrue(foretold);
      return foretold;
    },
    resumes: () => done("resume", {}),
    /** By the button of the portal's page. */
    async cancelsInPortal(when: "period_end" | "now"): Promise<void> {
      await heard(stage, submit(await open(await opens("portal", { cancel: when }))));
    },
  };
}

export type Buyer = ReturnType<typeof buyerOf>;
