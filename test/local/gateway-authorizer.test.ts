import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { jwtAuthorizer } from "../../local/gateway/authorizer.ts";
import { claimsAsStrings } from "../../local/gateway/claims.ts";
import { openGateway } from "./open-gateway.ts";

const now = () => Math.floor(Date.now() / 1000);

const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
// Without `alg`: that the key would do for other algorithms must not matter.
const jwk = { ...(await exportJWK(publicKey)), kid: "key" };
const authorize = jwtAuthorizer({
  issuer: "https://issuer.example",
  audience: "passbook",
  jwks: () => ({ keys: [jwk] }),
});

/** What the authorizer takes; an `undefined` leaves a claim out. */
const claims = (changed: Record<string, unknown> = {}) =>
  JSON.parse(
    JSON.stringify({
      iss: "https://issuer.example",
      aud: "passbook",
      sub: "demo",
      iat: now(),
      exp: now() + 60,
      scope: "credits:spend",
      ...changed,
    }),
  ) as JWTPayload;

const sign = (changed?: Record<string, unknown>, key = privateKey, kid = "key") =>
  new SignJWT(claims(changed)).setProtectedHeader({ alg: "RS256", kid }).sign(key);

describe("a token is asked for where the route has a scope", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["with the route's scope", {}, "allowed"],
    ["with that scope among others", { scope: "credits:read credits:spend" }, "allowed"],
    ["of an operator", { scope: "credits:operate" }, "allowed"],
    ["for several audiences, ours among them", { aud: ["other", "passbook"] }, "allowed"],
    ["with another scope", { scope: "credits:read" }, "forbidden"],
    ["with a scope that only begins alike", { scope: "credits:spending" }, "forbidden"],
    ["without a scope", { scope: undefined }, "forbidden"],
    ["with no scope in it", { scope: "" }, "forbidden"],
    ["of another issuer", { iss: "https://elsewhere.example" }, "unauthorized"],
    ["for another audience", { aud: "elsewhere" }, "unauthorized"],
    ["for nobody", { sub: undefined }, "unauthorized"],
    ["that has ended", { exp: now() - 1 }, "unauthorized"],
    ["that never ends", { exp: undefined }, "unauthorized"],
    ["that is not valid yet", { nbf: now() + 60 }, "unauthorized"],
    ["issued in the future", { iat: now() + 60 }, "unauthorized"],
  ])("a token %s", async (_case, changed, decision) => {
    expect(await authorize(`Bearer ${await sign(changed)}`, "credits:spend")).toMatchObject({ decision });
  });

  it("[ASVS 9.1.2] a token that is signed by another key, by another algorithm, or not at all", async () => {
    const other = await generateKeyPair("RS256");
    const symmetric = new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: "key" });
    const signedAs = async (alg: string) => {
      const sameKey = await importJWK(await exportJWK(privateKey), alg);
      return await new SignJWT(claims()).setProtectedHeader({ alg, kid: "key" }).sign(sameKey);
    };
    const tokens = [
      await signedAs("RS512"),
      await signedAs("PS256"),
      await sign({}, other.privateKey),
      await sign({}, undefined, "unknown"),
      await symmetric.sign(new TextEncoder().encode("a secret that is known to everybody")),
      new UnsecuredJWT(claims()).encode(),
      "not.a.token",
      "x",
    ];
    for (const token of tokens) {
      expect(await authorize(`Bearer ${token}`, "credits:spend")).toMatchObject({ decision: "unauthorized" });
    }
  });

  it("with or without the word Bearer before it, and in no other scheme", async () => {
    const token = await sign();
    const decision = async (header?: string) => (await authorize(header, "credits:spend")).decision;
    for (const header of [token, `Bearer ${token}`, `bearer ${token}`]) expect(await decision(header)).toBe("allowed");
    for (const header of [`Basic ${token}`, "", undefined]) expect(await decision(header)).toBe("unauthorized");
  });
});

it.each([
  [
    { sub: "demo", exp: 1_795_336_933 },
    { sub: "demo", exp: "1795336933" },
  ],
  [{ accounts: ["demo", "team:1"] }, { accounts: "[demo team:1]" }],
  [{ accounts: ["demo"] }, { accounts: "[demo]" }],
  [{ accounts: [] }, { accounts: "[]" }],
  [{ accounts: "demo team:1" }, { accounts: "demo team:1" }],
  [{ email_verified: true, nothing: null }, { email_verified: "true" }],
  [{ address: { country: "DE" } }, { address: '{"country":"DE"}' }],
])("claims reach a function as strings: %j", (payload, strings) => {
  expect(claimsAsStrings(payload)).toEqual(strings);
});

describe("at the gateway", () => {
  const spend = (url: string, token?: string) =>
    fetch(`${url}/accounts/demo/spends`, {
      method: "POST",
      ...(token && { headers: { authorization: `Bearer ${token}` } }),
    });

  it("claims and scopes of a good token are in the event", async () => {
    const { url, issuer, events } = await openGateway();
    const token = await issuer.issue({ sub: "ada", accounts: ["ada", "team:1"], scope: "credits:read credits:spend" });
    expect((await spend(url, token)).status).toBe(200);
    expect(events[0]?.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: { sub: "ada", accounts: "[ada team:1]", scope: "credits:read credits:spend", aud: "passbook" },
          scopes: ["credits:read", "credits:spend"],
        },
      },
    });
  });

  it("no token is 401 and too little of one is 403, in the gateway's own words", async () => {
    const { url, issuer, events } = await openGateway();
    const nobody = await spend(url);
    expect([nobody.status, await nobody.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(nobody.headers.get("www-authenticate")).toBe("Bearer");
    const reader = await spend(url, await issuer.issue({ sub: "ada", scope: "credits:read" }));
    expect([reader.status, await reader.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect(events).toEqual([]);
  });
});
