import { digestOf } from "./request.ts";
import { type Answer, type AuthorizedEvent, json } from "./stack.ts";

/** What is told as of an instant. */
type Dated = { readonly asOf: string } & Readonly<Record<string, unknown>>;

/**
 * A 200 with its `ETag`, or a 304 where the caller has the same already (RFC 9110 §13.1.2). The tag is weak: it is made of all
 * that is said but `asOf`, which moves although nothing else does.
 */
export function tagged(event: AuthorizedEvent, answer: Dated): Answer {
  const { asOf: _, ...said } = answer;
  const etag = `W/"${digestOf(JSON.stringify(said))}"`;
  if (isKnown(event.headers["if-none-match"], etag))
    return { statusCode: 304, headers: { etag, "cache-control": "no-store" } };
  return json(200, answer, { etag });
}

/** Tags are compared weakly: a proxy that packs an answer may have taken its tag's `W/` away, or put one there. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = new Set((ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, "")));
  return known.has("*") || known.has(etag.slice("W/".length));
}
