/** Leads to a page of Stripe's, which leads back. */
export function toStripe({ url }: { readonly url: string }): void {
  location.assign(url);
}
