import type { Dice } from "./dice.ts";

/** What can happen to one request to DynamoDB, and what each stands for in `reliability.md`. */
export const FAULTS = {
  "crash before": "F1: the environment dies, and the request was never sent",
  "crash meanwhile": "F1: it dies after the write and before the response",
  "crash after": "F1: it dies with the response in its hands",
  "crash late": "F1, F4: the environment dies, and what it had sent arrives later",
  "request lost": "F2: nothing arrives, the connection breaks",
  "response lost": "F3: it is carried out, the connection breaks",
  late: "F4: the connection breaks, and the request arrives later",
  twice: "F4: it is carried out, and once more later",
  "again, forgotten": "F9: it is carried out, and once more when its token has been forgotten",
  hang: "F5: it never arrives, and nothing says so",
  "hang after": "F5: it is carried out, and nothing says so",
  throttled: "F7: refused before anything was done, by one of the names for too much",
  cancelled: "F7: the transaction is cancelled for a mixture of reasons that pass",
  "in progress": "F8: TransactionInProgressException",
  mismatch: "F8: IdempotentParameterMismatchException",
  "internal error": "F8: a 500 before anything was done",
  "internal error after": "F8: a 500 after it was carried out",
  "too large": "F8: an item is larger than DynamoDB takes",
  "short page": "F8: a page of a query ends before it is full",
} as const;

export type Fault = keyof typeof FAULTS;

const ALWAYS: readonly Fault[] = [
  "crash before",
  "crash meanwhile",
  "crash after",
  "request lost",
  "response lost",
  "response lost",
  "hang",
  "hang after",
  "throttled",
  "internal error",
  "internal error after",
];
const OF_WRITES: readonly Fault[] = ["crash late", "crash late", "crash late", "late", "late", "twice"];
const OF_TRANSACTIONS: readonly Fault[] = ["cancelled", "in progress", "mismatch"];
/** What came to be generated later; the worlds that were lived before stay what they were. */
const OF_LATER: readonly Fault[] = ["again, forgotten", "again, forgotten", "too large"];

/** What a request meets next; `undefined`: nothing. */
export type NextFault = (operation: string) => Fault | undefined;

interface Choice {
  /** Where they are named, nothing but these. */
  readonly only?: readonly Fault[] | undefined;
  readonly isPlain?: boolean;
}

/** One request in so many meets something, whatever fits it, as often as the others. */
export function randomFaults(dice: Dice, rate: number, { only, isPlain = true }: Choice = {}): NextFault {
  return (operation) => {
    if (!dice.chance(rate)) return undefined;
    const isRead = operation === "GetItem" || operation === "Query";
    const writes = isRead ? [] : isPlain ? OF_WRITES : [...OF_WRITES, ...OF_LATER];
    const transactions = operation === "TransactWriteItems" ? OF_TRANSACTIONS : [];
    const pages: readonly Fault[] = operation === "Query" ? ["short page", "short page"] : [];
    const fitting: readonly Fault[] = [...ALWAYS, ...writes, ...transactions, ...pages];
    return dice.any(only ? fitting.filter((fault) => only.includes(fault)) : fitting);
  };
}
