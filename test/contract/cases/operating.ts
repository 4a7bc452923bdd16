import { operator, type Token } from "../../support/gateway-event.ts";
import { asking, type Case, type Cases, plainly } from "./case.ts";
import { paid } from "./every-verb.ts";

const ADJUSTMENTS = "POST /accounts/ada/adjustments";
const ACCOUNT = "PATCH /accounts/ada";

const adas = (line: string, body: unknown, token: Token = operator): Case =>
  asking(async (passbook) => {
    await passbook.given("ada", paid);
    return { line, request: { token, key: "asked", body } };
  });

export const adjust: Cases = {
  201: adas(ADJUSTMENTS, { credits: 25, reason: "Sorry for the outage", expiresAt: "2026-02-28T12:00:00Z" }),
  "201 taken": adas(ADJUSTMENTS, { credits: -5, reason: "Given twice" }),
  "201 beginning": plainly(ADJUSTMENTS, { token: operator, key: "asked", body: { credits: 5, reason: "A start" } }),
  invalid_request: adas(ADJUSTMENTS, { credits: 0 }),
  insufficient_credits: adas(ADJUSTMENTS, { credits: -501, reason: "Given twice" }),
};

export const describeAccount: Cases = {
  200: adas(ACCOUNT, {
    signedUpAt: "2025-01-01T00:00:00Z",
    members: { ada: { budget: 100 }, bea: {}, cem: null },
    blocked: { reason: "A payment is being looked into" },
  }),
  "200 beginning": plainly(ACCOUNT, { token: operator, body: {} }),
  invalid_request: adas(ACCOUNT, { members: { ada: { budget: -1 } }, balance: 1_000 }),
};
