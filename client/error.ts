import type { Problems } from "./api.ts";

/** What goes wrong before Passbook has said anything. */
interface OnTheWay {
  /** There is no token, or none that is valid, not even after a fresh one was asked for. */
  readonly unauthorized: Gateways<"unauthorized">;
  /** The token has not the scope. */
  readonly forbidden: Gateways<"forbidden">;
  /** Too many requests, and too many again after waiting. */
  readonly throttled: Gateways<"throttled">;
  /** Any other answer that is not Passbook's own. */
  readonly gateway_error: Gateways<"gateway_error">;
  /** Nothing was heard. What was asked for may have been done: the same key tells. */
  readonly network_error: Unheard<"network_error">;
  /** Nothing was heard in time. What was asked for may have been done: the same key tells. */
  readonly timeout: Unheard<"timeout">;
}

interface Gateways<C> {
  readonly code: C;
  readonly status: number;
  readonly detail: string;
}

interface Unheard<C> {
  readonly code: C;
  readonly detail: string;
}

type EveryProblem = Omit<Problems, "invalid_signature" | "unreadable_event"> & OnTheWay;

/** Every way in which a call can fail: a closed set. */
export type Code = keyof EveryProblem;

/** What is said of a failure: the problem document (RFC 9457), with what would help. */
export type Problem<C extends Code = Code> = EveryProblem[C];

interface Circumstances extends ErrorOptions {
  readonly key?: string | undefined;
}

/**
 * A call has failed. `problem` is told apart by its code:
 *
 *     if (PassbookError.is(error, "insufficient_credits")) offer(error.problem.packs);
 */
export class PassbookError<C extends Code = Code> extends Error {
  override readonly name = "PassbookError";
  readonly code: C;
  readonly problem: Problem<C>;
  /** The idempotency key of what was asked for: with it the same can be asked again, and is done once. */
  readonly key: string | undefined;

  constructor(problem: Problem<C> & { readonly code: C }, { key, ...options }: Circumstances = {}) {
    super(problem.detail, options);
    this.code = problem.code;
    this.problem = problem;
    this.key = key;
  }

  /** Whether it is one of ours, and, where codes are named, of one of these. */
  static is<K extends Code = Code>(error: unknown, ...codes: readonly K[]): error is PassbookError<K> {
    return error instanceof PassbookError && (codes.length === 0 || codes.includes(error.code as K));
  }
}
