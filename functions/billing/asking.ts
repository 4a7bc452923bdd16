import type { Account, Instant } from "@passbook/core";
import { conflict } from "../http/change.ts";
import { type Access, authorize, invalid, type KeyedRequest, refuseMissing, unknownQuery } from "../http/request.ts";
import { type Read, withProblems } from "../http/schema.ts";
import { type AuthorizedEvent, deadline } from "../http/stack.ts";
import type { Billing } from "./billing.ts";
import { Steps } from "./steps.ts";

/** Who asks for what, of which account, and how the account stands. */
export interface Asking<T> {
  readonly wanted: T;
  readonly account: Account;
  /** The account's present. */
  readonly now: Instant;
}

/**
 * The account that a verb acts on, and what it is asked. A key that has been used is told before what is wrong with the content.
 * @param steps under whose key it is asked; absent: nothing will be done.
 * @throws {Refusal} 403, 404, 409 or 422
 */
export async function asking<T>(
  { ledger, clock, stripe }: Billing,
  event: AuthorizedEvent,
  content: Read<T>,
  steps?: Steps,
): Promise<Asking<T>> {
  const access: Access = authorize(event, "credits:manage");
  const said = withProblems(unknownQuery(event, []), content);
  await refuseMissing(access, ledger);
  if ("problems" in said) throw (await steps?.isKnown(stripe)) ? conflict() : invalid(said.problems);
  const { account, asOf } = await ledger.read(access.account, clock(), access);
  return { wanted: said.value, account, now: asOf };
}

type Within = Parameters<typeof deadline>[0];

/** What the request asks of Stripe, under its own keys. */
export function stepsOf(
  { clock }: Billing,
  verb: string,
  event: AuthorizedEvent,
  request: KeyedRequest,
  context: Within,
): Steps {
  return new Steps(event.pathParameters?.["account"] ?? "", verb, request, clock, deadline(context, clock()));
}
