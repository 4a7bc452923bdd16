/** An error as Stripe's API words it. A 404 without `error` in its body would pass for a success in Stripe's own client. */
export class StripeProblem extends Error {
  override readonly name = "StripeProblem";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  get body() {
    const type = this.status >= 500 ? "api_error" : "invalid_request_error";
    return { error: { type, code: this.code, message: this.message } };
  }
}
