import { ENTRY_TYPES, WARNING_DAYS } from "@passbook/core";
import * as z from "zod/mini";
import { accountId, amount, bySource, entryName, instant, said, text } from "../contract/answers/fields.ts";

// What goes on the bus, as `docs/events.md` and `docs/events.schema.json` tell it. Who adds a field adds it as optional; who
// changes or takes one away makes another version.

export const SOURCE = "passbook";

const scalar = z.union([text, z.number()]);

const common = {
  version: said("Of this schema. It changes when a field changes its meaning or goes.", z.literal(1)),
  id: said("The same however often the event comes: whoever acts on it remembers it, and acts once.", text),
  account: accountId,
};

/** What an event says of the entry that it comes from. */
const ofEntry = {
  ...common,
  at: said("When it took effect: when it was written, or the instant at which time did it.", instant),
  occurredAt: said("When it happened: Stripe's instant, or the one at which it was due.", instant),
  entry: said(
    "The line of the statement. `seq` has no gaps: it is the order of an account's events.",
    z.strictObject({ id: entryName, seq: z.int().check(z.minimum(1)), type: z.enum(ENTRY_TYPES), reason: text }),
  ),
  by: said("A token's `sub`, `stripe`, or `time`.", text),
  member: z.optional(said("Of a pool: whose doing it is.", text)),
  ref: said(
    "What it is about: service, invoice, session …, as in the statement.",
    z.record(text, z.union([scalar, z.record(text, scalar)])),
  ),
  balance: said("What can be spent after the entry.", amount),
  bySource: said("The balance by source; sources of which nothing is left are not there.", bySource),
};

const credits = said("Whole, and more than none.", z.int().check(z.minimum(1)));
const sources = said("The credits by source.", bySource);
const moved = { ...ofEntry, credits, sources };

/** Every kind of event: its sentence, and what it says. */
export const EVENTS = {
  "credits.granted": told(
    "Credits came in: bought, given, or the first allowance of a plan.",
    "credits.granted",
    moved,
  ),
  "credits.renewed": told(
    "A plan's next allowance came in, with its payment or with its month.",
    "credits.renewed",
    moved,
  ),
  "credits.spent": told("Credits paid for something, at once or by the capture of a hold.", "credits.spent", moved),
  "credits.held": told("Credits were set aside.", "credits.held", moved),
  "credits.released": told("Held credits can be spent again.", "credits.released", moved),
  "credits.restored": told(
    "Credits came back: what was paid was given back, or a late fact has undone what took them.",
    "credits.restored",
    moved,
  ),
  "credits.expired": told("Credits ended unspent.", "credits.expired", moved),
  "credits.forfeited": told("Credits were lost with a subscription or a larger plan.", "credits.forfeited", moved),
  "credits.withdrawn": told(
    "Credits that had been given too early were taken back unspent.",
    "credits.withdrawn",
    moved,
  ),
  "credits.clawed_back": told(
    "Credits were taken back with the money that had paid for them.",
    "credits.clawed_back",
    moved,
  ),
  "credits.frozen": told("Credits can't be spent while their payment is disputed.", "credits.frozen", moved),
  "credits.thawed": told("Disputed credits are free again, or can go.", "credits.thawed", moved),
  "credits.debt": told(
    "What is owed has changed: spent credits whose money went back, until the next credits have paid it.",
    "credits.debt",
    { ...ofEntry, debt: said("What is owed from here on; 0: nothing any more.", amount) },
  ),
  "credits.low_balance": told(
    "The balance fell to the policy's mark or below it. It is told again once the balance has been above it.",
    "credits.low_balance",
    { ...ofEntry, low: said("The mark.", amount) },
  ),
  "credits.expiring": told(
    "Credits will be gone in 7 days, or in 1, if nobody spends them and what renews is paid.",
    "credits.expiring",
    {
      ...common,
      endsAt: said("From then on they are gone.", instant),
      days: said("Which warning it is. Told late, `endsAt` is nearer.", z.literal(WARNING_DAYS)),
      credits,
      sources,
    },
  ),
} as const;

function told<T extends string, Fields extends z.core.$ZodShape>(says: string, type: T, fields: Fields) {
  return { says, schema: z.strictObject({ type: z.literal(type), ...fields }) };
}

export type EventType = keyof typeof EVENTS;

/** What an event of a type says. */
export type EventOf<T extends EventType> = z.output<(typeof EVENTS)[T]["schema"]>;
export type CreditsEvent = { readonly [T in EventType]: EventOf<T> }[EventType];

/**
 * The event, if it is what is documented.
 * @throws {TypeError} it is not: it was made of an entry that can't be read.
 */
export function checked(event: CreditsEvent): CreditsEvent {
  const read = EVENTS[event.type].schema.safeParse(event);
  if (!read.success) throw new TypeError(z.prettifyError(read.error));
  return read.data;
}
