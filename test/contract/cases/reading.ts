import { musiversal } from "@passbook/core/policies/musiversal";
import { neume } from "@passbook/core/policies/neume";
import { ada } from "../../support/gateway-event.ts";
import { bought, month, signedUp, stands, uses, year } from "../../support/omnia-story.ts";
import { blocks, joins, team } from "../../support/pool-story.ts";
import type { TestPassbook } from "../../support/test-passbook.ts";
import { asking, type Cases, plainly } from "./case.ts";
import { paid } from "./every-verb.ts";

/** Ada has a plan and a pack, and has made an image. */
async function adasMonth(passbook: TestPassbook) {
  await passbook.given("ada", paid, bought("pack_1000", "2026-01-31T12:00:00Z"), uses("image", "2026-01-31T12:00:00Z"));
}

const read = (line: string, given: (passbook: TestPassbook) => Promise<void> = adasMonth, headers = {}) =>
  asking(async (passbook) => {
    await given(passbook);
    return { line, request: { token: ada, headers } };
  });

const VIEW = "GET /accounts/ada";

export const account: Cases = {
  200: read(VIEW),
  "200 of nobody yet": plainly(VIEW, { token: ada }),
  "200 of a legacy user": {
    ...read(VIEW, async (passbook) => {
      await passbook.given("ada", month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z", { plan: "studio-10" }));
      await passbook.given("ada", signedUp("2022-01-01", "2026-01-31T12:00:00Z"));
    }),
    on: { policy: musiversal },
  },
  "200 of a pool in trouble": read(VIEW, async (passbook) => {
    await passbook.given("ada", team("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z"));
    await passbook.given("ada", joins({ [ada.sub]: { budget: 100 } }, "2026-01-31T12:00:00Z"));
    await passbook.given("ada", blocks("Please call us.", "2026-01-31T12:00:00Z"));
    await passbook.given("ada", stands("2026-02-28T12:00:00Z", { status: "past_due" }));
    passbook.time.now = Date.parse("2026-03-01T12:00:00Z");
  }),
};

export const balance: Cases = {
  "200 past": read("GET /accounts/ada/balance?at=2026-01-01T00:00:00Z"),
  "200 to come": read("GET /accounts/ada/balance?at=2026-03-15T00:00:00Z"),
  "invalid_request for no instant": plainly("GET /accounts/ada/balance?at=2026-03-15", { token: ada }),
  200: read("GET /accounts/ada/balance"),
  "200 of nobody yet": plainly("GET /accounts/ada/balance", { token: ada }),
  "200 of a year, with a hold": read("GET /accounts/ada/balance", async (passbook) => {
    await passbook.given("ada", year("2026-01-31T12:00:00Z", "2027-01-31T12:00:00Z"));
    await passbook.given("ada", { ...uses("image", "2026-01-31T12:00:00Z"), type: "PlaceHold" });
  }),
};

const LEDGER = "GET /accounts/ada/ledger";
const csv = { accept: "text/csv" };

export const statement: Cases = {
  200: read(`${LEDGER}?limit=2`),
  "200 the rest": read(`${LEDGER}?before=3`),
  "200 chosen": read(`${LEDGER}?type=spent,purchased&member=ada`),
  "200 empty": plainly(LEDGER, { token: ada }),
  "200 text/csv": read(`${LEDGER}?limit=2`, adasMonth, csv),
  "200 text/csv empty": plainly(LEDGER, { token: ada, headers: csv }),
  "invalid_request for a page too large": plainly(`${LEDGER}?limit=101&type=gift`, { token: ada }),
};

export const catalog: Cases = {
  200: plainly("GET /catalog"),
  "200 of Musiversal": { ...plainly("GET /catalog"), on: { policy: musiversal } },
  "200 of Neume": { ...plainly("GET /catalog"), on: { policy: neume } },
};

export const openapi: Cases = { 200: plainly("GET /openapi.json") };
export const health: Cases = { 200: plainly("GET /healthz") };
export const receiptKeys: Cases = { 200: plainly("GET /.well-known/receipts.json") };
