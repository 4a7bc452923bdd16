/** What a developer's machine has beside the API (`local/local-routes.ts`, `local/bar/routes.ts`). */
export interface Whereabouts {
  readonly policy: string;
  readonly products: readonly string[];
  readonly stripe: { readonly url: string };
}

export type Card = "succeeds" | "declines";
export type Journey = "renewal" | "month" | "year";

export const whereabouts = () => ask<Whereabouts>("/local");
export const cardOf = (account: string) => ask<{ card: Card | null }>(`/local/accounts/${encodeURIComponent(account)}`);
export const travel = (account: string, to: Journey) => ask<{ now: string }>("/local/clock", { account, to });
export const putCard = (account: string, card: Card) => ask<{ card: Card }>("/local/card", { account, card });
export const switchTo = (policy: string) => ask<{ policy: string }>("/local/product", { policy });

/** The browser may have the other product's still. */
export const freshCatalog = () => fetch("/catalog", { cache: "reload" });

/** @throws {Error} with what the answer says of it. */
async function ask<T>(path: string, order?: object): Promise<T> {
  const response = await fetch(path, order && { method: "POST", body: JSON.stringify(order) });
  const answer = (await response.json()) as T & { readonly message?: string };
  if (!response.ok) throw new Error(answer.message ?? `${path} answered ${response.status}`);
  return answer;
}
