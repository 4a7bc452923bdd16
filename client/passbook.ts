import { account } from "./account.ts";
import { type Answer, type Reading, say } from "./verb.ts";
import type { PassbookOptions } from "./wire.ts";

/**
 * Passbook, as a browser or a server calls it:
 *
 *     const credits = passbook({ url: "https://credits.example", token: () => session.token() });
 *     await credits.account("ada").spend({ service: "image" });
 */
export function passbook(options: PassbookOptions = {}) {
  const open = <T>(path: string, { signal }: Reading) => say<T>(options, { method: "GET", path, signal, isOpen: true });
  return {
    /** The verbs of one account; nothing is asked yet. */
    account: (id: string) => account(options, id),
    /** Plans, packs, add-ons and services, with the rules in sentences. */
    catalog: (asked: Reading = {}) => open<Answer<"catalog">>("/catalog", asked),
    /** The public keys of receipts and quotes (a JWKS). */
    receiptKeys: (asked: Reading = {}) => open<Answer<"receipt-keys">>("/.well-known/receipts.json", asked),
    /** Whether everything that it needs answers. */
    health: (asked: Reading = {}) => open<Answer<"health">>("/healthz", asked),
    /** The interface as OpenAPI 3.1. */
    openapi: (asked: Reading = {}) => open<Answer<"openapi">>("/openapi.json", asked),
  };
}

export type Passbook = ReturnType<typeof passbook>;
