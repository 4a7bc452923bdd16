import { routes } from "../../functions/routes.ts";

const allowed = {
  "access-control-allow-methods": [...new Set(routes.map(({ method }) => method))].join(","),
  "access-control-allow-headers": "authorization,content-type,idempotency-key,if-none-match,accept",
  "access-control-max-age": "3600",
};

/** What every answer to a page's request carries. Locally any page may call. */
export function corsHeaders(origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  return {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag,idempotent-replayed,link,retry-after,statement-complete",
  };
}

/** The gateway answers preflights by itself, whatever the path: no function hears of them. */
export function preflightHeaders(origin: string | undefined): Record<string, string> {
  return origin === undefined ? {} : { ...corsHeaders(origin), ...allowed };
}
