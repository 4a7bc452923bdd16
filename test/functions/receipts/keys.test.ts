import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createLocalJWKSet, jwtVerify, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { receiptKeys } from "../../../functions/receipts/keys.ts";
import { OTHER_RECEIPT_KEY, RECEIPT_KEY } from "../../support/receipt-keys.ts";

const QUOTE = "passbook-quote+jwt";
const RECEIPT = "passbook-receipt+jwt";
const keys = receiptKeys([RECEIPT_KEY]);

describe("What we sign", () => {
  it("is verified by jose, with what is published, and is the same bytes each time", async () => {
    const token = keys.sign(RECEIPT, { account: "ada" });
    expect(keys.sign(RECEIPT, { account: "ada" })).toBe(token);
    const published = createLocalJWKSet({ keys: keys.published.map((key) => ({ ...key, kty: "OKP" })) });
    const { payload, protectedHeader } = await jwtVerify(token, published, { typ: RECEIPT, algorithms: ["EdDSA"] });
    expect(payload).toEqual({ account: "ada" });
    expect(protectedHeader).toEqual({ alg: "EdDSA", kid: keys.published[0]?.kid, typ: RECEIPT });
    await expect(jwtVerify(token, published, { typ: QUOTE })).rejects.toThrow();
  });

  it("is named by the key's thumbprint (RFC 8037, A.3), and nothing of the private half is told", () => {
    const x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const kid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
    expect(keys.published).toEqual([{ kty: "OKP", crv: "Ed25519", x, kid, alg: "EdDSA", use: "sig" }]);
  });

  it("is read back, by its type alone", () => {
    const token = keys.sign(QUOTE, { credits: 5 });
    expect(keys.read(QUOTE, token)).toEqual({ credits: 5 });
    expect(keys.read(RECEIPT, token)).toBeUndefined();
  });

  it("is read back where somebody else's library has signed it with our key, and where it has not, is not", async () => {
    const header = { alg: "EdDSA", typ: QUOTE, kid: keys.published[0]?.kid ?? "" };
    const signedBy = (key: KeyObject) => new SignJWT({ a: 1 }).setProtectedHeader(header).sign(key);
    const ours = createPrivateKey({ key: JSON.parse(RECEIPT_KEY), format: "jwk" });
    const theirs = generateKeyPairSync("ed25519").privateKey;
    expect(keys.read(QUOTE, await signedBy(ours))).toEqual({ a: 1 });
    expect(keys.read(QUOTE, await signedBy(theirs))).toBeUndefined();
  });
});

describe("What is signed with our key is read only where it says how (ASVS 5.0 9.1.2)", () => {
  const kid = keys.published[0]?.kid;
  const signed = (header: object, claims = '{"a":1}') => {
    const text = [JSON.stringify(header), claims].map((part) => Buffer.from(part).toString("base64url")).join(".");
    const key = createPrivateKey({ key: JSON.parse(RECEIPT_KEY), format: "jwk" });
    return `${text}.${sign(null, Buffer.from(text), key).toString("base64url")}`;
  };

  it.each<[string, object]>([
    ["another algorithm", { alg: "HS256", kid, typ: QUOTE }],
    ["none", { alg: "none", kid, typ: QUOTE }],
    ["no algorithm", { kid, typ: QUOTE }],
    ["no type", { alg: "EdDSA", kid }],
    ["no key", { alg: "EdDSA", typ: QUOTE }],
    ["a key of a list", { alg: "EdDSA", kid: [kid], typ: QUOTE }],
  ])("%s is said", (_, header) => {
    expect(keys.read(QUOTE, signed({ alg: "EdDSA", kid, typ: QUOTE }))).toEqual({ a: 1 });
    expect(keys.read(QUOTE, signed(header))).toBeUndefined();
  });

  it.each(["null", "5", "{", ""])("claims that are no object are none: %s", (claims) => {
    expect(keys.read(QUOTE, signed({ alg: "EdDSA", kid, typ: QUOTE }, claims))).toBeUndefined();
  });
});

describe("Keys", () => {
  it("the first one signs, the others verify; of those the public half is enough", () => {
    const old = keys.sign(QUOTE, { credits: 5 });
    const publicHalf = createPublicKey({ key: JSON.parse(RECEIPT_KEY), format: "jwk" });
    const asPem = publicHalf.export({ format: "pem", type: "spki" }).toString();
    for (const other of [RECEIPT_KEY, asPem, ` ${JSON.stringify(publicHalf.export({ format: "jwk" }))}\n`]) {
      const rotated = receiptKeys([OTHER_RECEIPT_KEY, other]);
      expect(rotated.read(QUOTE, old)).toEqual({ credits: 5 });
      expect(rotated.published).toHaveLength(2);
      expect(keys.read(QUOTE, rotated.sign(QUOTE, {}))).toBeUndefined();
    }
  });

  const rsa = generateKeyPairSync("rsa", { modulusLength: 2_048 }).privateKey;
  it.each([
    ["no key", "whatever"],
    ["half a PEM", OTHER_RECEIPT_KEY.slice(0, 60)],
    ["no JSON", `{"kty":"OKP","d":"s3cr3t`],
    ["another JWK", JSON.stringify(rsa.export({ format: "jwk" }))],
    ["another PEM", rsa.export({ format: "pem", type: "pkcs8" }).toString()],
    ["the public half", JSON.stringify({ ...JSON.parse(RECEIPT_KEY), d: undefined })],
  ])("refuses to start with %s, and tells nothing of it", (_, text) => {
    expect(() => receiptKeys([text])).toThrow(
      /^a key for receipts is no Ed25519 key as PEM or JWK, or not the private one where that is needed$/,
    );
  });
});
