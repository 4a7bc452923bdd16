import type { Account } from "./account.ts";
import { changePlan } from "./change-plan.ts";
import { changeSubscription } from "./change-subscription.ts";
import type { Entry } from "./entry.ts";
import type { Fact } from "./fact.ts";
import { giveUpInvoice } from "./give-up-invoice.ts";
import { grantAddOn } from "./grant-add-on.ts";
import { grantAllowance } from "./grant-allowance.ts";
import { grantPack } from "./grant-pack.ts";
import { markPersonal } from "./mark-personal.ts";
import type { Policy } from "./policy.ts";
import { reversePayment } from "./reversal.ts";
import { seeCustomer } from "./see-customer.ts";

/**
 * What a fact comes to on an account that knows all facts before it and none after it; `undefined`: nothing, for the account
 * knows better.
 * @param entries the account's journal; it is asked what has become of a payment.
 */
export function decideFact(policy: Policy, account: Account, fact: Fact, entries: readonly Entry[]): Entry | undefined {
  switch (fact.type) {
    case "ChangeSubscription":
      return changeSubscription(policy, account, fact);
    case "SeeCustomer":
      return seeCustomer(policy, account, fact);
    case "GiveUpInvoice":
      return giveUpInvoice(policy, account, fact);
    case "GrantAllowance":
      return grantAllowance(policy, account, fact);
    case "ChangePlan":
      return changePlan(policy, account, fact);
    case "GrantAddOn":
      return grantAddOn(policy, account, fact);
    case "GrantPack":
      return grantPack(policy, account, fact);
    case "RefundPayment":
    case "DisputePayment":
      return reversePayment(policy, account, fact, entries);
    case "MarkPersonal":
      return markPersonal(policy, account, fact);
  }
}
