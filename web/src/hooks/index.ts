export { type PassbookContext, PassbookProvider, type PassbookProviderProps, usePassbook } from "./provider.tsx";
export { useAccount, useBalance, useBalancesAt, useCatalog } from "./use-account.ts";
export { type QuoteOptions, useQuote } from "./use-quote.ts";
export { type BookingWanted, useBooking, useHold, useSpend } from "./use-spend.ts";
export { type StatementFilters, useStatement } from "./use-statement.ts";
export {
  type CancellationWanted,
  type CheckoutWanted,
  type PlanWanted,
  type PortalWanted,
  useCancel,
  useCheckout,
  usePlanChange,
  usePortal,
  useResume,
} from "./use-subscription.ts";
