import * as z from "zod/mini";
import { text } from "../answers/fields.ts";
import type { VerbContract } from "../verb-contract.ts";

const key = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: text,
  kid: text,
  alg: z.literal("EdDSA"),
  use: z.literal("sig"),
});

export const receiptKeys: VerbContract = {
  summary: "The public keys that receipts and quotes are signed with (a JWKS).",
  answers: [
    { status: 200, description: "The keys, the one that signs first.", schema: z.strictObject({ keys: z.array(key) }) },
  ],
  problems: ["invalid_request", "internal_error"],
};
