import type { CancelBooking, ReverseSpend } from "@passbook/core";
import { partsAnswer } from "./answers/entry.ts";
import { cancellation } from "./contract/operator.ts";
import { replayed } from "./http/change.ts";
import { end, entryOf, refuseUsedKey } from "./http/ending.ts";
import { authorize, invalid, keyedRequest, unknownQuery } from "./http/request.ts";
import { read, withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/**
 * `POST /accounts/{account}/spends/{id}/cancel`: cancels a booking under the policy's windows (M6); an operator who gives a
 * reason takes any payment back, whole. A second one is told what the first did.
 */
export const cancelSpend = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const request = keyedRequest(event);
    const isReversal = Object.hasOwn(request.body, "reason");
    const access = authorize(event, isReversal ? "credits:operate" : "credits:spend");
    const content = withProblems(unknownQuery(event, []), read(cancellation, request.body));
    const spend = await entryOf(ledger, access, event.pathParameters?.["id"], ["spent", "captured"], "spend_not_found");
    const now = clock();
    const asked = { now, by: access.sub, spend };
    if ("problems" in content) {
      await refuseUsedKey(ledger, access.account, { type: "CancelBooking", ...asked }, request);
      throw invalid(content.problems);
    }
    const { reason } = content.value;
    const command: CancelBooking | ReverseSpend =
      reason === undefined ? { type: "CancelBooking", ...asked } : { type: "ReverseSpend", ...asked, reason };
    const { entry, isReplay } = await end(ledger, access, command, request, deadline(context, now));
    const { credits, lots } = partsAnswer(entry, "restored");
    return json(200, { credits, reason: entry.reason, lots, balance: entry.balance }, replayed(isReplay));
  });

export const handler = lambda(cancelSpend, passbook);
