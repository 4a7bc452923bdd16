export { type PassbookContext, PassbookProvider, type PassbookProviderProps, usePassbook } from "./provider.tsx";
export { useAccount, useBalance, useCatalog } from "./use-account.ts";
export { useBalancesAt } from "./use-balances-at.ts";
export { type CancellationWanted, type PlanWanted, useCancel, usePlanChange } from "./use-change.ts";
export { type QuoteOptions, useQuote } from "./use-quote.ts";
export { type BookingWanted, useBooking, useHold, useSpend } from "./use-spend.ts";
export { type StatementFilters, useStatement } from "./use-statement.ts";
export { type CheckoutWanted, type PortalWanted, useCheckout, usePortal, useResume } from "./use-subscription.ts";
