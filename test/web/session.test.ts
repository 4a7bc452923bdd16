import { expect, it } from "vitest";
import { accountsOf } from "../../web/src/session.ts";

const token = (claims: object) => `header.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;

it.each([
  ["the person's own alone, where it names none", { sub: "ada" }, ["ada"]],
  ["the person's own first", { sub: "ada", accounts: ["studio", "ada"] }, ["ada", "studio"]],
  ["those of a text", { sub: "ada", accounts: "ada studio" }, ["ada", "studio"]],
  ["none of the person's own that is not named", { sub: "ada", accounts: ["studio"] }, ["studio"]],
  ["names in any script", { sub: "zoë" }, ["zoë"]],
])("[O7] the workspaces of a token are %s", (_which, claims, accounts) => {
  expect(accountsOf(token(claims))).toEqual(accounts);
});
