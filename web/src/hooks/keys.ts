import type { ServiceWanted, StatementQuery } from "@passbook/client";

// What the answers are kept under. All of an account begins alike, so that one call makes all of it stale.

export const catalogKey = ["passbook", "catalog"] as const;
export const allOf = (account: string) => ["passbook", "account", account] as const;
/** Beside the answers: it is nothing that could be asked for anew. */
export const awaitedKey = (account: string) => ["passbook", "awaited", account] as const;
export const accountKey = (account: string) => [...allOf(account), "view"] as const;
export const balanceKey = (account: string, at?: string) => [...allOf(account), "balance", at ?? "now"] as const;
export const quotesKey = (account: string) => [...allOf(account), "quote"] as const;
export const quoteKey = (account: string, wanted: ServiceWanted | null) => [...quotesKey(account), wanted] as const;
export const statementKey = (account: string, filters: StatementQuery) =>
  [...allOf(account), "statement", filters] as const;
export const previewKey = (account: string, of: "plan" | "cancel", wanted: object | null) =>
  [...allOf(account), "preview", of, wanted] as const;
