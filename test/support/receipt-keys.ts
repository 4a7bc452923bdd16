import { createPrivateKey } from "node:crypto";

/** The key of RFC 8037, appendix A.1: everybody's, and so nobody's. */
export const RECEIPT_KEY: string = JSON.stringify({
  kty: "OKP",
  crv: "Ed25519",
  d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
});

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The one before it, or after it, as `openssl genpkey -algorithm ed25519` writes one. */
export const OTHER_RECEIPT_KEY: string = createPrivateKey({
  key: Buffer.concat([PKCS8_ED25519, Buffer.alloc(32, 7)]),
  format: "der",
  type: "pkcs8",
})
  .export({ format: "pem", type: "pkcs8" })
  .toString();
