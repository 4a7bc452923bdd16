import type { Credits, Entry, Instant, Policy } from "@passbook/core";
import type Stripe from "stripe";
import { sold } from "../../../functions/stripe/prices.ts";
import { all, idOf, type World } from "../../../local/stripe/world.ts";
import { grantedIn } from "./ending.ts";
import type { JournalWatch } from "./journal-watch.ts";
import type { Violation } from "./violation.ts";

/** Once everything has been told: what Stripe was paid for is granted, nothing else is, and how it stands there is known here. */
export function* soldAtStripe(policy: Policy, world: World, journal: JournalWatch): Generator<Violation> {
  const things = new Map([...packs(policy, world), ...plans(policy, world)]);
  for (const [account, book] of journal.books) {
    for (const entry of book.entries) {
      const thing = thingOf(entry);
      if (thing === undefined) continue;
      const most = worthAt(things.get(thing), entry.at);
      // A membership that had ended before its payment was told: the free cycles after it are in the same entry, and nobody paid for them.
      const paidFor = entry.movements.filter(({ lot }) => lot > 0);
      const granted = grantedIn([{ ...entry, movements: paidFor }]);
      if (most === undefined || granted > most)
        yield { oracle: "I12", what: `${account} was granted ${granted} for ${thing}, which is worth ${most}` };
    }
  }
  const granted = new Set(
    [...journal.books.values()].flatMap(({ entries }) => entries.flatMap((e) => thingOf(e) ?? [])),
  );
  for (const thing of things.keys())
    if (!granted.has(thing)) yield { oracle: "I3", what: `${thing} was paid, and gave nothing` };
  yield* states(policy, world, journal);
}

/** What somebody has paid for. */
interface Sold {
  readonly credits: Credits;
  /** Since when it gives as much again each month: a line of a year. */
  readonly monthlyFrom?: Instant;
}

const YEAR = 12;
const SHORTEST_MONTH_MS = 28 * 24 * 3_600_000;

/** A year that is told late has all its months by then in one entry. */
function worthAt(thing: Sold | undefined, at: Instant): Credits | undefined {
  if (thing?.monthlyFrom === undefined) return thing?.credits;
  const begun = Math.floor((at - thing.monthlyFrom) / SHORTEST_MONTH_MS) + 1;
  return thing.credits * Math.min(begun, YEAR);
}

/** What an entry grants for, as Stripe names it. */
function thingOf({ key, fact }: Entry): string | undefined {
  if (key.kind === "buy") return key.id;
  return key.kind === "grant" && fact?.type === "GrantAllowance" ? key.id : undefined;
}

/** Each paid session with a pack, and what that is worth. */
function* packs(policy: Policy, world: World): Generator<[string, Sold]> {
  for (const { id, mode, payment_status, metadata } of all(world, "checkout_sessions")) {
    const pack = policy.packs[metadata?.["pack"] ?? ""];
    if (mode !== "payment" || payment_status !== "paid" || !pack) continue;
    yield [id, { credits: pack.credits * Number(metadata?.["quantity"] ?? 1) }];
  }
}

/** Each line of a paid invoice that is a period of a plan, and what one allowance of it is worth. */
function* plans(policy: Policy, world: World): Generator<[string, Sold]> {
  const names = new Map(all(world, "prices").map(({ id, lookup_key }) => [id, lookup_key ?? ""]));
  for (const invoice of all(world, "invoices")) {
    if (invoice.status !== "paid") continue;
    for (const { parent, pricing, period, quantity, amount } of invoice.lines.data) {
      const item = parent?.subscription_item_details;
      const price = idOfPrice(pricing);
      const what = sold(policy).get(names.get(price) ?? "");
      if (!item || item.proration || !what || !("plan" in what) || amount <= 0) continue;
      const credits = (policy.plans[what.plan]?.allowance ?? 0) * (quantity ?? 1);
      const from = period.start * 1000;
      const isYear = what.interval === "year";
      yield [`${item.subscription_item}/${price}/${from}`, { credits, ...(isYear && { monthlyFrom: from }) }];
    }
  }
}

function idOfPrice(pricing: Stripe.InvoiceLineItem["pricing"]): string {
  const price = pricing?.price_details?.price;
  return price ? idOf(price) : "";
}

/** A subscription that lives at Stripe is known to live, by the same status and the same end. */
function* states(policy: Policy, world: World, journal: JournalWatch): Generator<Violation> {
  const plansOf = sold(policy);
  for (const { id, status, cancel_at, items, metadata } of all(world, "subscriptions")) {
    const isOurs = items.data.some(({ price }) => "plan" in (plansOf.get(price.lookup_key ?? "") ?? {}));
    if (!isOurs || status === "incomplete" || status === "incomplete_expired") continue;
    const known = journal.book(metadata["account"] ?? "").account.subscriptions.find((each) => each.id === id);
    const there = status === "canceled" ? "ended" : `${status} until ${cancel_at && cancel_at * 1000}`;
    const here = known?.endedAt === null ? `${known.status} until ${known.cancelAt}` : "ended";
    if (there !== here) yield { oracle: "I8", what: `${id} is ${there} at Stripe, and ${here} here` };
  }
}
