import type { Account, Instant } from "@passbook/core";
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
 * The account that a verb acts on, and what it is asked.
 * @throws {Refusal} 403, 404 or 422
 */
export async function asking<T>(
  { ledger, clock }: Billing,
  event: AuthorizedEvent,
  content: Read<T>,
): Promise<Asking<T>> {
  const access: Access = authorize(event, "credits:manage");
  const said = withProblems(unknownQuery(event, []), content);
  await refuseMissing(access, ledger);
  if ("problems" in said) throw invalid(said.problems);
  const { account, asOf } = await ledger.read(access.account, clock(), access);
  return { wanted: said.value, account, now: asOf };
}

type Within = Parameters<typeof deadline>[0];

/** What the request asks of Stripe, under its own keys. */
export function stepsOf(
  { clock }: Billing,
  verb: string,
  account: Account,
  request: KeyedRequest,
  context: Within,
): Steps {
  return new Steps(account.id, verb, request, clock, deadline(context, clock()));
}
