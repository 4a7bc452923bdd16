import type { Account } from "./account.ts";
import type { EntryKey } from "./entry.ts";
import { type GrantAllowance, grantAllowance } from "./grant-allowance.ts";
import { type GrantPack, grantPack } from "./grant-pack.ts";
import type { Policy } from "./policy.ts";
import { type Spend, type SpendDecision, spend } from "./spend.ts";

/** All that can be asked of an account. Facts that Stripe tells are commands too, which the rules can't refuse. */
export type Command = GrantAllowance | GrantPack | Spend;

export type Decision = SpendDecision;

/**
 * What the rules make of a command. The account is settled to the command's instant before it is asked; the answer is an
 * entry for its journal, or why there is none.
 */
export function decide(policy: Policy, account: Account, command: Command): Decision {
  switch (command.type) {
    case "GrantAllowance":
      return { decision: "accepted", entry: grantAllowance(policy, account, command) };
    case "GrantPack":
      return { decision: "accepted", entry: grantPack(policy, account, command) };
    case "Spend":
      return spend(policy, account, command);
  }
}
