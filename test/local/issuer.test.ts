import { createLocalJWKSet, jwtVerify } from "jose";
import { expect, it } from "vitest";
import { openIssuer } from "../../local/issuer.ts";
import { freshFolder } from "./open-gateway.ts";

it("issues a frontend's token for twelve hours", async () => {
  const { issuer, audience, jwks, issue } = await openIssuer(freshFolder());
  const token = await issue({ sub: "ada", accounts: ["ada", "team:1"] });
  const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks()), { issuer, audience });
  expect(protectedHeader).toMatchObject({ alg: "RS256", kid: jwks().keys[0]?.kid });
  expect(payload).toMatchObject({
    sub: "ada",
    accounts: ["ada", "team:1"],
    scope: "credits:read credits:spend credits:manage",
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(12 * 3600);
});

it("says nothing of accounts where none are named, and nothing of its private key ever", async () => {
  const { jwks, issue } = await openIssuer(freshFolder());
  const claims = JSON.parse(Buffer.from((await issue({ sub: "ada" })).split(".")[1] ?? "", "base64url").toString());
  expect(claims).not.toHaveProperty("accounts");
  expect(Object.keys(jwks().keys[0] ?? {})).toEqual(["kty", "n", "e", "kid", "alg", "use"]);
});

it("keeps its key in the data folder: a token outlives a restart there, and is worth nothing elsewhere", async () => {
  const dataDir = freshFolder();
  const token = await (await openIssuer(dataDir)).issue({ sub: "ada" });
  const restarted = await openIssuer(dataDir);
  await expect(jwtVerify(token, createLocalJWKSet(restarted.jwks()))).resolves.toBeDefined();
  const elsewhere = await openIssuer(freshFolder());
  await expect(jwtVerify(token, createLocalJWKSet(elsewhere.jwks()))).rejects.toThrow();
});
