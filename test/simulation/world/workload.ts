import type { Instant } from "@passbook/core";
import type { Token } from "../../support/gateway-event.ts";
import { BILLING, billingQuestion } from "./billing-questions.ts";
import type { Asked, Question } from "./caller.ts";
import type { Dice } from "./dice.ts";
import type { Product } from "./product.ts";

const SECOND = 1_000;
const HOUR = 3_600_000;

/** What an account is for, and who may call for it. */
export interface Cast {
  readonly account: string;
  readonly callers: readonly [Token, ...Token[]];
}

const SCOPE = "credits:read credits:spend credits:manage";
const person = (sub: string, account: string): Token => ({ sub, accounts: [account], scope: SCOPE });

/** A subscriber, somebody who only buys packs, a team with budgets, somebody on the free plan. */
export const CASTS: readonly [Cast, ...Cast[]] = [
  { account: "bea", callers: [person("bea.of.packs", "bea")] },
  { account: "ada", callers: [person("ada.lovelace", "ada")] },
  { account: "crew", callers: [person("cat", "crew"), person("dan", "crew")] },
  { account: "fay", callers: [{ sub: "fay", scope: SCOPE }] },
];

export const operator: Token = { sub: "support", accounts: [], scope: "credits:operate" };
const stranger: Token = { sub: "eve", accounts: ["eve"], scope: SCOPE };

/** What the product's backend says of the team before anything else. */
export const TEAM: Question = {
  verb: "describe-account",
  account: "crew",
  line: "PATCH /accounts/crew",
  request: { token: operator, body: { members: { cat: { budget: 300 }, dan: { budget: null } } } },
};

/** Questions at random, about what is there: `asked` is what was asked before. */
export class Workload {
  readonly #product: Product;
  readonly #dice: Dice;
  readonly #now: () => Instant;

  constructor(product: Product, dice: Dice, now: () => Instant) {
    this.#product = product;
    this.#dice = dice;
    this.#now = now;
  }

