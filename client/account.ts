import type { Account, Entry } from "./api.ts";
import { type StatementQuery, statementCsv, statementPage, statementPages } from "./statement.ts";
import { type Answer, act, ask, type Body, type Reading, type Renewing, renew, say, type Writing } from "./verb.ts";
import type { PassbookOptions } from "./wire.ts";

/** What can be spent, from which lots; of now or of a time to come. */
export type Balance = Extract<Answer<"balance">, { readonly lots: unknown }>;
/** What could be spent at an instant that has passed. */
export type PastBalance = Exclude<Answer<"balance">, Balance>;

type PlanWanted = Omit<Body<"plan">, "preview">;
type CancellationWanted = Omit<Body<"cancel">, "preview">;
/** An add-on begins or ends at an instant; anything else is bought on a page of Stripe's. */
type CheckoutAnswer<W> = Extract<
  Answer<"checkout">,
  W extends { readonly addOn: string } ? { effectiveAt: unknown } : { url: unknown }
>;

/** The verbs of one account. Each throws a `PassbookError`, or what its signal was aborted with. */
export function account(options: PassbookOptions, id: string) {
  const own = `/accounts/${encodeURIComponent(id)}`;
  const at = (place: string, of?: string) => own + place.replace("{id}", encodeURIComponent(of ?? ""));

  function balance(asked?: Renewing<Balance>): Promise<Balance>;
  function balance(asked: Renewing<Balance | PastBalance> & { readonly at: string }): Promise<Balance | PastBalance>;
  function balance({ at: instant, ...asked }: Renewing<Balance | PastBalance> & { readonly at?: string } = {}) {
    const query = instant === undefined ? "" : `?${new URLSearchParams({ at: instant }).toString()}`;
    return renew<Balance | PastBalance>(options, at("/balance") + query, asked);
  }

  return {
    id,
    /** The whole tab "Subscription and credits". */
    get: (asked: Renewing<Account> = {}) => renew<Account>(options, own, asked),
    /** What can be spent now; `at` another instant, up to ten years ahead. */
    balance,

    /** The statement, newest first: its pages, one after the other. */
    statement: (query: StatementQuery = {}, asked: Reading = {}) =>
      statementPages(options, at("/ledger"), query, asked),
    /** One page of it; `next` is the `before` of the one that follows. */
    statementPage: (query: StatementQuery = {}, asked: Reading = {}) =>
      statementPage(options, at("/ledger"), query, asked),
    /** All of it, for a spreadsheet. */
    statementCsv: (query: Omit<StatementQuery, "limit"> = {}, asked: Reading = {}) =>
      statementCsv(options, at("/ledger"), query, asked),

    /** What a service would cost, and a promise of that price. */
    quote: (wanted: Body<"quote">, asked: Reading = {}) => ask<Answer<"quote">>(options, at("/quotes"), wanted, asked),
    /** Pays for a service, or for what was quoted; `startsAt` makes it a booking. */
    spend: (wanted: Body<"spend">, asked: Writing = {}) => act<Answer<"spend">>(options, at("/spends"), wanted, asked),
    /** Cancels a booking; with a reason an operator takes any payment back. */
    cancelSpend: (spend: string, wanted: Body<"cancel-spend"> = {}, asked: Writing = {}) =>
      act<Answer<"cancel-spend">>(options, at("/spends/{id}/cancel", spend), wanted, asked),
    /** Sets credits aside until they are captured or released. */
    hold: (wanted: Body<"hold">, asked: Writing = {}) => act<Answer<"hold">>(options, at("/holds"), wanted, asked),
    /** Pays with what is held, or with a part of it; the rest is released. */
    capture: (hold: string, wanted: Body<"capture"> = {}, asked: Writing = {}) =>
      act<Answer<"capture">>(options, at("/holds/{id}/capture", hold), wanted, asked),
    /** Lets go of what is held. */
    release: (hold: string, asked: Writing = {}) =>
      act<Answer<"release">>(options, at("/holds/{id}/release", hold), {}, asked),

    /** A plan or a pack on a page of Stripe's; an add-on of the plan that runs at once. */
    checkout: <W extends Body<"checkout">>(wanted: W, asked: Writing = {}) =>
      act<CheckoutAnswer<W>>(options, at("/checkout"), wanted, asked),
    /** A page of Stripe's with cards and invoices. */
    portal: (wanted: Body<"portal"> = {}, asked: Writing = {}) =>
      act<Answer<"portal">>(options, at("/portal"), wanted, asked),
    /** What another plan would do to money and credits. */
    previewPlan: (wanted: PlanWanted, asked: Reading = {}) =>
      ask<Answer<"plan">>(options, at("/plan"), { ...wanted, preview: true }, asked),
    /** Another plan, when the policy says; the one that runs takes back what was planned. */
    changePlan: (wanted: PlanWanted, asked: Writing = {}) => act<Answer<"plan">>(options, at("/plan"), wanted, asked),
    /** What the subscription's end would take and leave. */
    previewCancel: (wanted: CancellationWanted, asked: Reading = {}) =>
      ask<Answer<"cancel">>(options, at("/cancel"), { ...wanted, preview: true }, asked),
    /** Ends the subscription. */
    cancel: (wanted: CancellationWanted, asked: Writing = {}) =>
      act<Answer<"cancel">>(options, at("/cancel"), wanted, asked),
    /** Takes a cancellation back that is still ahead. */
    resume: (asked: Writing = {}) => act<Answer<"resume">>(options, at("/resume"), {}, asked),

    /** An operator gives or takes credits, and says why. */
    adjust: (wanted: Body<"adjust">, asked: Writing = {}) => act<Entry>(options, at("/adjustments"), wanted, asked),
    /** What only the product knows of an account. It says how things are, not what to change, so it can be sent twice. */
    describe: (known: Body<"describe-account">, { signal }: Reading = {}) =>
      say<Answer<"describe-account">>(options, { method: "PATCH", path: own, body: known, signal }),
  };
}

export type AccountClient = ReturnType<typeof account>;
