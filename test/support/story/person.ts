import { accountOf, type StoryAccount } from "./account.ts";
import { type Buyer, buyerOf } from "./buyer.ts";
import { newClock } from "./clock.ts";
import { newCustomer, type StripeCustomer } from "./customer.ts";
import { foresightOf } from "./foresight.ts";
import type { Stage } from "./stage.ts";

/** An account with a customer of Stripe's, and somebody's token for it. */
export interface Payer extends StripeCustomer, StoryAccount, Buyer, ReturnType<typeof foresightOf> {}

/** Somebody with a personal account, and with others that they may act on. */
export interface Person extends Payer {
  readonly until: (to: string) => Promise<void>;
  /** A workspace of theirs: an account of its own, which is paid for by itself. */
  workspace(name: string): Promise<Payer>;
  /** The workspaces that there are. */
  readonly workspaces: readonly Payer[];
  /** Somebody else, who may act on a workspace of theirs, and what they try on that or another account. */
  colleague(name: string, workspace: Payer, account?: StoryAccount): Promise<StoryAccount>;
  /** What only the product knows of an account. */
  isDescribed(what: object, account?: StoryAccount): Promise<Record<string, unknown>>;
  /** The support desk gives credits, or takes them. */
  isAdjusted(credits: number, reason: string, account?: StoryAccount): Promise<Record<string, unknown>>;
}

interface Beginning {
  readonly account: string;
  /** Where their clock stands at first. */
  readonly begins: string;
  readonly isUnnamed?: boolean | undefined;
}

export async function newPerson(stage: Stage, { account: name, begins, isUnnamed }: Beginning): Promise<Person> {
  const clock = await newClock(stage, begins);
  const workspaces: Payer[] = [];
  const payer = async (account: string, accounts?: string[]): Promise<Payer> => {
    const customer = await newCustomer(stage, { account, clock: clock.id, isUnnamed });
    const own = accountOf(stage, account, name, await stage.tokenFor({ sub: name, ...(accounts && { accounts }) }));
    return { ...customer, ...own, ...buyerOf(stage, customer, own), ...foresightOf(own, clock) };
  };
  const operator = await stage.tokenFor({ sub: "support", scope: "credits:operate" });
  const operates = async (account: string, verb: string, request: { method?: string; key?: string; body: object }) => {
    const { status, body } = await stage.ask(`/accounts/${account}${verb}`, operator, request);
    if (status >= 300) throw new Error(`${account}${verb}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const personal = await payer(name);

  return {
    ...personal,
    until: (to) => clock.until(to),
    workspaces,
    async workspace(of) {
      const account = `${of}.of.${name}`;
      const made = await payer(account, [name, account]);
      workspaces.push(made);
      return made;
    },
    async colleague(called, workspace, { account } = workspace) {
      const sub = `${called}.of.${name}`;
      return accountOf(stage, account, sub, await stage.tokenFor({ sub, accounts: [workspace.account] }));
    },
    isDescribed: (what, { account } = personal) => operates(account, "", { method: "PATCH", body: what }),
    isAdjusted: (credits, reason, { account } = personal) =>
      operates(account, "/adjustments", { key: stage.newKey(), body: { credits, reason } }),
  };
}
