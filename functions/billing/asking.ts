import { type Account, type Instant, type Policy, policyAt, versionsOf } from "@passbook/core";
import { conflict } from "../http/change.ts";
import { type Access, accountNotFound, authorize, invalid, type KeyedRequest, unknownQuery } from "../http/request.ts";
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
 * @param content what is asked, as a version of the policy understands it.
 * @param steps under whose key it is asked; absent: nothing will be done.
 * @throws {Refusal} 403, 404, 409 or 422
 */
export async function asking<T>(
  { policy, ledger, clock, stripe }: Billing,
  event: AuthorizedEvent,
  content: (policy: Policy) => Read<T>,
  steps?: Steps,
): Promise<Asking<T>> {
  const access: Access = authorize(event, "credits:manage");
  const { account, exists, asOf: now } = await ledger.read(access.account, clock(), access);
  if (access.isForeign && !exists) throw accountNotFound();
  const [said, ...before] = versionsOf(policyAt(policy, now)).map((version) =>
    withProblems(unknownQuery(event, []), content(version)),
  );
  if (said && "value" in said) return { wanted: said.value, account, now };
  if (!(await steps?.isKnown(stripe))) throw invalid(said?.problems ?? []);
  // What was sold when the request first came, and is not any more, is answered as it was then.
  const sold = before.find((earlier) => "value" in earlier);
  if (!sold) throw conflict();
  return { wanted: sold.value, account, now };
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
