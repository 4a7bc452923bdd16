import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type Stripe from "stripe";
import { deadline } from "./http/stack.ts";
import { lambda } from "./passbook.ts";
import { intake } from "./stripe/intake.ts";
import { type Intake, isForUs, take } from "./stripe/take.ts";
import { isThin, type ThinEvent } from "./stripe/thin-event.ts";
import { Unreadable } from "./stripe/unreadable.ts";
import { isEvent } from "./stripe/verify.ts";

/**
 * The second way in: what Stripe sends to an EventBridge bus (docs.stripe.com/event-destinations/eventbridge), from a queue.
 * Nobody signs there: only Stripe can put onto a partner's bus, and only that bus onto the queue. What fails goes back to
 * the queue by itself, and the others of its batch don't (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export const stripeEvents = (inlet: Intake) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use({ before: ({ context }) => inlet.logger.addContext(context) })
    .handler(async ({ Records: records }: SQSEvent, context: Context) => {
      const batchItemFailures: { itemIdentifier: string }[] = [];
      for (const [done, record] of records.entries()) {
        const now = inlet.clock();
        // Its share of what time is left: one account that is fought over doesn't take that of the others.
        const until = now + (deadline(context, now) - now) / (records.length - done);
        await receive(inlet, record, now, until).catch((error: unknown) => {
          inlet.logger.error(codeOf(error), { error: error as Error, record: record.messageId });
          batchItemFailures.push({ itemIdentifier: record.messageId });
        });
      }
      return { batchItemFailures };
    });

async function receive(inlet: Intake, record: SQSRecord, now: number, until: number): Promise<void> {
  const event = carriedBy(record);
  if (!isForUs(event)) return;
  if (event.livemode !== inlet.livemode) throw new Misdirected(`${event.id} is of the other mode (test, live)`);
  await take(inlet, event, now, until);
}

/** EventBridge puts what Stripe sent into `detail`. */
function carriedBy({ body, messageId }: SQSRecord): Stripe.Event | ThinEvent {
  const envelope: unknown = JSON.parse(body);
  const detail =
    typeof envelope === "object" && envelope !== null && "detail" in envelope ? envelope.detail : undefined;
  if (isEvent(detail) || isThin(detail)) return detail;
  throw new Misdirected(`the message ${messageId} carries no event`);
}

/** It should not be in this queue at all. */
class Misdirected extends Error {
  override readonly name = "Misdirected";
}

/** What alarms are made of. */
function codeOf(error: unknown): "unreadable_event" | "unreadable_message" | "event_failed" {
  if (error instanceof Unreadable) return "unreadable_event";
  return error instanceof Misdirected || error instanceof SyntaxError ? "unreadable_message" : "event_failed";
}

export const handler = lambda(stripeEvents, intake);
