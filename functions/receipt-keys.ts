import { refuseUnknownQuery } from "./http/request.ts";
import { http, json, type PublicEvent } from "./http/stack.ts";
import { lambda, type SigningPassbook, signing } from "./passbook.ts";

/** `GET /.well-known/receipts.json`: the public keys that receipts and quotes are signed with, as a JWKS. */
export const receiptKeySet = ({ keys, logger }: Pick<SigningPassbook, "keys" | "logger">) =>
  http<PublicEvent>(logger, async (event) => {
    refuseUnknownQuery(event, []);
    return json(200, { keys: keys.published }, { "cache-control": "public, max-age=300" });
  });

export const handler = lambda(receiptKeySet, signing);
