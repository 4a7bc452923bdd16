import { type FormEvent, useState } from "react";
import { signInAs } from "./shown.ts";

/** Anybody, with any accounts: the local issuer asks for no password. */
export function SignIn() {
  const [person, name] = useState("");
  const [accounts, list] = useState("");
  const signIn = (event: FormEvent) => {
    event.preventDefault();
    signInAs(person, accounts);
  };
  return (
    <form onSubmit={signIn}>
      <label>
        Person{" "}
        <input value={person} onChange={({ target }) => name(target.value)} required size={8} autoComplete="off" />
      </label>
      <label>
        Accounts{" "}
        <input
          value={accounts}
          onChange={({ target }) => list(target.value)}
          size={12}
          placeholder="ada,studio-team"
          autoComplete="off"
        />
      </label>
      <button type="submit">Sign in</button>
    </form>
  );
}
