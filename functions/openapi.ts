import { refuseUnknownQuery } from "./http/request.ts";
import { http, json, type PublicEvent } from "./http/stack.ts";
import document from "./openapi.json" with { type: "json" };
import { essentials, lambda, type Passbook } from "./passbook.ts";

/** `GET /openapi.json`: the interface as a document, as `npm run openapi` writes it. Open to everybody. */
export const openapi = ({ logger }: Pick<Passbook, "logger">) =>
  http<PublicEvent>(logger, async (event) => {
    refuseUnknownQuery(event, []);
    return json(200, document, { "cache-control": "public, max-age=300" });
  });

export const handler = lambda(openapi, essentials);
