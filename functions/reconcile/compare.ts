import {
  BEFORE_ALL,
  type ChangeSubscription,
  type Fact,
  factKey,
  type Instant,
  type Subscription,
} from "@passbook/core";
import { withoutItsWords } from "../stripe/client.ts";
import { idOf, type Link, type NewLink } from "../stripe/links.ts";
import { needs } from "../stripe/needs.ts";
import type { Known, Told, Translation } from "../stripe/reading.ts";
import { isSameState } from "../stripe/same-state.ts";
import type { Intake } from "../stripe/take.ts";
import { type HandledEvent, translate } from "../stripe/translate.ts";
import { Unreadable } from "../stripe/unreadable.ts";
import { asEvent, type Reconcilable } from "./as-event.ts";
import type { Drift } from "./drift.ts";

/** What an object of Stripe's says that the journal does not: read by key, strongly consistent, and nothing is written. */
export async function driftOf(intake: Intake, object: Reconcilable): Promise<Drift[]> {
  const event = asEvent(object, await presentOf(intake, object));
  if (!event) return [];
  try {
    const { translation, known } = await read(intake, event);
    if ("ignored" in translation) return [];
    if ("clock" in translation) {
      const isBehind = await isClockBehind(intake, translation.clock);
      return isBehind ? [{ kind: "clock_behind", account: null, objects: [object.id] }] : [];
    }
    const told = await Promise.all(translation.facts.map((one) => driftOfFact(intake, one)));
    const drift = told.flatMap((one) => one ?? []);
    const isUnlinked = translation.facts.length === 0 && translation.links.some(({ id }) => !known.links.has(id));
    return isUnlinked
      ? [...drift, { kind: "not_linked", account: accountIn(translation), objects: [object.id] }]
      : drift;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return [{ kind: "unreadable", account: null, objects: [object.id], because: error.message }];
  }
}

/** Whether an event says something that the journal does not. What can't be read does: whoever takes it hears why. */
export async function isUntold(intake: Intake, event: HandledEvent): Promise<boolean> {
  try {
    const { translation, known } = await read(intake, event);
    if ("ignored" in translation) return false;
    if ("clock" in translation) return hasMoved(event) && (await isClockBehind(intake, translation.clock));
    if (await lacksLink(intake, translation.links, known)) return true;
    const found = await Promise.all(
      translation.facts.map(({ account, fact }) => intake.ledger.find(account, factKey(fact))),
    );
    return found.some((entry) => entry === undefined);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return true;
  }
}

/** What the event would be translated to if the sale that it gives back had been told, which may be missing as well. */
async function read(
  { policy, knowledge, clock }: Intake,
  event: HandledEvent,
): Promise<{ translation: Translation; known: Known }> {
  const known = await knowledge.of(needs(policy, event));
  const now = clock();
  const sales = [...known.untold].flatMap(([intent, sale]): [string, Link][] => {
    const telling = asEvent(sale);
    const told = telling && translate(policy, { ...known, untold: new Map() }, telling, now);
    if (!told || !("links" in told)) return [];
    const pays = sale.object === "invoice" ? { invoice: sale.id } : { session: sale.id };
    return [[intent, { pays }], ...told.links.map(({ id, link }): [string, Link] => [id, link])];
  });
  const links = new Map([...sales, ...known.links]);
  return { translation: translate(policy, { ...known, links }, event, now), known };
}

/** What time it is for an object that changes with it, in seconds; a test clock's own time, whatever we have heard of that. */
export async function presentOf(
  { stripe, clock }: Pick<Intake, "stripe" | "clock">,
  object: Reconcilable,
): Promise<number | undefined> {
  if (object.object !== "subscription") return undefined;
  const testClock = idOf(object.test_clock);
  if (testClock === undefined) return Math.floor(clock() / 1000);
  return (await stripe.testHelpers.testClocks.retrieve(testClock).catch(withoutItsWords)).frozen_time;
}

async function lacksLink({ table }: Intake, links: readonly NewLink[], known: Known): Promise<boolean> {
  const unread = links.filter(({ id }) => !known.links.has(id));
  const found = await Promise.all(unread.map(({ id }) => table.readLink(id)));
  return found.includes(undefined);
}

function hasMoved({ data: { object } }: HandledEvent): boolean {
  return object.object === "test_helpers.test_clock" && asEvent(object) !== undefined;
}

async function isClockBehind({ table }: Intake, { id, instant }: { id: string; instant: Instant }): Promise<boolean> {
  return (await table.readClock(id)) < instant;
}

async function driftOfFact(intake: Intake, { account, fact }: Told): Promise<Drift | undefined> {
  if (fact.type === "ChangeSubscription") return driftOfState(intake, account, fact);
  const entry = await intake.ledger.find(account, factKey(fact));
  return entry ? undefined : missing(account, fact);
}

function missing(account: string, fact: Exclude<Fact, ChangeSubscription>): Drift {
  switch (fact.type) {
    case "GrantAllowance":
    case "GrantAddOn":
    case "ChangePlan":
      return { kind: "payment_not_granted", account, objects: [fact.invoice, fact.line] };
    case "GrantPack":
      return { kind: "session_not_granted", account, objects: [fact.session] };
    case "RefundPayment": {
      const kind = fact.outcome === "live" ? "refund_not_taken" : "failed_refund_not_told";
      return { kind, account, objects: [fact.refund] };
    }
    case "DisputePayment":
      return { kind: "dispute_not_told", account, objects: [fact.dispute], because: fact.outcome };
    case "GiveUpInvoice":
      return { kind: "given_up_invoice_not_told", account, objects: [fact.invoice] };
    case "SeeCustomer":
      return { kind: "customer_not_seen", account, objects: [fact.customer] };
    case "MarkPersonal":
      throw new TypeError("Stripe tells of nobody's first call");
  }
}

/** States replace each other: which of them was told does not matter, but that the last one stands. */
async function driftOfState(
  { ledger, clock }: Intake,
  account: string,
  state: ChangeSubscription,
): Promise<Drift | undefined> {
  const { subscriptions } = (await ledger.read(account, clock())).account;
  const known = subscriptions.find(({ id }) => id === state.subscription);
  if (known && known.toldAt !== BEFORE_ALL && isSameState(known, state)) return undefined;
  const because = `${stateText(known)} in the journal, ${stateText(state)} at Stripe`;
  return { kind: "subscription_differs", account, objects: [state.subscription], because };
}

type State = Pick<Subscription, "status" | "cancelAt" | "endedAt" | "sells" | "planned" | "addOns">;

function stateText(state: State | undefined): string {
  if (!state) return "unknown";
  const ends = state.cancelAt === null ? "" : ` until ${new Date(state.cancelAt).toISOString()}`;
  const sells = state.sells ? ` on ${state.sells.quantity} × ${state.sells.plan} by the ${state.sells.interval}` : "";
  const beside = (state.addOns ?? []).map(({ addOn, quantity }) => ` with ${quantity} × ${addOn}`);
  const next = state.planned ? ` before ${state.planned.plan}` : "";
  return [state.status, sells, ends, ...beside, next].join("");
}

function accountIn(translation: Translation): string | null {
  const links = "links" in translation ? translation.links : [];
  const named = links.flatMap(({ link }) => ("account" in link ? [link.account] : []));
  return named[0] ?? null;
}
