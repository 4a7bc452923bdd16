import { ada, type Token } from "./gateway-event.ts";
import { month } from "./omnia-story.ts";
import type { Answered, TestPassbook } from "./test-passbook.ts";

// The story of a price: Ada asks what her film costs, and pays with the quote.

export const paid = month("2026-01-31T12:00:00Z", "2026-02-28T12:00:00Z");
export const film = { service: "video", quantity: 2, options: { quality: "high" } };

interface Asking {
  readonly token?: Token;
  readonly account?: string;
}

export function asks(passbook: TestPassbook, body: unknown, { token = ada, account = "ada" }: Asking = {}) {
  return passbook.call(`POST /accounts/${account}/quotes`, { token, body });
}

export const quoteIn = ({ body }: Answered): string => (body as { quote: string }).quote;

export async function quoteFor(passbook: TestPassbook, body: unknown, asking: Asking = {}): Promise<string> {
  return quoteIn(await asks(passbook, body, asking));
}

interface Paying extends Asking {
  readonly key?: string;
  readonly member?: string;
}

let keys = 0;

/** Under a key of its own, where none is given. */
export function paysWith(passbook: TestPassbook, quote: string, paying: Paying = {}) {
  const { key = `key ${(keys += 1)}`, token = ada, account = "ada", ...more } = paying;
  return passbook.call(`POST /accounts/${account}/spends`, { token, key, body: { quote, ...more } });
}
