import { PassbookError, type Problem } from "./error.ts";

/** What came back, read to its end. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What an answer that is no answer of Passbook's says of the way to it, by its status. */
const GATEWAYS = { 401: "unauthorized", 403: "forbidden", 429: "throttled" } as const;

/** What an answer refuses, and why; `undefined`: nothing. */
export function refusalOf({ status, headers, text }: Heard, key: string | undefined): PassbookError | undefined {
  if ((status >= 200 && status < 300) || status === 304) return undefined;
  const said = jsonOf(text);
  if (headers.get("content-type")?.startsWith("application/problem+json") && isProblem(said))
    return new PassbookError(said, { key });
  const code = isGateways(status) ? GATEWAYS[status] : "gateway_error";
  const detail = isMessage(said) ? said.message : `The gateway answered ${status}.`;
  return new PassbookError({ code, status, detail }, { key });
}

/** @throws {PassbookError} `gateway_error`: whatever it is, it is not Passbook's. */
export function bodyOf({ status, text }: Heard, key?: string): unknown {
  const body = jsonOf(text);
  if (body !== undefined) return body;
  throw new PassbookError({ code: "gateway_error", status, detail: "The answer is not JSON." }, { key });
}

/** `undefined` where it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(said: unknown): said is Problem {
  return typeof said === "object" && said !== null && "code" in said && "detail" in said;
}

function isMessage(said: unknown): said is { readonly message: string } {
  return typeof said === "object" && said !== null && "message" in said && typeof said.message === "string";
}

function isGateways(status: number): status is keyof typeof GATEWAYS {
  return status in GATEWAYS;
}
