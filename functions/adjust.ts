import { type Adjust, adjustmentKey } from "@passbook/core";
import { entryAnswer } from "./answers/entry.ts";
import { adjustment } from "./contract/operator.ts";
import { change, readable, replayed } from "./http/change.ts";
import { authorize, keyedRequest, unknownQuery } from "./http/request.ts";
import { read, withoutUndefined, withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/** `POST /accounts/{account}/adjustments`: an operator gives or takes credits, and says why. It may be an account's beginning. */
export const adjust = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const { key, body, digest } = keyedRequest(event);
    const access = authorize(event, "credits:operate");
    const said = read(adjustment, body, ({ expiresAt, ...moved }) => ({
      ...moved,
      ...withoutUndefined({ expiresAt }),
    }));
    const content = withProblems(unknownQuery(event, []), said);
    const wanted = await readable(ledger, access, adjustmentKey({ request: key }), content);
    const now = clock();
    const command: Adjust = { type: "Adjust", now, request: key, by: access.sub, ...wanted };
    const options = { digest, until: deadline(context, now), mustExist: false };
    const done = await change(ledger, access, command, options);
    if (!("entry" in done)) throw new RangeError("an adjustment came to nothing");
    return json(201, entryAnswer(done.entry, access), replayed(done.isReplay));
  });

export const handler = lambda(adjust, passbook);
