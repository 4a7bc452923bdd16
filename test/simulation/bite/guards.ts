import type { Fault } from "../world/faults.ts";
import type { Scene } from "../world/setting.ts";

/** How a guard stands in the source, and how it reads without it. */
export interface Cut {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A guard of the product's: where two locks hold one door, both are cut. */
export interface Guard {
  readonly name: string;
  readonly cuts: readonly Cut[];
  /** Seen soon only where nothing but these goes wrong. */
  readonly only?: readonly Fault[];
  /** In which worlds it is looked for; where it is not said, in those whose events are told by hand. */
  readonly scene?: Scene;
  /** The sweep comes and all is announced, in the worlds in which it is looked for. */
  readonly isSwept?: boolean;
}

/** What must not be missing anywhere; taken away in memory and one at a time, by `without.ts`. */
export const GUARDS: readonly Guard[] = [
  {
    name: "an entry is written only where there is none",
    cuts: [
      {
        file: "functions/ledger/append.ts",
        from: "Put: { ...put(entryItem(head.account.id, entry, digest, low?.get(entry.seq))), ConditionExpression: isNew },",
        to: "Put: put(entryItem(head.account.id, entry, digest, low?.get(entry.seq))),",
      },
    ],
  },
  {
    name: "a head is written only on the version that was read",
    cuts: [
      {
        file: "functions/ledger/append.ts",
        from: "{ Put: { ...put(headItem(head)), ...headCondition } },",
        to: "{ Put: put(headItem(head)) },",
      },
    ],
  },
  {
    name: "what the table is asked is read consistently",
    cuts: [
      {
        file: "functions/ledger/dynamo-table.ts",
        from: "ConsistentRead: true",
        to: "ConsistentRead: false",
      },
    ],
  },
  {
    name: "a journal that the index has not all of decides nothing",
    cuts: [
      {
        file: "functions/ledger/dynamo-table.ts",
        from: "if (count !== seq) throw",
        to: "if (count < 0) throw",
      },
      {
        file: "core/decide.ts",
        from: "if (history?.length !== account.seq)",
        to: "if (!history)",
      },
    ],
  },
  {
    name: "a refusal looks under the command's key after it has read the head",
    cuts: [
      {
        file: "functions/ledger/perform.ts",
        from: 'if (entry) return this.#existing(entry);\n    if ("defect"',
        to: 'if (entry && false) return this.#existing(entry);\n    if ("defect"',
      },
    ],
  },
  {
    name: "a remembered head accepts and never refuses",
    cuts: [
      {
        file: "functions/ledger/perform.ts",
        from: 'if (!step || !("write" in step)) return undefined;',
        to: 'if (!step || !("write" in step)) return step && this.#refuse(step);',
      },
    ],
  },
  {
    name: "a refusal that rests on what time has done writes that down first",
    cuts: [
      {
        file: "functions/ledger/step.ts",
        from: "if (isRefusal && due.length === 0)",
        to: "if (isRefusal)",
      },
    ],
  },
  {
    name: "a refusal that rests on nothing but the time moves the head",
    cuts: [
      {
        file: "functions/ledger/step.ts",
        from: "if (isFenced || !hasRunOut(policy, head.account, command))",
        to: "if (isFenced || command.now > 0)",
      },
    ],
    only: ["crash late"],
  },
  {
    name: "the same key with another content is a conflict",
    cuts: [
      {
        file: "functions/ledger/perform.ts",
        from: "if (entry.digest !== this.#options.digest) return",
        to: 'if (entry.digest === "") return',
      },
    ],
  },
  {
    name: "what was written under the key is the answer",
    cuts: [
      {
        file: "functions/ledger/perform.ts",
        from: "if (appended.entry) return this.#existing(appended.entry);",
        to: "",
      },
    ],
  },
  {
    name: "an account is settled before it is spent from",
    cuts: [
      {
        file: "functions/ledger/perform.ts",
        from: "const settled = settle(policy, head.account, presentOf(head.account, command));",
        to: "const settled = { account: head.account, entries: [] };",
      },
    ],
  },
  {
    name: "an account is settled before it is shown",
    cuts: [
      {
        file: "functions/ledger/ledger.ts",
        from: "const { account, entries } = settle(policy, head.account, asOf);",
        to: "const { account, entries } = settle(policy, head.account, head.account.at);",
      },
    ],
  },
  {
    name: "lots end",
    cuts: [
      {
        file: "core/settle.ts",
        from: "return Math.min(lot.end ?? NEVER, ...ends);",
        to: "return ends.length > 9 ? 0 : NEVER;",
      },
    ],
  },
  {
    name: "holds end",
    cuts: [
      {
        file: "core/settle.ts",
        from: "const expiries = account.holds.map(({ expiresAt }) => expiresAt);",
        to: "const expiries: number[] = [];",
      },
    ],
  },
  {
    name: "no more is spent than there is",
    cuts: [
      {
        file: "core/spend.ts",
        from: "if (credits > balance(account)) return insufficientCredits(policy, account, credits, command.now);\n  const entry",
        to: "const entry",
      },
    ],
  },
  {
    name: "no more is booked at once than may be",
    cuts: [
      {
        file: "core/spend.ts",
        from: "if (limit) return rejected(limit);",
        to: "",
      },
    ],
  },
  {
    name: "no more is captured than is held",
    cuts: [
      {
        file: "core/hold.ts",
        from: "credits === 0 || credits > held",
        to: "credits === 0",
      },
    ],
  },
  {
    name: "a member spends no more than the budget",
    cuts: [
      {
        file: "core/budget.ts",
        from: "return short > 0 ? {",
        to: "return short > 1e12 ? {",
      },
    ],
  },
  {
    name: "a blocked account pays nothing",
    cuts: [
      {
        file: "core/may-spend.ts",
        from: "return reason === undefined ? undefined :",
        to: "return reason !== '' ? undefined :",
      },
    ],
  },
  {
    name: "of two states of a subscription the later counts, and an end before all",
    cuts: [
      {
        file: "core/change-subscription.ts",
        from: "if (known && !isNewer(command, known)) return undefined;",
        to: "",
      },
    ],
  },
  {
    name: "a fact that is told late is decided in its place",
    cuts: [
      {
        file: "core/fact.ts",
        from: "return isReopened || instantOf(fact) <= toldUntil || instantOf(fact) < actedUntil;",
        to: "return isReopened && toldUntil > actedUntil && instantOf(fact) < 0;",
      },
    ],
  },
  {
    name: "all refunds of a payment count together",
    cuts: [
      {
        file: "core/reversal.ts",
        from: "const told = [...entries.map((entry) => entry.fact), fact].filter(isOfIt);",
        to: "const told = [fact].filter(isOfIt);",
      },
    ],
  },
  {
    name: "what has come back of a payment comes back no more",
    cuts: [
      {
        file: "core/reversal.ts",
        from: "target - line.givenBack - line.charged",
        to: "target - line.charged",
      },
    ],
  },
  {
    name: "a grant belongs to the paid line, not to its telling",
    cuts: [
      {
        file: "core/paid-line.ts",
        from: 'return { kind: "grant", id: `${item}/${price}/${from}` };',
        to: 'return { kind: "grant", id: `${item}/${price}/${from}/${(arguments[0] as { now?: number }).now}` };',
      },
    ],
  },
  {
    name: "a purchase belongs to its session, not to its telling",
    cuts: [
      {
        file: "core/grant-pack.ts",
        from: 'return { kind: "buy", id: session };',
        to: 'return { kind: "buy", id: `${session}/${(arguments[0] as { now?: number }).now}` };',
      },
    ],
  },
  {
    name: "a hold ends once",
    cuts: [
      {
        file: "core/hold.ts",
        from: 'return { kind: "hold-end", id: hold.key.id };',
        to: 'return { kind: "hold-end", id: `${hold.key.id}/${(arguments[0] as { now?: number }).now}` };',
      },
    ],
  },
  {
    name: "a payment is undone once",
    cuts: [
      {
        file: "core/cancel-booking.ts",
        from: 'return { kind: "undo", id: spend.key.id };',
        to: 'return { kind: "undo", id: `${spend.key.id}/${(arguments[0] as { now?: number }).now}` };',
      },
    ],
  },
  {
    name: "an account that the token does not name is not there",
    cuts: [
      {
        file: "functions/http/request.ts",
        from: "if (isForeign && !isOperator) throw accountNotFound();",
        to: "",
      },
    ],
  },
  {
    name: "a token without the scope may not",
    cuts: [
      {
        file: "functions/http/request.ts",
        from: "if (!may(scope))",
        to: "if (!isOperator && caller.scopes.length > 99)",
      },
    ],
  },
  {
    name: "an event is Stripe's only if Stripe has signed it",
    cuts: [
      {
        file: "functions/stripe/verify.ts",
        from: 'const event = eventSignedWith(secret, text, header ?? "", nowSeconds);',
        to: "const event = JSON.parse(text) as Stripe.Event;",
      },
    ],
  },
  {
    name: "a signature is good for five minutes",
    cuts: [
      {
        file: "functions/stripe/verify.ts",
        from: "export const TOLERANCE_SECONDS = 300;",
        to: "export const TOLERANCE_SECONDS = 300_000;",
      },
    ],
  },
  {
    name: "an event of the other mode is refused",
    cuts: [
      {
        file: "functions/stripe-webhook.ts",
        from: "if (event.livemode !== endpoint.livemode)",
        to: "if (event.livemode && !endpoint.livemode)",
      },
    ],
  },
  {
    name: "an event of another API version is not read",
    cuts: [
      {
        file: "functions/stripe/take.ts",
        from: "if (event.api_version !== API_VERSION)",
        to: 'if (event.api_version === "")',
      },
    ],
  },
  {
    name: "what names another account than its customer's is not believed",
    cuts: [
      {
        file: "functions/stripe/account-of.ts",
        from: "if (account !== undefined && linked !== undefined && account !== linked)",
        to: 'if (account === "" && linked !== undefined && account !== linked)',
      },
      {
        file: "functions/stripe/knowledge.ts",
        from: "if (JSON.stringify(sorted(standing)) !== JSON.stringify(sorted(link)))",
        to: "if (JSON.stringify(sorted(standing)) === JSON.stringify(sorted(id as never)))",
      },
    ],
  },
  {
    name: "what was done under a key is told again also where it could not be done twice",
    cuts: [
      {
        file: "functions/ledger/perform.ts",
        from: "if (defect instanceof InvariantBroken) return { defect };",
        to: "",
      },
    ],
  },
  {
    name: "the sweep writes only where something is due",
    cuts: [
      {
        file: "functions/ledger/sweep-account.ts",
        from: "if (head.version === 0 || isSame) return",
        to: "if (head.version === 0 || (isSame && head.version < 0)) return",
      },
    ],
    isSwept: true,
  },
  {
    name: "what is due is swept",
    cuts: [
      {
        file: "functions/ledger/sweep-account.ts",
        from: "const due = settled.entries.slice(0, MAX_DUE_PER_WRITE);",
        to: "const due = settled.entries.slice(0, 0);",
      },
    ],
    isSwept: true,
  },
  {
    name: "a warning is remembered once it is told, and not before",
    cuts: [
      {
        file: "functions/ledger/sweep-account.ts",
        from: "if (told.length > 0) await tell(id, told);",
        to: "if (told.length > 0) await tell(id, told).catch(() => {});",
      },
    ],
    isSwept: true,
  },
  {
    name: "what was warned of is remembered",
    cuts: [
      {
        file: "functions/ledger/sweep-account.ts",
        from: "isAll ? now : head.warnedUntil);",
        to: "head.warnedUntil);",
      },
    ],
    isSwept: true,
  },
  {
    name: "what the bus has not taken is announced again",
    cuts: [
      {
        file: "functions/announce.ts",
        from: "if (!first) return { batchItemFailures: [] };",
        to: "if (!first || told.size > 0) return { batchItemFailures: [] };",
      },
    ],
    isSwept: true,
  },
  {
    name: "an event is on the bus only if the bus says so of it",
    cuts: [
      {
        file: "functions/events/bus.ts",
        from: "if (result?.EventId !== undefined && result.ErrorCode === undefined) return [];",
        to: "if (result !== undefined) return [];",
      },
    ],
    isSwept: true,
  },
  {
    name: "an event has one id, however often it is told",
    cuts: [
      {
        file: "functions/events/from-entry.ts",
        from: "return `${account}/${entry}/${type}`;",
        to: "return `${account}/${entry}/${type}/${Date.now()}`;",
      },
    ],
    isSwept: true,
  },
  {
    name: "of two states of one second Stripe is asked",
    cuts: [
      {
        file: "functions/stripe/enter-state.ts",
        from: "if (!known || !isOfOneSecond(known, fact))",
        to: "if (!known || now > 0 || !isOfOneSecond(known, fact))",
      },
    ],
    scene: "musiversal",
  },
];
