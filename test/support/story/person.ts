import { type Customer, newCustomer, type StripeCustomer } from "./customer.ts";
import type { Stage } from "./stage.ts";

interface Usage {
  readonly quantity?: number;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly startsAt?: string;
}

/** An entry of the statement, as far as stories look at it. */
export interface StatementEntry {
  readonly type: string;
  readonly reason: string;
  readonly credits: number;
  readonly movements: readonly { readonly type: string; readonly source: string; readonly credits: number }[];
}

/** Somebody with a personal account: a customer of Stripe's, who calls Passbook with their own token. */
export interface Person extends StripeCustomer {
  readonly account: string;
  /** `GET balance`. */
  balance(): Promise<Record<string, unknown>>;
  /** What can be spent, by source, and all together. */
  has(): Promise<Record<string, number>>;
  /** `POST spends`, under a key of its own. */
  spends(service: string, usage?: Usage): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** The whole statement, newest first, page by page. */
  statement(): Promise<StatementEntry[]>;
}

export async function newPerson(stage: Stage, who: Customer): Promise<Person> {
  const { account } = who;
  const customer = await newCustomer(stage, who);
  const token = await stage.tokenFor(account);
  let requests = 0;
  const balance = async () => (await stage.ask(`/accounts/${account}/balance`, token)).body;
  return {
    ...customer,
    account,
    balance,
    async has() {
      const { balance: all, bySource } = await balance();
      return { all: all as number, ...(bySource as object) };
    },
    spends(service, usage = {}) {
      requests += 1;
      return stage.ask(`/accounts/${account}/spends`, token, {
        key: `request ${requests}`,
        body: { service, ...usage },
      });
    },
    async statement() {
      const entries: StatementEntry[] = [];
      for (let before = ""; ; ) {
        const { body } = await stage.ask(`/accounts/${account}/ledger?limit=100${before}`, token);
        entries.push(...(body["entries"] as StatementEntry[]));
        const next = body["next"] as number | null;
        if (next === null) return entries;
        before = `&before=${next}`;
      }
    },
  };
}
