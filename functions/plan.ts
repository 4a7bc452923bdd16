import { outcome } from "@passbook/core";
import { outcomeAnswer } from "./answers/outcome.ts";
import { type Asking, asking, stepsOf } from "./billing/asking.ts";
import { type Billing, billing } from "./billing/billing.ts";
import { factsOfChange } from "./billing/change-facts.ts";
import { changePlan } from "./billing/change-plan.ts";
import { foretold } from "./billing/foretold.ts";
import { moneyOf } from "./billing/money.ts";
import { type PlanChange, planChange } from "./billing/plan-change.ts";
import type { PlanWanted, Standing } from "./billing/standing.ts";
import type { Steps } from "./billing/steps.ts";
import { begin, refuseEnding, refuseUnpaid, subscriptionOf } from "./billing/subscription.ts";
import { inTurn } from "./billing/turn.ts";
import { readPlanChange } from "./contract/billing.ts";
import { replayed } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { bodyOf, keyedRequest } from "./http/request.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda } from "./passbook.ts";

/** `POST /accounts/{account}/plan`: another plan, when the policy says, or what that would do to money and credits. */
export const plan = (parts: Billing) =>
  http<AuthorizedEvent>(parts.logger, async (event, context) => {
    const body = bodyOf(event);
    const request = body["preview"] === true ? undefined : keyedRequest(event);
    const steps = request && stepsOf(parts, "plan", event, request, context);
    const asked = await asking(parts, event, (policy) => readPlanChange(policy, body), steps);
    if (!steps) return json(200, await previewed(parts, asked));
    const answer = await inTurn(parts, steps, asked.account.id, () => changed(parts, steps, asked));
    return json(200, answer, replayed(steps.isReplay));
  });

async function changed(parts: Billing, steps: Steps, { account, wanted, now }: Asking<PlanWanted>) {
  const standing = await begin(parts, steps, account, { now, check: refuseUnchangeable });
  const change = planChange(parts.policy, standing, wanted, now);
  const facts = factsOfChange(account, standing, change);
  const credits = await foretold(parts, steps, account, { now, facts, at: change.at });
  const made = await changePlan(parts, steps, standing, wanted, now);
  return { ...changeAnswer(standing, made, { dueNow: made.charged }), credits };
}

/** @throws {Refusal} 422 */
function refuseUnchangeable(standing: Standing): void {
  refuseUnpaid(standing);
  refuseEnding(standing);
}

/** What Stripe would charge, and what the rules would make of it on the account as it is. Nothing is done. */
async function previewed(parts: Billing, { account, wanted, now }: Asking<PlanWanted>) {
  const standing = await subscriptionOf(parts, account, now);
  refuseUnchangeable(standing);
  const change = planChange(parts.policy, standing, wanted, now);
  const { dueNow, next } = await moneyOf(parts, standing, change, now);
  const facts = factsOfChange(account, standing, change);
  return {
    ...changeAnswer(standing, change, { dueNow, next: { ...next, at: iso(next.at) } }),
    credits: outcomeAnswer(outcome(parts.policy, account, now, facts, change.at)),
  };
}

function changeAnswer(
  { plan: from, interval: fromInterval, subscription }: Standing,
  { plan: to, interval, direction, begins, at }: PlanChange,
  money: object,
) {
  return {
    from: { plan: from, interval: fromInterval },
    to: { plan: to, interval },
    direction,
    effectiveAt: begins === "never" ? null : iso(at),
    money: { currency: subscription.currency.toUpperCase(), ...money },
  };
}

export const handler = lambda(plan, billing);
