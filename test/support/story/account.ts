import { receiptsOf } from "../../../docs/guides/verify-receipt.ts";
import type { Stage } from "./stage.ts";

/** An answer of Passbook's. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What is asked for beside the service. */
interface Usage {
  readonly quantity?: number;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly startsAt?: string;
}

/** An entry of the statement, as far as stories look at it. */
export interface StatementEntry {
  readonly id: string;
  readonly seq: number;
  readonly type: string;
  readonly reason: string;
  readonly credits: number;
  readonly member?: string;
  readonly ref: Readonly<Record<string, unknown>>;
  readonly movements: readonly { readonly type: string; readonly source: string; readonly credits: number }[];
}

/** The tab "Subscription and credits", as far as it says what comes. */
export interface View extends Record<string, unknown> {
  readonly asOf: string;
  readonly outlook: {
    readonly at: string;
    readonly comes: "renewal" | "end";
    readonly carriedOver: number;
    readonly lost: number;
    readonly balance: number;
  } | null;
}

/** What can be spent. */
export interface Balance extends Record<string, unknown> {
  readonly balance: number;
  readonly bySource: Record<string, number>;
  readonly asOf: string;
}

const LARGEST_PAGE = 100;

/** An account and somebody's token for it: what they can ask of Passbook, each request under a key of its own. */
export function accountOf(stage: Stage, account: string, sub: string, token: string) {
  const path = `/accounts/${account}`;
  const post = (verb: string, body: object): Promise<Answer> =>
    stage.ask(`${path}/${verb}`, token, { key: stage.newKey(), body });
  const balance = async (at?: string): Promise<Balance> =>
    (await stage.ask(`${path}/balance${at === undefined ? "" : `?at=${at}`}`, token)).body as Balance;
  const page = async (limit: number, before = "") => {
    const { body } = await stage.ask(`${path}/ledger?limit=${limit}${before}`, token);
    return body as { readonly entries: StatementEntry[]; readonly next: number | null };
  };

  return {
    account,
    /** As the token names them. */
    sub,
    post,
    /** `GET balance`, of another instant too. */
    balance,
    /** What can be spent, by source, and all together. */
    async has(): Promise<Record<string, number>> {
      const { balance: all, bySource } = await balance();
      return { all, ...bySource };
    },
    /** `GET` of the account: the whole tab. */
    view: async (): Promise<View> => (await stage.ask(path, token)).body as View,
    spends: (service: string, usage: Usage = {}) => post("spends", { service, ...usage }),
    /** A session or more at an instant. @returns its id, for cancelling. */
    async books(service: string, startsAt: string, options: Usage["options"] = {}): Promise<string> {
      const { status, body } = await post("spends", { service, startsAt, options });
      if (status !== 201) throw new Error(`${service} at ${startsAt}: ${status} ${JSON.stringify(body)}`);
      return (body["spend"] as { id: string }).id;
    },
    cancelsBooking: (id: string) => post(`spends/${id}/cancel`, {}),
    quotes: (service: string, usage: Usage = {}) => post("quotes", { service, ...usage }),
    spendsQuote: ({ body }: Answer) => post("spends", { quote: body["quote"] }),
    holds: (service: string, usage: Usage = {}) => post("holds", { service, ...usage }),
    captures: (hold: Answer, credits: number) => post(`holds/${idOfHold(hold)}/capture`, { credits }),
    releases: (hold: Answer) => post(`holds/${idOfHold(hold)}/release`, {}),
    /** What whoever delivers reads in the receipt that an answer carries. */
    receives: ({ receipt }: Answer["body"], service: string) =>
      receiptsOf(stage.api)(String(receipt), { account, service, claim: async () => true }),
    /** The newest lines of the statement, at most 100. */
    newest: async (lines: number): Promise<StatementEntry[]> => (await page(lines)).entries,
    /** The whole statement, newest first, page by page. */
    async statement(): Promise<StatementEntry[]> {
      const entries: StatementEntry[] = [];
      for (let before = ""; ; ) {
        const { entries: some, next } = await page(LARGEST_PAGE, before);
        entries.push(...some);
        if (next === null) return entries;
        before = `&before=${next}`;
      }
    },
  };
}

export type StoryAccount = ReturnType<typeof accountOf>;

const idOfHold = ({ body }: Answer): string => (body["hold"] as { id: string }).id;
