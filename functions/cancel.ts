import { outcome, type Policy, policyAt, SOURCES } from "@passbook/core";
import { outcomeAnswer } from "./answers/outcome.ts";
import { type Asking, asking, stepsOf } from "./billing/asking.ts";
import { type Billing, billing } from "./billing/billing.ts";
import { cancel as cancelled } from "./billing/cancel.ts";
import { factsOfEnd } from "./billing/change-facts.ts";
import { foretold } from "./billing/foretold.ts";
import type { Standing } from "./billing/standing.ts";
import type { Steps } from "./billing/steps.ts";
import { begin, isRenewing, subscriptionOf } from "./billing/subscription.ts";
import { inTurn } from "./billing/turn.ts";
import { cancellationWanted } from "./contract/billing.ts";
import { replayed } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { bodyOf, keyedRequest } from "./http/request.ts";
import { read } from "./http/schema.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda } from "./passbook.ts";
import { secondFrom } from "./stripe/reading.ts";

/** `POST /accounts/{account}/cancel`: the subscription's end, and what it takes and leaves. */
export const cancel = (parts: Billing) =>
  http<AuthorizedEvent>(parts.logger, async (event, context) => {
    const body = bodyOf(event);
    const request = body["preview"] === true ? undefined : keyedRequest(event);
    const steps = request && stepsOf(parts, "cancel", event, request, context);
    const asked = await asking(parts, event, () => read(cancellationWanted, body), steps);
    if (!steps) return json(200, await previewed(parts, asked));
    const answer = await inTurn(parts, steps, asked.account.id, () => ended(parts, steps, asked));
    return json(200, answer, replayed(steps.isReplay));
  });

type EndAsked = Asking<{ readonly when: "period_end" | "now" }>;

/** When it would end, and what Stripe would tell of it. */
function endOf({ account, wanted: { when }, now }: EndAsked, standing: Standing) {
  const ends = secondFrom(now);
  return { at: when === "now" ? ends : standing.until, facts: factsOfEnd(account, standing, when, ends) };
}

async function ended(parts: Billing, steps: Steps, asked: EndAsked) {
  const { account, wanted, now } = asked;
  const standing = await begin(parts, steps, account, { now, check: () => undefined, isMeant: isRenewing });
  const credits = await foretold(parts, steps, account, { now, ...endOf(asked, standing) });
  const effectiveAt = await cancelled(parts, steps, standing, wanted.when);
  return { ...endAnswer(parts.policy, standing, effectiveAt), credits };
}

async function previewed(parts: Billing, asked: EndAsked) {
  const { account, now } = asked;
  const standing = await subscriptionOf(parts, account, now, isRenewing);
  const { at, facts } = endOf(asked, standing);
  return {
    ...endAnswer(parts.policy, standing, at),
    credits: outcomeAnswer(outcome(parts.policy, account, now, facts, at)),
  };
}

/** What ends, and when; what the end of the last subscription takes and leaves, by the policy's words (M12, N3, O9). */
function endAnswer(policies: Policy, { plan, interval }: Standing, at: number) {
  const { cancelling } = policyAt(policies, at);
  return {
    ends: { plan, interval },
    effectiveAt: iso(at),
    loses: SOURCES.filter((source) => cancelling.loses.includes(source)),
    keeps: SOURCES.filter((source) => !cancelling.loses.includes(source)),
    fallback: cancelling.fallback ?? null,
  };
}

export const handler = lambda(cancel, billing);
