/**
 * Every code that an answer can carry, with its status and title: a closed set. The order is that of precedence, where
 * several would apply.
 */
export const PROBLEMS = {
  malformed_request: [400, "The request can't be read"],
  invalid_signature: [400, "The signature is not Stripe's"],
  insufficient_scope: [403, "The token does not allow this"],
  account_not_found: [404, "There is no such account"],
  spend_not_found: [404, "There is no such spend"],
  hold_not_found: [404, "There is no such hold"],
  idempotency_conflict: [409, "The idempotency key was used for something else"],
  invalid_request: [422, "Something in the request is wrong"],
  plan_required: [403, "Your plan does not include this"],
  not_for_you: [403, "This is not sold to you"],
  not_a_member: [403, "Only the account's members may spend from it"],
  account_blocked: [409, "Nothing can be spent from this account at the moment"],
  booking_limit: [409, "No more bookings fit at the moment"],
  member_budget: [409, "The member's budget for this cycle does not allow it"],
  quote_spent: [409, "The quote was spent already"],
  already_subscribed: [409, "The account has a subscription already"],
  payment_failed: [402, "The payment failed"],
  insufficient_credits: [402, "There are not enough credits"],
  unreadable_event: [500, "An event of ours can't be read"],
  internal_error: [500, "Something went wrong on our side"],
  busy: [503, "Nothing was decided, or the outcome is unknown: send the same key again"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** An answer that says no. Thrown anywhere behind the stack, answered as RFC 9457. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ProblemCode;
  /** What would help, beside the sentence. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    detail: string,
    members: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.code = code;
    this.members = members;
  }
}

/** A refusal as `application/problem+json` (RFC 9457). */
export function problemAnswer({ code, message, members }: Refusal) {
  const [status, title] = PROBLEMS[code];
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 503 && { "retry-after": "1" }),
    },
    body: JSON.stringify({ type: `urn:passbook:problem:${code}`, title, status, detail: message, code, ...members }),
  };
}
