import { createHash } from "node:crypto";
import type { Problem } from "@passbook/core";
import type { Ledger } from "../ledger/ledger.ts";
import type { Scope } from "../routes.ts";
import { canonicalJson, type Json, malformed, parseJson } from "./json.ts";
import { Refusal } from "./problem.ts";
import type { AuthorizedEvent, PublicEvent } from "./stack.ts";

/** `.` and `..` would be taken for steps of a path by whatever sends the request, and never arrive. */
export const ACCOUNT_ID = /^(?!\.{1,2}$)[A-Za-z0-9._:@|+-]{1,128}$/;
const IDEMPOTENCY_KEY = /^[\x20-\x7e]{1,255}$/;

/** Who calls, as the gateway's claims say; API Gateway delivers every claim as a string, an array as `[a b]`. */
export interface Caller {
  readonly sub: string;
  readonly accounts: readonly string[];
  readonly scopes: readonly string[];
}

/** The account of the path, and what the caller is to it. */
export interface Access {
  readonly account: string;
  readonly sub: string;
  /** The token does not name the account: its bearer acts by `credits:operate` alone. */
  readonly isForeign: boolean;
  readonly isOperator: boolean;
  /** It bears the caller's own name. */
  readonly isOwn: boolean;
  /** Whether a verb that needs this scope would let the caller in. */
  readonly may: (scope: Scope) => boolean;
}

export function isAccountId(id: string): boolean {
  return ACCOUNT_ID.test(id);
}

/**
 * The account that the path names, where the token allows it. The gateway has checked the token and the route's scope;
 * the scope is checked again here, so that a route that was configured wrongly stays closed.
 * @throws {Refusal} 400, 403 or 404; a foreign account is answered as one that does not exist.
 */
export function authorize(event: AuthorizedEvent, needed: Scope | ((sub: string) => Scope)): Access {
  const account = event.pathParameters?.["account"] ?? "";
  if (!isAccountId(account))
    throw malformed("an account id has 1 to 128 of A-Z a-z 0-9 . _ : @ | + -, and is neither . nor ..");
  const caller = callerOf(event);
  const scope = typeof needed === "string" ? needed : needed(caller.sub);
  const isOperator = caller.scopes.includes("credits:operate");
  const may = (asked: Scope) => isOperator || caller.scopes.includes(asked);
  if (!may(scope)) throw new Refusal("insufficient_scope", `This needs the scope ${scope}.`);
  const isForeign = !caller.accounts.includes(account);
  if (isForeign && !isOperator) throw accountNotFound();
  return { account, sub: caller.sub, isForeign, isOperator, isOwn: account === caller.sub, may };
}

/**
 * An operator may reach every account, but none that was never written; this is told before what is wrong with the request.
 * @throws {Refusal} 404
 */
export async function refuseMissing({ account, isForeign }: Access, ledger: Ledger): Promise<void> {
  if (isForeign && !(await ledger.read(account, 0)).exists) throw accountNotFound();
}

/** The same for an account that nobody has written and for one that the caller may not know of. */
export function accountNotFound(): Refusal {
  return new Refusal("account_not_found", "No account of this id can be reached with this token.");
}

/** The same for what was never there, for what is something else, and for what is another member's. */
export function nothingOf(missing: "spend_not_found" | "hold_not_found"): Refusal {
  return new Refusal(missing, "The account has nothing of this id.");
}

function callerOf(event: AuthorizedEvent): Caller {
  // Absent on a route that was deployed without its authorizer: nobody, and so nothing, is allowed.
  const claims: Partial<AuthorizedEvent["requestContext"]["authorizer"]["jwt"]["claims"]> =
    event.requestContext.authorizer?.jwt?.claims ?? {};
  const sub = typeof claims["sub"] === "string" ? claims["sub"] : "";
  const accounts = claims["accounts"] === undefined ? [sub] : words(claims["accounts"]).filter(isNamed);
  return { sub, accounts, scopes: words(claims["scope"] ?? "") };
}

/** What an issuer writes for somebody who has none: an account of that name would be everybody's. */
function isNamed(account: string): boolean {
  return account !== "null" && account !== "undefined";
}

function words(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.filter((item) => typeof item === "string");
  return typeof claim === "string"
    ? claim
        .replace(/^\[(.*)\]$/, "$1")
        .split(/\s+/)
        .filter(Boolean)
    : [];
}

/** What a request says, before anybody has looked whether it makes sense. */
export type Body = Readonly<Record<string, Json>>;

/** A request that changes something: its key, its content, and the digest by which a replay is known. */
export interface KeyedRequest {
  readonly key: string;
  readonly body: Body;
  /** Of verb, path and content. */
  readonly digest: string;
}

/** @throws {Refusal} 400: no key, or a body that is no JSON object. */
export function keyedRequest(event: AuthorizedEvent): KeyedRequest {
  const key = event.headers["idempotency-key"] ?? "";
  if (!IDEMPOTENCY_KEY.test(key)) throw malformed("the header Idempotency-Key needs 1 to 255 printable characters");
  const body = bodyOf(event);
  return { key, body, digest: digestOf(canonicalJson([event.routeKey, { ...event.pathParameters } as Body, body])) };
}

/** @throws {Refusal} 400: no JSON object. */
export function bodyOf(event: AuthorizedEvent): Body {
  const body = parseJson(textBody(event));
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw malformed("the body is not a JSON object");
  return body as Body;
}

/** The same for the same text, and telling nothing of it. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** The exact bytes that were sent, whatever the gateway made of them. */
export function rawBody(event: PublicEvent | AuthorizedEvent): Buffer {
  return Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
}

function textBody(event: AuthorizedEvent): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(rawBody(event));
  } catch (cause) {
    throw malformed("the body is not UTF-8", cause);
  }
}

/** @throws {Refusal} 422: a query parameter that this verb does not have. */
export function refuseUnknownQuery(event: PublicEvent | AuthorizedEvent, known: readonly string[]): void {
  const problems = unknownQuery(event, known);
  if (problems.length > 0) throw invalid(problems);
}

export function unknownQuery(event: PublicEvent | AuthorizedEvent, known: readonly string[]): Problem[] {
  const unknown = Object.keys(event.queryStringParameters ?? {}).filter((name) => !known.includes(name));
  return unknown.map((name) => ({ field: `?${name}`, message: "is not known here" }));
}

/** What is wrong, field by field. */
export function invalid(problems: readonly Problem[]): Refusal {
  const [first, ...others] = problems.map(({ field, message }) => `${field} ${message}`);
  return new Refusal("invalid_request", `${[first, ...others].join("; ")}.`, { problems });
}
