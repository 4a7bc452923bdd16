import type { ReleaseHold } from "@passbook/core";
import { partsAnswer } from "./answers/entry.ts";
import { nothing } from "./contract/operator.ts";
import { replayed } from "./http/change.ts";
import { end, hasEnded, holdOf, refuseUsedKey } from "./http/ending.ts";
import { freeEnd } from "./http/free-ending.ts";
import { authorize, invalid, keyedRequest, unknownQuery } from "./http/request.ts";
import { read, withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { lambda, type SigningPassbook, signingPassbook } from "./passbook.ts";

/** `POST /accounts/{account}/holds/{id}/release`: lets go of what is held (X9). */
export const release = ({ ledger, clock, keys, logger }: SigningPassbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const request = keyedRequest(event);
    const access = authorize(event, "credits:spend");
    const content = withProblems(unknownQuery(event, []), read(nothing, request.body));
    const now = clock();
    const name = event.pathParameters?.["id"];
    const free = await freeEnd({ ledger, keys }, access, name, now);
    if (free && "problems" in content) throw invalid(content.problems);
    if (free) return json(200, { hold: name, credits: 0, lots: [], balance: free.balance });
    const hold = await holdOf(ledger, access, name);
    const command: ReleaseHold = { type: "ReleaseHold", now, by: access.sub, hold };
    if ("problems" in content) {
      await refuseUsedKey(ledger, access.account, command, request);
      throw invalid(content.problems);
    }
    const { entry, isReplay, isAnothers } = await end(ledger, access, command, request, deadline(context, now));
    if (isAnothers) throw hasEnded();
    const { credits, lots } = partsAnswer(entry, "released");
    return json(200, { hold: hold.id, credits, lots, balance: entry.balance }, replayed(isReplay));
  });

export const handler = lambda(release, signingPassbook);
