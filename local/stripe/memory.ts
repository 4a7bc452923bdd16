import { randomBytes } from "node:crypto";
import { readStored, writeStored } from "../stored-file.ts";

/** A subscription to one price; its periods are counted from `startedAt`. */
export interface LocalSubscription {
  readonly id: string;
  readonly item: string;
  readonly price: string;
  /** Unix seconds. */
  readonly startedAt: number;
  readonly paidPeriods: number;
}

/** All that the local Stripe knows beside the catalogue. */
interface Memory {
  readonly apiKey: string;
  readonly webhookSecret: string;
  /** By account. */
  readonly customers: Readonly<Record<string, string>>;
  /** By account. */
  readonly subscriptions: Readonly<Record<string, LocalSubscription>>;
}

/** What is kept in a file over restarts. */
export interface KeptMemory {
  read(): Memory;
  change(part: Partial<Memory>): void;
}

/** Opens the memory in `file`. A given webhook secret takes the place of the remembered one. */
export function openMemory(file: string, webhookSecret?: string): KeptMemory {
  let memory = (readStored(file) as Memory | undefined) ?? {
    apiKey: `sk_test_${randomBytes(16).toString("hex")}`,
    webhookSecret: `whsec_${randomBytes(16).toString("hex")}`,
    customers: {},
    subscriptions: {},
  };
  const change = (part: Partial<Memory>) => {
    memory = { ...memory, ...part };
    writeStored(file, memory);
  };
  change(webhookSecret === undefined ? {} : { webhookSecret });
  return { read: () => memory, change };
}
