/**
 * The HTTP interface as data: what the gateway routes, to which function, behind which scope.
 * The infrastructure, the local gateway and the OpenAPI document are made from this one list.
 */

/** What a token may be allowed to do. `credits:operate` is your backend and your support desk. */
export type Scope = "credits:read" | "credits:spend" | "credits:manage" | "credits:operate";

export interface Route {
  readonly method: "GET" | "POST" | "PATCH";
  /** As API Gateway writes it: `{account}` is a path parameter. */
  readonly path: string;
  /** The file in `functions/` that exports `handler`. */
  readonly function: string;
  /** Absent: no token is asked for. */
  readonly scope?: Scope;
}

export const routes = [
  { method: "POST", path: "/stripe/webhook", function: "stripe-webhook" },
  { method: "GET", path: "/catalog", function: "catalog" },
  { method: "GET", path: "/openapi.json", function: "openapi" },
  { method: "GET", path: "/healthz", function: "health" },
  { method: "GET", path: "/.well-known/receipts.json", function: "receipt-keys" },
  { method: "GET", path: "/accounts/{account}", function: "account", scope: "credits:read" },
  { method: "GET", path: "/accounts/{account}/balance", function: "balance", scope: "credits:read" },
  { method: "GET", path: "/accounts/{account}/ledger", function: "statement", scope: "credits:read" },
  { method: "POST", path: "/accounts/{account}/quotes", function: "quote", scope: "credits:read" },
  { method: "POST", path: "/accounts/{account}/spends", function: "spend", scope: "credits:spend" },
  { method: "POST", path: "/accounts/{account}/spends/{id}/cancel", function: "cancel-spend", scope: "credits:spend" },
  { method: "POST", path: "/accounts/{account}/holds", function: "hold", scope: "credits:spend" },
  { method: "POST", path: "/accounts/{account}/holds/{id}/capture", function: "capture", scope: "credits:spend" },
  { method: "POST", path: "/accounts/{account}/holds/{id}/release", function: "release", scope: "credits:spend" },
  { method: "POST", path: "/accounts/{account}/checkout", function: "checkout", scope: "credits:manage" },
  { method: "POST", path: "/accounts/{account}/portal", function: "portal", scope: "credits:manage" },
  { method: "POST", path: "/accounts/{account}/plan", function: "plan", scope: "credits:manage" },
  { method: "POST", path: "/accounts/{account}/cancel", function: "cancel", scope: "credits:manage" },
  { method: "POST", path: "/accounts/{account}/resume", function: "resume", scope: "credits:manage" },
  { method: "POST", path: "/accounts/{account}/adjustments", function: "adjust", scope: "credits:operate" },
  { method: "PATCH", path: "/accounts/{account}", function: "describe-account", scope: "credits:operate" },
] as const satisfies readonly Route[];
