import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger } from "@aws-lambda-powertools/logger";
import type { Instant, Policy } from "@passbook/core";
import { config } from "./config.ts";
import { dynamoTable } from "./ledger/dynamo-table.ts";
import { createLedger, type Ledger } from "./ledger/ledger.ts";
import type { Table } from "./ledger/table.ts";
import { type ReceiptKeys, receiptKeys } from "./receipts/keys.ts";

/** What every verb is made of. Tests make their own; a Lambda makes one from its environment. */
export interface Passbook {
  readonly policy: Policy;
  readonly table: Table;
  readonly ledger: Ledger;
  readonly logger: Logger;
  /** The wall clock. */
  readonly clock: () => Instant;
}

/** What a verb needs besides that gives receipts or quotes. */
export interface SigningPassbook extends Passbook {
  readonly keys: ReceiptKeys;
  /** A name that nothing else has. */
  readonly newId: () => string;
}

/** What a verb needs that knows no account. */
export function essentials(): Pick<Passbook, "policy" | "logger" | "clock"> {
  return { policy: config.policy, logger: new Logger({ serviceName: "passbook" }), clock: () => Date.now() };
}

/** All of it, as the environment says: real time, real dice, the linked table. */
export function passbook(): Passbook {
  const { policy, logger, clock } = essentials();
  const table = dynamoTable(config.tableName);
  const ledger = createLedger({
    policy,
    table,
    clock,
    random: Math.random,
    sleep,
    newToken: randomUUID,
    defaultClock: config.defaultClock,
  });
  return { policy, table, ledger, clock, logger };
}

/** What a verb needs that only tells who signs. */
export function signing(): Pick<SigningPassbook, "keys" | "logger"> {
  return { ...essentials(), keys: receiptKeys(config.receiptKeys) };
}

/** All of it, and the keys that receipts are signed with. */
export function signingPassbook(): SigningPassbook {
  return { ...passbook(), ...signing(), newId: randomUUID };
}

/** A Lambda's handler: its verb, made on the first call, when the environment is known to be complete. */
export function lambda<Parts, H extends (...args: never[]) => unknown>(make: (parts: Parts) => H, parts: () => Parts) {
  let handler: H | undefined;
  return ((...args: Parameters<H>) => {
    handler ??= make(parts());
    return handler(...args);
  }) as H;
}
