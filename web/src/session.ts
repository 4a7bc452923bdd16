/** Whose page it is: where the API is, and a token for it. */
export interface Session {
  /** Where the API is; absent: where the page is. */
  readonly url?: string;
  /** Asked for each request; given the one that was refused it should fetch a fresh one. */
  readonly token: (refused?: string) => string | Promise<string>;
}

declare global {
  interface Window {
    /** A host that serves the built page says here whose it is, before the page's script runs. */
    passbookSession?: Session;
  }
}

/** The accounts that a token names, its own first: without a claim the `sub` alone. */
export function accountsOf(token: string): readonly string[] {
  const { sub = "", accounts = [sub] } = claimsOf(token);
  const named = typeof accounts === "string" ? accounts.split(" ").filter(Boolean) : accounts;
  return named.includes(sub) ? [sub, ...named.filter((account) => account !== sub)] : named;
}

interface Claims {
  readonly sub?: string;
  readonly accounts?: string | readonly string[];
}

function claimsOf(token: string): Claims {
  const payload = token.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}
