import type { DescribeAccount } from "@passbook/core";
import { description } from "./contract/operator.ts";
import { change } from "./http/change.ts";
import { iso } from "./http/instant.ts";
import { authorize, bodyOf, invalid, unknownQuery } from "./http/request.ts";
import { read, withoutUndefined, withProblems } from "./http/schema.ts";
import { type AuthorizedEvent, deadline, http, json } from "./http/stack.ts";
import { lambda, type Passbook, passbook } from "./passbook.ts";

/**
 * `PATCH /accounts/{account}`: what only the product knows of an account: when it signed up (M7), who its members are and
 * what each may spend (O15), whether it is blocked. What is not said stays. It may be an account's beginning.
 */
export const describe = ({ ledger, clock, logger }: Passbook) =>
  http<AuthorizedEvent>(logger, async (event, context) => {
    const body = bodyOf(event);
    const access = authorize(event, "credits:operate");
    const content = withProblems(unknownQuery(event, []), read(description, body, withoutUndefined));
    if ("problems" in content) throw invalid(content.problems);
    const now = clock();
    // It has no key: to say the same again makes another line in the journal, and no difference. No caller's key has a line
    // break, so none can be that of this one.
    const request = `PATCH\n${event.requestContext.requestId}`;
    const command: DescribeAccount = { type: "DescribeAccount", now, request, by: access.sub, ...content.value };
    await change(ledger, access, command, { until: deadline(context, now), mustExist: false });
    const { account } = await ledger.read(access.account, now);
    const { id, signedUpAt, members, blocked } = account;
    return json(200, {
      account: id,
      signedUpAt: signedUpAt === null ? null : iso(signedUpAt),
      members: Object.fromEntries(members.map((member) => [member.id, { budget: member.budget }])),
      blocked,
    });
  });

export const handler = lambda(describe, passbook);
