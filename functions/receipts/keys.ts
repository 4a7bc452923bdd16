import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";

/** What is signed. The name is the token's `typ`, so that one can never be taken for the other (RFC 8725, 3.11). */
export type Signed = "passbook-quote+jwt" | "passbook-receipt+jwt" | "passbook-free-hold+jwt";

/** A public key as `/.well-known/receipts.json` tells it (RFC 8037). */
export interface PublicKey extends JsonWebKey {
  /** Its thumbprint (RFC 7638). */
  readonly kid: string;
}

/** The keys that receipts, quotes and the names of free holds are signed with. */
export interface ReceiptKeys {
  /** A compact JWS. Ed25519 is deterministic: the same claims are the same bytes. */
  sign(type: Signed, claims: object): string;
  /** What a token of ours says; `undefined`: it is none, or none of that type. */
  read(type: Signed, token: string): unknown;
  readonly published: readonly PublicKey[];
}

/**
 * The first one signs; all are published, and verify.
 * @param texts Ed25519 keys as PEM or JWK; of all but the first one the public half is enough.
 * @throws {Error} one of them is no such key. It tells nothing of the text.
 */
export function receiptKeys(texts: readonly [string, ...string[]]): ReceiptKeys {
  const [first] = texts;
  const signing = keyFrom(createPrivateKey, first);
  const keys = texts.map((text) => withName(keyFrom(createPublicKey, text)));
  const [{ kid } = { kid: "" }] = keys.map(({ published }) => published);
  return {
    sign(type, claims) {
      const signed = `${encoded({ alg: "EdDSA", kid, typ: type })}.${encoded(claims)}`;
      return `${signed}.${sign(null, Buffer.from(signed), signing).toString("base64url")}`;
    },
    read(type, token) {
      const [, header = "", claims = "", signature = ""] = COMPACT.exec(token) ?? [];
      const said = decoded(header);
      const key = keys.find(({ published }) => published.kid === said?.["kid"])?.key;
      if (!key || said?.["typ"] !== type || said["alg"] !== "EdDSA") return undefined;
      const isOurs = verify(null, Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, "base64url"));
      return isOurs ? decoded(claims) : undefined;
    },
    published: keys.map(({ published }) => published),
  };
}

const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** Before the signature is checked this is anybody's text. */
function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof said === "object" && said !== null ? { ...said } : undefined;
  } catch {
    return undefined;
  }
}

function keyFrom(make: typeof createPrivateKey | typeof createPublicKey, text: string): KeyObject {
  try {
    const key = make(text.trim().startsWith("{") ? { key: JSON.parse(text) as JsonWebKey, format: "jwk" } : text);
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // What went wrong may quote the key.
  }
  throw new Error("a key for receipts is no Ed25519 key as PEM or JWK, or not the private one where that is needed");
}

/** A key's name is made of the members that it must have, in the order of their names. */
function withName(key: KeyObject): { readonly key: KeyObject; readonly published: PublicKey } {
  const { crv = "", kty = "", x = "" } = key.export({ format: "jwk" });
  const kid = createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
  return { key, published: { kty, crv, x, kid, alg: "EdDSA", use: "sig" } };
}
