import { join } from "node:path";
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  SignJWT,
} from "jose";
import { readStored, writeStored } from "./stored-file.ts";

/** Whom a local token is for. */
interface TokenRequest {
  readonly sub: string;
  /** The accounts that it may act on: a list, or a string with spaces between. Absent: `sub` alone. */
  readonly accounts?: string | readonly string[] | undefined;
  /** Scopes with spaces between. Absent: what a frontend may do. */
  readonly scope?: string | undefined;
}

/** What a gateway must know of whoever signs the tokens. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwks: () => JSONWebKeySet;
}

/** The local stand-in for an identity provider. */
export interface Issuer extends TrustedIssuer {
  readonly issue: (request: TokenRequest) => Promise<string>;
}

const FRONTEND_SCOPE = "credits:read credits:spend credits:manage";
const TOKEN_LIFETIME = "12h";

/** Opens the issuer whose key pair is kept in `dataDir`, so that a token survives a restart. */
export async function openIssuer(dataDir: string): Promise<Issuer> {
  const file = join(dataDir, "issuer.json");
  const stored = readStored(file) as JWK | undefined;
  const jwk = stored ?? (await newKey());
  if (!stored) writeStored(file, jwk);

  const { n, e, kid } = jwk as Required<Pick<JWK, "n" | "e" | "kid">>;
  const key = await importJWK(jwk, "RS256");
  const issuer = "https://issuer.passbook.local";
  const audience = "passbook";
  return {
    issuer,
    audience,
    jwks: () => ({ keys: [{ kty: "RSA", n, e, kid, alg: "RS256", use: "sig" }] }),
    issue({ sub, accounts, scope = FRONTEND_SCOPE }) {
      return new SignJWT({ ...(accounts !== undefined && { accounts }), scope })
        .setProtectedHeader({ alg: "RS256", kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime(TOKEN_LIFETIME)
        .sign(key);
    },
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}
