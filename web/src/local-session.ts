import type { Session } from "./session.ts";

interface Person {
  readonly sub: string;
  readonly accounts?: readonly string[];
  /** What the token allows, with spaces between; absent: all that a frontend may do. */
  readonly scope?: string;
}

const REMEMBERED = "passbook.person";

/** `?as=ada&accounts=ada,studio-team&scope=credits:read`; remembered for as long as the tab is open, because Stripe leads back without it. */
function personAsked(): Person {
  const asked = new URLSearchParams(location.search);
  const sub = asked.get("as");
  if (sub === null) return JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '{"sub":"demo"}') as Person;
  const accounts = asked.get("accounts")?.split(",").filter(Boolean);
  const scope = asked.get("scope");
  const person = { sub, ...(accounts?.length && { accounts }), ...(scope !== null && { scope }) };
  sessionStorage.setItem(REMEMBERED, JSON.stringify(person));
  return person;
}

/** Tokens of the local issuer, which exists in no deployment. */
export function localSession(): Session {
  const person = personAsked();
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
