import { accountsOf, type Session, sessionOfHost } from "../session.ts";

let session: Session | undefined;

/** Whose account the page shows at the moment, as far as the address and the token tell. */
export async function accountShown(): Promise<string> {
  session ??= sessionOfHost();
  const accounts = accountsOf(await session.token());
  const asked = new URLSearchParams(location.search).get("account");
  return asked !== null && accounts.includes(asked) ? asked : (accounts[0] ?? "");
}

/** What is shown is asked for again at once: the page does so when somebody comes back to it. */
export function lookAgain(): void {
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

/** The page of somebody else, who needs no password here. */
export function signInAs(person: string, accounts: string): void {
  const address = new URLSearchParams({ as: person, ...(accounts !== "" && { accounts }) });
  location.assign(`/?${address.toString()}`);
}
