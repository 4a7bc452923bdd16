export const url = String(import.meta.env["VITE_PASSBOOK_URL"] ?? "http://127.0.0.1:4000");

/** In your product: the token of whoever is signed in. Here the local issuer's, who asks for no password. */
export async function token(): Promise<string> {
  const answer = await fetch(`${url}/local/tokens`, { method: "POST", body: JSON.stringify({ sub: "ada" }) });
  return ((await answer.json()) as { token: string }).token;
}
