import type { FormEvent } from "react";
import { signInAs } from "./shown.ts";

/** Anybody, with any accounts: the local issuer asks for no password. */
export function SignIn() {
  const signIn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signInAs(String(form.get("person")), String(form.get("accounts")));
  };
  return (
    <form onSubmit={signIn}>
      <label>
        Person <input name="person" required size={8} autoComplete="off" />
      </label>
      <label>
        Accounts <input name="accounts" size={12} placeholder="ada,studio-team" autoComplete="off" />
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}
