import { bodyOf } from "./answer.ts";
import type { Verbs } from "./api.ts";
import { type Call, type PassbookOptions, send } from "./wire.ts";

export type Answer<V extends keyof Verbs> = Verbs[V]["answer"];
export type Body<V extends keyof Verbs> = Verbs[V] extends { readonly body: infer B } ? B : never;

/** Of a call that only reads. */
export interface Reading {
  readonly signal?: AbortSignal | undefined;
}

/** Of a call that changes something. */
export interface Writing extends Reading {
  /** The idempotency key; one is made where none is given. */
  readonly key?: string | undefined;
}

/** Of a call that may be answered what the caller has already. */
export interface Renewing<T> extends Reading {
  /** An earlier answer: this very object is answered again while nothing but `asOf` differs. */
  readonly known?: T | undefined;
}

/** The tags of answers, for as long as somebody has these. */
const tags = new WeakMap<object, string>();

/** Sends it, and reads what is answered. */
export async function say<T>(options: PassbookOptions, call: Call): Promise<T> {
  return bodyOf(await send(options, call), call.key) as T;
}

/** The same object again while nothing differs from it. */
export async function renew<T extends object>(
  options: PassbookOptions,
  path: string,
  { known, signal }: Renewing<T>,
): Promise<T> {
  const tag = known && tags.get(known);
  const headers = tag === undefined ? {} : { "if-none-match": tag };
  const heard = await send(options, { method: "GET", path, headers, signal });
  if (heard.status === 304 && known) return known;
  const answer = bodyOf(heard) as T;
  const etag = heard.headers.get("etag");
  if (etag !== null) tags.set(answer, etag);
  return answer;
}

/** Asks for what changes nothing: a price, a preview. */
export function ask<T>(options: PassbookOptions, path: string, body: object, { signal }: Reading): Promise<T> {
  return say<T>(options, { method: "POST", path, body, signal });
}

/** Has something done, once, however often it has to be sent. */
export function act<T>(
  options: PassbookOptions,
  path: string,
  body: object,
  { key = crypto.randomUUID(), signal }: Writing,
): Promise<T> {
  return say<T>(options, { method: "POST", path, body, key, signal });
}
