import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { Scope } from "../../functions/routes.ts";
import type { TrustedIssuer } from "../issuer.ts";
import { claimsAsStrings } from "./claims.ts";

/** What the authorizer puts into an event. */
export interface JwtContext {
  readonly claims: Record<string, string>;
  readonly scopes: string[];
}

type Authorization =
  | { readonly decision: "allowed"; readonly jwt: JwtContext }
  | { readonly decision: "unauthorized" | "forbidden"; readonly challenge: string };

/** Decides about the value of an Authorization header and the scope that the route asks for. */
export type Authorizer = (authorization: string | undefined, scope: Scope) => Promise<Authorization>;

/** API Gateway's JWT authorizer; an operator's token opens every route, as the infrastructure has it. */
export function jwtAuthorizer(trusted: TrustedIssuer): Authorizer {
  const keys = createLocalJWKSet(trusted.jwks());
  const { issuer, audience } = trusted;

  return async (authorization, scope) => {
    const token = authorization?.replace(/^Bearer\s+/i, "");
    if (!token) return { decision: "unauthorized", challenge: "Bearer" };
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ["RS256"],
        requiredClaims: ["exp", "sub"],
      }));
      refuseFuture(payload.iat);
    } catch (error) {
      const reason = error instanceof errors.JOSEError ? error.message.replaceAll('"', "'") : "the token is invalid";
      return {
        decision: "unauthorized",
        challenge: `Bearer scope="" error="invalid_token" error_description="${reason}"`,
      };
    }
    const scopes = scopesOf(payload);
    if (scopes.includes(scope) || scopes.includes("credits:operate")) {
      return { decision: "allowed", jwt: { claims: claimsAsStrings(payload), scopes } };
    }
    return { decision: "forbidden", challenge: `Bearer scope="${scope}" error="insufficient_scope"` };
  };
}

function scopesOf({ scope }: JWTPayload): string[] {
  return typeof scope === "string" ? scope.split(" ").filter(Boolean) : [];
}

/** API Gateway wants `iat` in the past; jose looks at it only where a maximum age is set. */
function refuseFuture(issuedAt: number | undefined): void {
  if (issuedAt !== undefined && issuedAt > Math.ceil(Date.now() / 1000))
    throw new errors.JWTInvalid("issued in the future");
}
