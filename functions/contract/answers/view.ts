import { ACCOUNT_STATUSES } from "@passbook/core";
import * as z from "zod/mini";
import { lotFields, setAside } from "./balance.ts";
import {
  accountId,
  amount,
  bySource,
  entryName,
  instant,
  named,
  purpose,
  renewal,
  said,
  source,
  text,
} from "./fields.ts";

const interval = z.enum(["month", "year"]);
const name = text;

const warning = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("blocked"), reason: text }),
  z.strictObject({ code: z.literal("payment_overdue"), since: instant, until: z.nullable(instant) }),
  z.strictObject({ code: z.literal("debt"), credits: amount }),
  z.strictObject({ code: z.literal("suspended"), sources: z.array(source), credits: amount }),
  z.strictObject({ code: z.literal("low_balance"), low: amount }),
  z.strictObject({ code: z.literal("expiring"), at: instant, credits: amount }),
  z.strictObject({ code: z.literal("two_subscriptions"), subscriptions: z.array(text) }),
]);

/** What is set aside or booked: by `id` it is captured, released or cancelled, `entry` is its line of the statement. */
const placed = {
  id: said("`null`: the statement's index is a moment late.", z.nullable(entryName)),
  ...purpose,
  entry: z.int(),
};

const fate = said(
  "What becomes of it next if nothing is spent; `null`: as far as can be seen it stays. `awaitsPayment`: it happens when the overdue payment comes, and if none does by `at`, it all ends then.",
  z.nullable(z.strictObject({ at: instant, awaitsPayment: z.boolean(), carriedOver: amount, lost: amount })),
);

const givesBack = said(
  "What comes back if it is cancelled before `until`; `null`: nothing any more.",
  z.strictObject({ credits: amount, until: z.nullable(instant) }),
);

const may = z.enum(["yes", "no"]);
const offer = z.enum(["subscribe", "up", "down", "same", "current"]);
const priced = { amount, lookupKey: text };

const offers = z.strictObject({
  currency: text,
  plans: z.array(z.strictObject({ plan: name, interval, credits: amount, offer, ...priced })),
  packs: z.array(
    z.strictObject({
      pack: name,
      credits: amount,
      may,
      why: z.optional(z.strictObject({ code: z.literal("not_for_you") })),
      ...priced,
    }),
  ),
  addOns: z.array(
    z.strictObject({
      addOn: name,
      isBeside: said("It stands beside the plan that runs: the next renewal pays for it.", z.boolean()),
      interval,
      credits: amount,
      may,
      why: z.optional(z.strictObject({ code: z.literal("plan_required"), plans: z.array(text) })),
      ...priced,
    }),
  ),
});

/** The whole tab "Subscription and credits". */
export const view = named(
  "Account",
  "The whole tab: plan, status, what is left of what, what comes next, what to be warned of, what can be bought.",
  z.strictObject({
    account: accountId,
    balance: amount,
    bySource,
    plan: z.nullable(text),
    interval: z.nullable(interval),
    quantity: amount,
    status: z.enum(ACCOUNT_STATUSES),
    nextRenewal: z.nullable(z.strictObject({ ...renewal.shape, amount: z.nullable(amount), currency: text })),
    cancelAt: z.nullable(instant),
    plannedChange: z.nullable(z.strictObject({ plan: text, interval, quantity: amount, at: instant })),
    managesPayments: z.boolean(),
    lots: z.array(z.strictObject({ ...lotFields, fate, explain: text })),
    ...setAside,
    cap: z.nullable(amount),
    outlook: z.nullable(
      z.strictObject({
        at: instant,
        comes: z.enum(["renewal", "end"]),
        carriedOver: amount,
        lost: amount,
        balance: amount,
      }),
    ),
    holds: z.array(z.strictObject({ ...placed, credits: amount, expiresAt: instant, member: z.optional(text) })),
    bookings: z.array(
      z.strictObject({ ...placed, startsAt: instant, credits: z.optional(amount), givesBack: z.optional(givesBack) }),
    ),
    members: z.array(z.strictObject({ id: text, budget: z.nullable(amount) })),
    budget: z.optional(z.strictObject({ budget: amount, spent: amount })),
    may: said(
      "What who asks may do, by the scopes of their token; on an account with members these alone spend.",
      z.strictObject({ spend: z.boolean(), manage: z.boolean() }),
    ),
    blocked: z.nullable(z.strictObject({ reason: text })),
    warnings: z.array(warning),
    offers,
    asOf: instant,
  }),
);
