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

/** The host's; else, on a developer's machine, that of a person who needs no password. */
export function sessionOfHost(): Session {
  return window.passbookSession ?? localSession(personAsked());
}

interface Person {
  readonly sub: string;
  readonly accounts?: readonly string[];
}

const REMEMBERED = "passbook.person";

/** `?as=ada&accounts=ada,studio-team`; remembered for as long as the tab is open, because Stripe leads back without it. */
function personAsked(): Person {
  const asked = new URLSearchParams(location.search);
  const sub = asked.get("as");
  if (sub === null) return JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '{"sub":"demo"}') as Person;
  const accounts = asked.get("accounts")?.split(",").filter(Boolean);
  const person = { sub, ...(accounts?.length && { accounts }) };
  sessionStorage.setItem(REMEMBERED, JSON.stringify(person));
  return person;
}

/** Tokens of the local issuer, which exists in no deployment. */
function localSession(person: Person): Session {
  const url = import.meta.env["VITE_PASSBOOK_URL"] as string | undefined;
  let token: Promise<string> | undefined;
  return {
    ...(url && { url }),
    token: (refused) => {
      if (refused !== undefined) token = undefined;
      token ??= issued(`${url ?? ""}/local/tokens`, person);
      return token;
    },
  };
}

async function issued(url: string, person: Person): Promise<string> {
  const answer = await fetch(url, { method: "POST", body: JSON.stringify(person) });
  if (!answer.ok) throw new Error(`No token: ${url} answered ${answer.status}.`);
  const { token } = (await answer.json()) as { token: string };
  return token;
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
