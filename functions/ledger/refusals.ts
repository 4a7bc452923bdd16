import { Busy } from "./busy.ts";

/** DynamoDB said no before it did anything, and would say it again. Whatever else went wrong may have gone wrong after the write. */
export const REFUSALS = new Set(["AccessDeniedException", "ResourceNotFoundException", "ValidationException"]);

/** DynamoDB said no before it did anything, and might not say it again. */
export const THROTTLES = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TransactionConflictException",
]);

/**
 * A read that failed, as often as the SDK tries: it decided nothing, and may succeed later.
 * @throws {Busy} or, where DynamoDB refuses us for good, the refusal itself.
 */
export function unavailable(cause: unknown): never {
  throw cause instanceof Error && REFUSALS.has(cause.name) ? cause : new Busy("the table does not answer", { cause });
}
