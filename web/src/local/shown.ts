import { localSession } from "../local-session.ts";
import { accountsOf } from "../session.ts";

const session = localSession();

/** Whose account the page shows at the moment, as far as the address and the token tell. */
export async function accountShown(): Promise<string> {
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
