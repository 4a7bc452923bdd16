/** Where it is kept whose account was shown when Stripe's page took over. */
export const LEFT = "passbook.account";

/** Leads to a page of Stripe's, which leads back. */
export function toStripe({ url }: { readonly url: string }): void {
  sessionStorage.setItem(LEFT, new URLSearchParams(location.search).get("account") ?? "");
  location.assign(url);
}
