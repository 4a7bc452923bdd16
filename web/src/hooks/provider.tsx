import { type AccountClient, type Passbook, type PassbookOptions, passbook } from "@passbook/client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

const POLL_MS = 5_000;

/** What all hooks below a provider speak of. */
export interface PassbookContext {
  readonly client: Passbook;
  readonly account: AccountClient;
  readonly pollMs: number;
}

export interface PassbookProviderProps {
  /** A client, or what one is made of. What is given first stays: give what changes (the token) as a function. */
  readonly client: Passbook | PassbookOptions;
  /** Whose plan and credits are shown; with another one all hooks speak of that. */
  readonly account: string;
  /** How often it is looked whether anything has changed, in milliseconds. */
  readonly pollMs?: number;
  /** The application's own; absent: one for Passbook alone. */
  readonly queryClient?: QueryClient;
  readonly children: ReactNode;
}

const Context = createContext<PassbookContext | undefined>(undefined);

/** Whatever is below it may use the hooks. */
export function PassbookProvider({ client, account, pollMs = POLL_MS, queryClient, children }: PassbookProviderProps) {
  const [made] = useState(() => ("catalog" in client ? client : passbook(client)));
  const [queries] = useState(() => queryClient ?? new QueryClient());
  const value = useMemo(() => ({ client: made, account: made.account(account), pollMs }), [made, account, pollMs]);
  return (
    <QueryClientProvider client={queries}>
      <Context.Provider value={value}>{children}</Context.Provider>
    </QueryClientProvider>
  );
}

/** The client, and the account that is shown. */
export function usePassbook(): PassbookContext {
  const context = useContext(Context);
  if (!context) throw new Error("Passbook's hooks need a PassbookProvider above them.");
  return context;
}
