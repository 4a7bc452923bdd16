interface ProblemDetails {
  readonly type?: "invalid_request_error" | "card_error" | "idempotency_error" | "api_error";
  readonly param?: string | undefined;
  readonly declineCode?: string | undefined;
  /** The request has failed, and what it did before stays: a payment was attempted, and is remembered. */
  readonly keepsChanges?: boolean;
}

/** An error as Stripe's API words it. A 404 without `error` in its body would pass for a success in Stripe's own client. */
export class StripeProblem extends Error {
  override readonly name = "StripeProblem";
  readonly status: number;
  readonly code: string | undefined;
  readonly details: ProblemDetails;

  constructor(status: number, code: string | undefined, message: string, details: ProblemDetails = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  get body() {
    const { type = this.status >= 500 ? "api_error" : "invalid_request_error", param, declineCode } = this.details;
    return { error: { type, code: this.code, message: this.message, param, decline_code: declineCode } };
  }
}

/** What a request names is not there. */
export function missing(noun: string, id: string, param = "id"): StripeProblem {
  return new StripeProblem(param === "id" ? 404 : 400, "resource_missing", `No such ${noun}: '${id}'`, { param });
}

/** What a request asks for can't be, or not now. */
export function refused(message: string, { code, param }: { code?: string; param?: string } = {}): StripeProblem {
  return new StripeProblem(400, code, message, { param });
}
