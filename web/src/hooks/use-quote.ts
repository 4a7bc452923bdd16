import type { ServiceWanted } from "@passbook/client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { quoteKey } from "./keys.ts";
import { usePassbook } from "./provider.tsx";

/** A quote is a promise for some minutes: a new one is there before it ends. */
const RENEWED_AFTER_MS = 60_000;

export interface QuoteOptions {
  /** How long nothing may change before the price is asked for, in milliseconds: for what somebody types. */
  readonly settleMs?: number;
}

/** What a service would cost; `null`: nothing is wanted yet. The last price stays while the next is asked for. */
export function useQuote(wanted: ServiceWanted | null, { settleMs = 0 }: QuoteOptions = {}) {
  const { account } = usePassbook();
  const settled = useSettled(wanted, settleMs);
  return useQuery({
    queryKey: quoteKey(account.id, settled),
    queryFn: ({ signal }) => account.quote(settled ?? { service: "" }, { signal }),
    enabled: settled !== null,
    refetchInterval: RENEWED_AFTER_MS,
    placeholderData: (last, query) => (settled && query?.queryKey[2] === account.id ? last : undefined),
    retry: false,
  });
}

/** A value once it has not changed for so long. */
function useSettled<T>(value: T, settleMs: number): T {
  const text = JSON.stringify(value);
  const [settled, settle] = useState({ text, value });
  useEffect(() => {
    if (settleMs === 0) return undefined;
    const timer = setTimeout(() => settle({ text, value: JSON.parse(text) as T }), settleMs);
    return () => clearTimeout(timer);
  }, [text, settleMs]);
  return settleMs === 0 ? value : settled.value;
}
