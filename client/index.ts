import type { Answer, Body } from "./verb.ts";

export type { AccountClient, Balance, PastBalance } from "./account.ts";
export type { Account, BySource, Entry, Instant, Lot, Movement, Outcome, Problems, Renewal, Verbs } from "./api.ts";
export { type Code, PassbookError, type Problem } from "./error.ts";
export { type Passbook, passbook } from "./passbook.ts";
export type { Csv, StatementPage, StatementQuery } from "./statement.ts";
export type { Answer, Body, Reading, Renewing, Writing } from "./verb.ts";
export type { PassbookOptions } from "./wire.ts";

export type Catalog = Answer<"catalog">;
export type Quote = Answer<"quote">;
export type ServiceWanted = Body<"quote">;
export type SpendWanted = Body<"spend">;
export type HoldWanted = Body<"hold">;
export type PlanChange = Answer<"plan">;
export type Cancellation = Answer<"cancel">;
