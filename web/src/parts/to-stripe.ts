import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { usePassbook } from "../hooks/index.ts";
import { awaitStripe, standingNow } from "../hooks/use-confirmation.ts";

/** Whose account was shown when Stripe's page took over, and how it stood. */
interface Left {
  readonly account: string;
  readonly standing?: string | undefined;
}

const LEFT = "passbook.left";

/** Leads to a page of Stripe's, which leads back. */
export function useToStripe(): (page: { readonly url: string }) => void {
  const { account } = usePassbook();
  const queries = useQueryClient();
  return ({ url }) => {
    const left: Left = { account: account.id, standing: standingNow(queries, account.id) };
    sessionStorage.setItem(LEFT, JSON.stringify(left));
    location.assign(url);
  };
}

/** Whose account was left for Stripe's page, told once; what was paid there is waited for. */
export function backFromStripe(queries: QueryClient): string | undefined {
  const kept = sessionStorage.getItem(LEFT);
  if (kept === null) return undefined;
  sessionStorage.removeItem(LEFT);
  const { account, standing } = JSON.parse(kept) as Left;
  if (location.search.includes("checkout=success")) awaitStripe(queries, account, standing);
  return account;
}
