import { booked, costs, type Policy } from "@passbook/core";
import { omnia } from "@passbook/core/policies/omnia";
import { entryId } from "../../functions/ledger/items.ts";
import type { routes } from "../../functions/routes.ts";
import { at } from "./instants.ts";
import type { TestPassbook } from "./test-passbook.ts";

type Verb = (typeof routes)[number];

/** OmniaStudio, with something that can be booked. */
export const bookable: Policy = {
  ...omnia,
  services: { ...omnia.services, session: booked(costs(1)) },
  bookings: { openAtOnce: 1_000, lengths: [1], cancelled: [] },
};

/** What each verb is glad to read. A new verb does not compile until it is here. */
export const GOOD_BODY: Readonly<Record<Verb["function"], unknown>> = {
  "stripe-webhook": undefined,
  catalog: undefined,
  openapi: undefined,
  health: undefined,
  "receipt-keys": undefined,
  account: undefined,
  balance: undefined,
  statement: undefined,
  quote: { service: "image" },
  spend: { service: "image" },
  "cancel-spend": {},
  hold: { service: "image" },
  capture: {},
  release: {},
  checkout: { pack: "pack_1000" },
  portal: {},
  plan: { plan: "pro", interval: "month" },
  cancel: { when: "period_end" },
  resume: {},
  adjust: { credits: 5, reason: "Sorry for the outage" },
  "describe-account": { signedUpAt: "2025-01-01T00:00:00Z" },
};

/** The name of an entry that no account has. */
export const NO_ENTRY = `req_${"0".repeat(43)}`;

/** Verb and path, for an account and something of it. */
export function lineOf({ method, path }: Verb, account: string, id = NO_ENTRY): string {
  return `${method} ${path.replace("{account}", encodeURIComponent(account)).replace("{id}", encodeURIComponent(id))}`;
}

let made = 0;

/** The same, for something that is really there: a booking to cancel, a hold to end. */
export async function readyLine(passbook: TestPassbook, verb: Verb, account: string): Promise<string> {
  if (!verb.path.includes("{id}")) return lineOf(verb, account);
  const request = `made ${(made += 1)}`;
  const asked = { now: passbook.time.now, request, by: "ada" };
  const options = {};
  if (verb.function === "cancel-spend") {
    const startsAt = at("2036-01-01");
    await passbook.given(account, {
      type: "Spend",
      ...asked,
      for: { service: "session", quantity: 1, options, startsAt },
    });
  } else {
    await passbook.given(account, { type: "PlaceHold", ...asked, for: { service: "image", quantity: 1, options } });
  }
  return lineOf(verb, account, entryId({ kind: "req", id: request }));
}
