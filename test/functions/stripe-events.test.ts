import type { SQSRecord } from "aws-lambda";
import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { at } from "../support/instants.ts";
import { packBought, planPaid } from "../support/omnia-events.ts";
import { invoicePayment, refund, told } from "../support/stripe-objects.ts";
import { listOf } from "../support/tiny-stripe.ts";
import { balanceOf, deliver, passbookBeside } from "../support/webhook.ts";

// The second way in: Stripe's partner bus of EventBridge, and the queue behind it.

const paid = planPaid();
const bought = packBought();

/** As EventBridge puts it onto the queue (docs.stripe.com/event-destinations/eventbridge). */
function message(messageId: string, detail: unknown): SQSRecord {
  const envelope = {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": (detail as { type?: string } | null)?.type ?? "v1.billing.meter.no_meter_found",
    source: "aws.partner/stripe.com/ed_test_61R",
    account: "123456789012",
    time: "2026-01-31T12:00:00Z",
    region: "eu-central-1",
    resources: ["arn:aws:events:eu-central-1::event-source/aws.partner/stripe.com/ed_test_61R"],
    detail,
  };
  return record(messageId, JSON.stringify(envelope));
}

function record(messageId: string, body: string): SQSRecord {
  return { messageId, body } as SQSRecord;
}

const failures = (...ids: string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("Stripe's events from a queue", () => {
  it("[X2] come to what the webhook comes to, and what came both ways counts once", async () => {
    const { passbook } = await passbookBeside();
    expect(await passbook.receive([message("1", paid), message("2", bought), message("3", paid)])).toEqual(failures());
    expect(await balanceOf(passbook)).toBe(1_500);
    expect(await deliver(passbook, bought, paid)).toEqual([200, 200]);
    expect(await balanceOf(passbook)).toBe(1_500);
  });

  it("one that can't be read goes back to the queue and is kept, and keeps none of the others from being taken", async () => {
    const invoice = paid.data.object.id;
    const { passbook } = await passbookBeside({
      "/v1/invoice_payments?payment[type]=payment_intent&payment[payment_intent]=pi_1": listOf([
        invoicePayment(invoice),
      ]),
      [`/v1/invoices/${invoice}`]: paid.data.object,
    });
    passbook.time.now = at("2026-02-10");
    const early = told("refund.created", refund({ created: at("2026-02-05") / 1000 }), "2026-02-05");
    expect(await passbook.receive([message("early", early), message("paid", paid)])).toEqual(failures("early"));
    expect(await passbook.parked()).toEqual([JSON.stringify(early)]);
    expect(logged(passbook)).toEqual([["unreadable_event", "early"]]);
    expect(await balanceOf(passbook)).toBe(500);
    expect(await passbook.receive([message("early", early)])).toEqual(failures());
    expect(await balanceOf(passbook)).toBe(250);
  });

  it.each<[string, SQSRecord]>([
    ["is no JSON", record("odd", "nothing")],
    ["is null", record("odd", "null")],
    ["carries nothing", record("odd", "{}")],
    ["is of the other mode", message("odd", { ...paid, livemode: true } satisfies Stripe.Event)],
  ])("a message that %s goes back, to where somebody looks, and changes nothing", async (_, odd) => {
    const { passbook } = await passbookBeside();
    expect(await passbook.receive([odd, message("bought", bought)])).toEqual(failures("odd"));
    expect(logged(passbook)).toEqual([["unreadable_message", "odd"]]);
    expect(await balanceOf(passbook)).toBe(1_000);
  });

  it("a thin event that may be ours is kept, and goes back", async () => {
    const { passbook } = await passbookBeside();
    const created = "2026-01-31T12:00:00.000Z";
    const thin = { id: "evt_1", object: "v2.core.event", type: "v1.invoice.paid", created, livemode: false };
    expect(await passbook.receive([message("thin", thin)])).toEqual(failures("thin"));
    expect(await passbook.parked()).toEqual([JSON.stringify(thin)]);
    expect(logged(passbook)).toEqual([["unreadable_event", "thin"]]);
  });

  it("what is not for us is done with", async () => {
    const { passbook } = await passbookBeside();
    const other = { ...paid, type: "payment_link.created" } as unknown as Stripe.Event;
    expect(await passbook.receive([message("other", other)])).toEqual(failures());
    expect(await passbook.items()).not.toHaveProperty("A#ada");
  });
});

function logged({ log }: { readonly log: readonly string[] }) {
  const lines = log.map((line) => JSON.parse(line) as { level: string; message: string });
  return lines
    .filter(({ level }) => level === "ERROR")
    .map((line) => [line.message, (line as unknown as { record: string }).record]);
}
