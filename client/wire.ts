import { type Heard, refusalOf } from "./answer.ts";
import { PassbookError } from "./error.ts";
import { mayPass, pauseBefore } from "./retry.ts";

/** The gateway gives up after half a minute: what it has not answered then it never will. */
const TIMEOUT_MS = 35_000;
const ATTEMPTS = 4;

export interface PassbookOptions {
  /** Where the API is, `https://credits.example`; a page of the same origin may leave it out. */
  readonly url?: string;
  /** The caller's token; asked for each request. Given the one that was refused it should fetch a fresh one. */
  readonly token?: (refused?: string) => string | Promise<string>;
  readonly fetch?: typeof globalThis.fetch;
  /** Of one attempt, in milliseconds. */
  readonly timeoutMs?: number;
  /** How often the same is sent at most. */
  readonly attempts?: number;
  /** How a pause between two attempts is waited for. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** One request, however often it is sent. */
export interface Call {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whoever asks is told. */
  readonly isOpen?: boolean;
}

/**
 * What a call was answered. It is sent again, with the same key, as long as that may help: nothing was heard, the gateway has
 * failed, or Passbook says that it is busy. A token that is refused is renewed once.
 * @throws {PassbookError} and what `signal` was aborted with
 */
export async function send(options: PassbookOptions, call: Call): Promise<Heard> {
  const { attempts = ATTEMPTS, pause = wait } = options;
  let refused: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    call.signal?.throwIfAborted();
    const token = call.isOpen ? undefined : await options.token?.(refused);
    const { heard, error } = await attemptOf(options, call, token);
    if (!error) return heard;
    if (error.code === "unauthorized" && token !== undefined && refused === undefined) {
      refused = token;
      continue;
    }
    const milliseconds = pauseBefore(attempt + 1, heard);
    if (!mayPass(error) || attempt >= attempts || milliseconds === undefined) throw error;
    await unlessAborted(pause(milliseconds), call.signal);
  }
}

type Attempt =
  | { readonly heard: Heard; readonly error?: undefined }
  | { readonly heard?: Heard; readonly error: PassbookError };

async function attemptOf(options: PassbookOptions, call: Call, token: string | undefined): Promise<Attempt> {
  const { url = "", fetch = globalThis.fetch, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  try {
    const response = await fetch(url.replace(/\/+$/, "") + call.path, { ...requestOf(call, token), signal });
    const heard = { status: response.status, headers: response.headers, text: await response.text() };
    const error = refusalOf(heard, call.key);
    return error ? { heard, error } : { heard };
  } catch (cause) {
    call.signal?.throwIfAborted();
    const detail = timeout.aborted ? `Nothing was heard in ${timeoutMs} ms.` : "The server could not be reached.";
    const code = timeout.aborted ? "timeout" : "network_error";
    return { error: new PassbookError({ code, detail }, { key: call.key, cause }) };
  }
}

function requestOf({ method, headers, body, key }: Call, token: string | undefined) {
  return {
    method,
    headers: {
      accept: "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key !== undefined && { "idempotency-key": key }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** @throws what the signal is aborted with, at once. */
async function unlessAborted(pausing: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  const left = Promise.withResolvers<never>();
  const leave = () => left.reject(signal?.reason);
  signal?.addEventListener("abort", leave, { once: true });
  if (signal?.aborted) leave();
  try {
    await Promise.race([pausing, left.promise]);
  } finally {
    signal?.removeEventListener("abort", leave);
  }
}
