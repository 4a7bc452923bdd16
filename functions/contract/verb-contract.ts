import type * as z from "zod/mini";
import type { ProblemCode } from "../http/problem.ts";

/** What a verb promises: what it reads, what it answers, and every way in which it says no. The OpenAPI document is made of these. */
export interface VerbContract {
  /** One line. */
  readonly summary: string;
  /** More, in Markdown. */
  readonly description?: string;
  /** Absent: it takes no parameter. */
  readonly query?: z.ZodMiniType;
  /** What the body may be, by the name of each alternative; absent: nothing is read. */
  readonly body?: Readonly<Record<string, z.ZodMiniType>>;
  /** It changes something, once: it needs an `Idempotency-Key`. */
  readonly isKeyed?: boolean | "unless previewed";
  /** Its answer has an `ETag`, and `If-None-Match` is answered 304 while nothing differs. */
  readonly isTagged?: boolean;
  /** Signed by Stripe instead of opened by a token. */
  readonly isStripes?: boolean;
  readonly answers: readonly AnswerContract[];
  /** In any order: that of precedence is the order of `PROBLEMS`. */
  readonly problems: readonly ProblemCode[];
}

export interface AnswerContract {
  readonly status: 200 | 201;
  readonly description: string;
  /** JSON where it is not said. */
  readonly mediaType?: string;
  readonly schema: z.ZodMiniType;
  /** What its headers say, by their names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What can go wrong with every verb of an account that may not begin one. */
export const OF_ACCOUNT = [
  "malformed_request",
  "insufficient_scope",
  "account_not_found",
  "invalid_request",
  "internal_error",
  "busy",
] as const satisfies readonly ProblemCode[];

/** Why nothing may be paid or set aside, whatever the balance. */
export const OF_SPENDING = [
  "plan_required",
  "not_a_member",
  "account_blocked",
  "member_budget",
  "insufficient_credits",
] as const satisfies readonly ProblemCode[];
