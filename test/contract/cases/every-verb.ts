import { contracts, type Verb } from "../../../functions/contract/verbs.ts";
import type { Request } from "../../support/gateway-event.ts";
import { ada, operator } from "../../support/gateway-event.ts";
import { bookable, GOOD_BODY, lineOf, readyLine } from "../../support/good-request.ts";
import { month } from "../../support/omnia-story.ts";
import type { TestPassbook } from "../../support/test-passbook.ts";
import { type Route, routeOf } from "../document.ts";
import { asking, type Cases, plainly } from "./case.ts";

// What can go wrong with every verb alike: made from the routes, so that a new verb has them too.

export const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");
export const everything = { ...ada, scope: "credits:read credits:spend credits:manage credits:operate" };

/** Nothing listens there. */
const UNREACHABLE = { client: { endpoint: "http://127.0.0.1:9" } };
const NO_TABLE = { table: "there-is-no-such-table" };

const goodRequest = (verb: Verb, key = "good"): Request => ({
  token: everything,
  key,
  ...(GOOD_BODY[verb] !== undefined && { body: GOOD_BODY[verb] }),
});

async function given(passbook: TestPassbook, route: Route): Promise<string> {
  await passbook.given("ada", paid);
  return readyLine(passbook, route, "ada");
}

/** Verbs that read neither the table nor Stripe. */
const nothingToFail = { because: "It reads nothing that could fail: a defect of the code alone would bring it about." };

/** The cases that a verb has because of what it is. */
export function casesOfEveryVerb(verb: Verb): Cases {
  const route = routeOf(verb);
  const isOfAccount = "scope" in route;
  // Where the key is Stripe's, it takes a Stripe to find out.
  const isKeyed = isOfAccount && contracts[verb].isKeyed === true && route.scope !== "credits:manage";
  const reads = isOfAccount || verb === "health";
  return {
    ...(isOfAccount && ofAccount(verb, route)),
    ...(isOfAccount && route.scope !== "credits:operate" && notFound(verb, route)),
    ...(isKeyed && conflict(verb, route)),
    "invalid_request for an unknown parameter": asking(
      async (passbook) => ({
        line: `${isOfAccount ? await given(passbook, route) : lineOf(route, "ada")}?colour=red`,
        request: goodRequest(verb),
      }),
      { policy: bookable },
    ),
    internal_error: reads ? { ...plainly(lineOf(route, "ada"), goodRequest(verb)), on: NO_TABLE } : nothingToFail,
    ...(reads && { busy: { ...plainly(lineOf(route, "ada"), goodRequest(verb)), on: UNREACHABLE } }),
  };
}

function ofAccount(verb: Verb, route: Route): Cases {
  return {
    malformed_request: plainly(lineOf(route, "ada#1"), goodRequest(verb)),
    ...(route.method !== "GET" && {
      "malformed_request for what is no JSON": plainly(lineOf(route, "ada"), { ...goodRequest(verb), body: "{" }),
    }),
    insufficient_scope: plainly(lineOf(route, "ada"), { ...goodRequest(verb), token: { ...ada, scope: "openid" } }),
  };
}

/** Operators' verbs may begin an account, and miss none. */
function notFound(verb: Verb, route: Route): Cases {
  return {
    account_not_found: asking(async (passbook) => {
      await passbook.given("bea", paid);
      return {
        line: lineOf(route, "bea"),
        request: { ...goodRequest(verb), token: { ...ada, scope: everything.scope.replace(" credits:operate", "") } },
      };
    }),
    "account_not_found for an operator": plainly(lineOf(route, "nobody"), { ...goodRequest(verb), token: operator }),
  };
}

function conflict(verb: Verb, route: Route): Cases {
  return {
    idempotency_conflict: asking(
      async (passbook) => {
        const line = await given(passbook, route);
        const first = await passbook.call(line, goodRequest(verb, "used"));
        if ((first.status ?? 500) >= 300) throw new Error(`${verb} was answered ${first.text}`);
        return { line, request: { ...goodRequest(verb, "used"), body: { another: "content" } } };
      },
      { policy: bookable },
    ),
  };
}