  next(cast: Cast, asked: readonly Asked[]): Question {
    const { account, callers } = cast;
    const { uses, books, held, free, plans } = this.#product;
    const token = this.#dice.oneOf(callers);
    if (plans.length > 0 && this.#dice.chance(BILLING))
      return this.#keyed(...billingQuestion(this.#product, this.#dice, account), token);
    const made = (verb: string): string | undefined => this.#dice.any(idsOf(verb, account, asked));
    const [spend, hold] = [made("spend"), made("hold")];
    switch (this.#dice.below(20)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4: {
        if (!uses) return this.#booking(account, token);
        const { costs, ...service } = uses(this.#dice);
        return { ...this.#keyed("spend", account, "spends", service, token), costs };
      }
      case 5: {
        const amount = this.#amount();
        const body = { ...amount, ...this.#member(cast) };
        return { ...this.#keyed("spend", account, "spends", body, operator), costs: amount.credits };
      }
      case 6:
        if (free === undefined) break;
        return this.#keyed("free", account, "spends", { service: free }, token);
      case 7:
      case 8:
        if (!books) break;
        return this.#booking(account, token);
      case 9:
      case 10:
        return this.#hold(account, token, held);
      case 11:
      case 12: {
        if (hold === undefined) break;
        const part: { credits?: number } = this.#dice.chance(0.5) ? { credits: this.#dice.between(1, 400) } : {};
        return { ...this.#keyed("capture", account, `holds/${hold}/capture`, part, token), costs: part.credits };
      }
      case 13:
        if (hold === undefined) break;
        return this.#keyed("release", account, `holds/${hold}/release`, {}, token);
      case 14:
        if (spend === undefined) break;
        return this.#keyed("cancel-spend", account, `spends/${spend}/cancel`, {}, token);
      case 15:
        if (spend === undefined) break;
        return this.#keyed("cancel-spend", account, `spends/${spend}/cancel`, { reason: "made good" }, operator);
      case 16:
        return this.#keyed("adjust", account, "adjustments", this.#adjustment(), operator);
      case 17:
        return this.#read(account, token);
      case 18:
        return this.#description(cast);
      case 19:
        return this.#strangers(account);
    }
    return this.#read(account, token);
  }

  #booking(account: string, token: Token): Question {
    const { costs, ...service } = this.#product.books?.(this.#dice) ?? { costs: 0 };
    const body = { ...service, startsAt: this.#soon(400) };
    return { ...this.#keyed("spend", account, "spends", body, token), costs };
  }

  #hold(account: string, token: Token, service: string | undefined): Question {
    const quantity = this.#dice.between(1, 30);
    const body = service === undefined ? { credits: quantity, reason: "set aside" } : { service, quantity };
    const until = this.#dice.chance(0.5) ? { expiresAt: this.#soon() } : {};
    return this.#keyed("hold", account, "holds", { ...body, ...until }, service === undefined ? operator : token);
  }

  #amount() {
    return { credits: this.#dice.oneOf([1, 7, 100, 500, 1_000, 3_000]), reason: "correction" };
  }

  #member({ account, callers }: Cast): object {
    return account === "crew" ? { member: this.#dice.oneOf(callers).sub } : {};
  }

  /** So near that it may be over before an answer has come, or days away. */
  #soon(hoursAtMost = 150): string {
    const isNear = this.#dice.chance(0.4);
    const ahead = isNear ? this.#dice.between(1, 8) * SECOND : this.#dice.between(1, hoursAtMost) * HOUR;
    return new Date(this.#now() + ahead).toISOString();
  }

  #adjustment(): object {
    const { credits } = this.#amount();
    if (this.#dice.chance(0.3)) return { credits: -credits, reason: "taken back" };
    return { credits, reason: "sorry", ...(this.#dice.chance(0.5) && { expiresAt: this.#soon() }) };
  }

  #description(cast: Cast): Question {
    const { account } = cast;
    const member = this.#dice.oneOf(cast.callers).sub;
    const budgets = { members: { [member]: { budget: this.#dice.oneOf([100, 300, null]) } } };
    const body = this.#dice.oneOf<object>([
      { blocked: { reason: "looked into" } },
      { blocked: null },
      { blocked: null },
      ...(account === "crew" ? [budgets, budgets] : []),
    ]);
    return {
      verb: "describe-account",
      account,
      line: `PATCH /accounts/${account}`,
      request: { token: operator, body },
    };
  }

  #read(account: string, token: Token): Question {
    const path = `GET /accounts/${account}`;
    if (this.#dice.chance(0.6)) return { verb: "balance", account, line: `${path}/balance`, request: { token } };
    const page = this.#dice.oneOf(["", "", "?limit=3", "?limit=2&before=4"]);
    return { verb: "statement", account, line: `${path}/ledger${page}`, request: { token } };
  }

  /** Who may not: another person's token, or one that may only read. */
  #strangers(account: string): Question {
    const key = this.#dice.name();
    const body = { service: "image" };
    const path = `/accounts/${account}`;
    const reader: Token = { sub: "reader", accounts: [account], scope: "credits:read" };
    return this.#dice.oneOf<Question>([
      { verb: "foreign", account, line: `GET ${path}/balance`, request: { token: stranger }, expects: 404 },
      { verb: "foreign", account, line: `POST ${path}/spends`, request: { token: stranger, key, body }, expects: 404 },
      { verb: "foreign", account, line: `POST ${path}/spends`, request: { token: reader, key, body }, expects: 403 },
      {
        verb: "foreign",
        account,
        line: `POST ${path}/adjustments`,
        request: { token: person("ada.lovelace", account), key, body: { credits: 1_000, reason: "for me" } },
        expects: 403,
      },
    ]);
  }

  #keyed(verb: string, account: string, path: string, body: object, token: Token): Question {
    return {
      verb,
      account,
      line: `POST /accounts/${account}/${path}`,
      request: { token, key: this.#dice.name(), body },
    };
  }
}

/** What has been made, by the names that the answers gave. */
function idsOf(verb: string, account: string, asked: readonly Asked[]): string[] {
  return asked
    .filter((one) => one.verb === verb && one.account === account)
    .flatMap(({ tries }) => tries.map(({ answered }) => answered.body as Made | undefined))
    .flatMap((body) => body?.spend?.id ?? body?.hold?.id ?? []);
}

interface Made {
  readonly spend?: { readonly id: string };
  readonly hold?: { readonly id: string };
}
