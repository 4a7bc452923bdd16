import { balance as balanceOf, type Reference, type Rejection, type Spend, spendKey } from "@passbook/core";
import { iso } from "./http/instant.ts";
import { Refusal } from "./http/problem.ts";
import { accountNotFound, authorize, invalid, keyedRequest, refuseMissing, unknownQuery } from "./http/request.ts";
import { withProblems } from "./http/schema.ts";
import { isOperatorSpend, readSpend } from "./http/spend-body.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { entryId, type WrittenEntry } from "./ledger/items.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/** `POST /accounts/{account}/spends`: pays for a service; with `credits:operate` also an amount with a reason. */
export const spend = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const { key, body, digest } = keyedRequest(event);
    const access = authorize(event, isOperatorSpend(body) ? "credits:operate" : "credits:spend");
    const wanted = withProblems(unknownQuery(event, []), readSpend(body));
    if ("problems" in wanted) {
      // A missing account and a key that has been used are told before what is wrong with the content.
      await refuseMissing(access, ledger);
      throw (await ledger.find(access.account, spendKey({ request: key }))) ? conflict() : invalid(wanted.problems);
    }

    const { account, sub, isForeign, isOwn } = access;
    const now = clock();
    const command: Spend = { type: "Spend", now, request: key, by: sub, for: wanted.value };
    const performed = await ledger.perform(account, command, {
      digest,
      isOwn,
      mustExist: isForeign,
      until: deadline(context, now),
    });
    switch (performed.result) {
      case "written":
        return json(201, spendAnswer(performed.entry));
      case "replayed":
        return json(201, spendAnswer(performed.entry), { "idempotent-replayed": "true" });
      case "free":
        return json(201, {
          spend: { id: entryId(spendKey(command)), at: iso(now), credits: 0, lots: [], ...wanted.value },
          balance: balanceOf(performed.account),
        });
      case "rejected":
        throw refusalOf(performed.rejection);
      case "idempotency conflict":
        throw conflict();
      case "no such account":
        throw accountNotFound();
    }
  });

/** All of it from the entry, so that a replay answers the same bytes as the first time. */
function spendAnswer({ id, at, movements, ref, reason, balance }: WrittenEntry) {
  const { service, quantity, options, startsAt } = ref;
  const lots = movements.map(({ lot, source, credits }) => ({ lot, source, credits }));
  const credits = lots.reduce((total, part) => total + part.credits, 0);
  return {
    spend: {
      id,
      at: iso(at),
      credits,
      lots,
      ...(service === undefined ? { reason } : { service, quantity, options: inOrder(options) }),
      ...(startsAt !== undefined && { startsAt: iso(Number(startsAt)) }),
    },
    balance,
  };
}

/** A map comes back from the table in any order. */
function inOrder(options: Reference[string] = {}): object {
  return Object.fromEntries(Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function conflict(): Refusal {
  return new Refusal("idempotency_conflict", "This Idempotency-Key belongs to a request with another content.");
}

function refusalOf(rejection: Rejection): Refusal {
  switch (rejection.code) {
    case "invalid_request":
      return invalid(rejection.problems);
    case "plan_required":
      return new Refusal(rejection.code, `This needs the plan ${rejection.plans.join(" or ")}.`, {
        plans: rejection.plans,
      });
    case "booking_limit": {
      const { code, limit, open } = rejection;
      return new Refusal(code, `${open} bookings are ahead; ${limit} may be.`, { limit, open });
    }
    case "not_a_member":
      return new Refusal(rejection.code, "You are not a member of this account.");
    case "account_blocked":
      return new Refusal(rejection.code, `The account is blocked: ${rejection.reason}`);
    case "member_budget": {
      const { code, ...members } = rejection;
      return new Refusal(code, `${members.spent} of ${members.budget} credits are spent in this cycle.`, members);
    }
    case "insufficient_credits": {
      const { code, nextRenewal, ...members } = rejection;
      const detail = `This costs ${rejection.needed} credits; ${rejection.short} are missing.`;
      return new Refusal(code, detail, {
        ...members,
        nextRenewal: nextRenewal && { ...nextRenewal, at: iso(nextRenewal.at) },
      });
    }
  }
}

export const handler = lambda(spend, passbook);
