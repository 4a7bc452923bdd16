import type { Logger } from "@aws-lambda-powertools/logger";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { config } from "./config.ts";
import { type Bus, eventBus } from "./events/bus.ts";
import type { CreditsEvent } from "./events/event.ts";
import { eventsOf } from "./events/from-entry.ts";
import { newEntryFromImage } from "./ledger/new-entry.ts";
import { essentials, lambda } from "./passbook.ts";

export interface AnnounceParts {
  readonly bus: Bus;
  readonly logger: Logger;
}

/**
 * The consumer of the table's stream: each new entry becomes events, at least once, under the same ids each time. An entry
 * that can't be read is logged and passed over, for it would hold up all that come after it; it stays in the journal.
 */
export const announce =
  ({ bus, logger }: AnnounceParts) =>
  async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const told = new Map<CreditsEvent, DynamoDBRecord>();
    for (const record of Records) for (const event of eventsIn(record, logger)) told.set(event, record);
    const unput = await bus.put([...told.keys()]);
    for (const { event, cause } of unput.filter(({ isRefused }) => isRefused))
      logger.error("refused_event", { event: event.id, cause });
    const first = unput.find(({ isRefused }) => !isRefused);
    if (!first) return { batchItemFailures: [] };
    logger.error("unannounced", { event: first.event.id, events: unput.length, error: first.cause });
    // Lambda comes again with this record and all after it.
    return { batchItemFailures: [{ itemIdentifier: told.get(first.event)?.dynamodb?.SequenceNumber ?? "" }] };
  };

function eventsIn({ eventName, dynamodb }: DynamoDBRecord, logger: Logger): CreditsEvent[] {
  const pk = dynamodb?.Keys?.["pk"]?.S ?? "";
  if (eventName !== "INSERT" || !pk.startsWith("E#")) return [];
  try {
    return eventsOf(newEntryFromImage(dynamodb?.NewImage ?? {}));
  } catch (error) {
    logger.error("unreadable_entry", { pk, error: error as Error });
    return [];
  }
}

const parts = (): AnnounceParts => ({ ...essentials(), bus: eventBus(config.busName) });

export const handler = lambda(announce, parts);
