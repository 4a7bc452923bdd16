import type { Rejection } from "@passbook/core";
import { iso } from "./instant.ts";
import { Refusal } from "./problem.ts";
import { invalid, nothingOf } from "./request.ts";

/** What the rules refuse, in words and with what would help (O12). */
export function refusalOf(rejection: Rejection): Refusal {
  switch (rejection.code) {
    case "invalid_request":
      return invalid(rejection.problems);
    case "hold_not_found":
      return nothingOf(rejection.code);
    case "plan_required":
      return new Refusal(rejection.code, `This needs the plan ${rejection.plans.join(" or ")}.`, {
        plans: rejection.plans,
      });
    case "booking_limit": {
      const { code, limit, open } = rejection;
      return new Refusal(code, `${counted(open, "booking is", "bookings are")} ahead; ${limit} may be.`, {
        limit,
        open,
      });
    }
    case "not_a_member":
      return new Refusal(rejection.code, "You are not a member of this account.");
    case "account_blocked":
      return new Refusal(rejection.code, `The account is blocked: ${rejection.reason}`);
    case "member_budget": {
      const { code, ...members } = rejection;
      return new Refusal(code, `${members.spent} of ${members.budget} credits are spent in this cycle.`, members);
    }
    case "quote_spent":
      return new Refusal(rejection.code, "Another request has paid with this quote.");
    case "insufficient_credits": {
      const { code, nextRenewal, packs, ...members } = rejection;
      const { needed, short } = members;
      const detail = `This costs ${counted(needed, "credit", "credits")}; ${counted(short, "is", "are")} missing.`;
      return new Refusal(code, detail, {
        ...members,
        nextRenewal: nextRenewal && { ...nextRenewal, at: iso(nextRenewal.at) },
        packs: packs.map(({ price: amount, ...offer }) => ({ ...offer, amount })),
      });
    }
  }
}

function counted(n: number, one: string, more: string): string {
  return `${n} ${n === 1 ? one : more}`;
}
