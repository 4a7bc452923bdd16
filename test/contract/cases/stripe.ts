import { omniaPriceNames, planPaid } from "../../support/omnia-events.ts";
import { signature } from "../../support/signed.ts";
import type { Settings, TestPassbook } from "../../support/test-passbook.ts";
import { asking, type Case, type Cases, plainly } from "./case.ts";

const WEBHOOK = "POST /stripe/webhook";

const signed = (event: object, on?: Settings, given?: (passbook: TestPassbook) => Promise<unknown>): Case =>
  asking(async (passbook) => {
    await given?.(passbook);
    const body = JSON.stringify(event);
    return { line: WEBHOOK, request: { body, headers: { "stripe-signature": signature(body, passbook.time.now) } } };
  }, on);

const withPrices = (passbook: TestPassbook) =>
  Promise.all([...omniaPriceNames].map(([price, name]) => passbook.table.writePriceName(price, name)));

export const stripeWebhook: Cases = {
  200: signed(planPaid(), {}, withPrices),
  "200 of no interest": signed({ ...planPaid(), type: "customer.discount.created" }),
  invalid_signature: plainly(WEBHOOK, { body: "{}", headers: { "stripe-signature": "t=1,v1=00" } }),
  unreadable_event: signed({ ...planPaid(), api_version: "2020-08-27" }),
  internal_error: signed(planPaid(), { table: "there-is-no-such-table" }),
  busy: signed(planPaid(), { client: { endpoint: "http://127.0.0.1:9" } }),
};
