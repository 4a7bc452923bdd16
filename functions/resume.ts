import { asking, stepsOf } from "./billing/asking.ts";
import { type Billing, billing } from "./billing/billing.ts";
import { resume as resumed } from "./billing/cancel.ts";
import { begin, isEnding, refuseNotEnding } from "./billing/subscription.ts";
import { inTurn } from "./billing/turn.ts";
import { nothing } from "./contract/operator.ts";
import { replayed } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { keyedRequest } from "./http/request.ts";
import { read } from "./http/schema.ts";
import { type AuthorizedEvent, http, json } from "./http/stack.ts";
import { lambda } from "./passbook.ts";

/** `POST /accounts/{account}/resume`: a cancellation that is still ahead is taken back; nothing has been lost by it. */
export const resume = (parts: Billing) =>
  http<AuthorizedEvent>(parts.logger, async (event, context) => {
    const request = keyedRequest(event);
    const steps = stepsOf(parts, "resume", event, request, context);
    const { account, now } = await asking(parts, event, () => read(nothing, request.body), steps);
    const { plan, interval, until } = await inTurn(parts, steps, account.id, async () => {
      const standing = await begin(parts, steps, account, { now, check: refuseNotEnding, isMeant: isEnding });
      await resumed(parts, steps, standing);
      return standing;
    });
    return json(200, { plan, interval, renewsAt: iso(until) }, replayed(steps.isReplay));
  });

export const handler = lambda(resume, billing);
