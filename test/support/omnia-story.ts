import type {
  ChangeSubscription,
  DescribeAccount,
  GrantAddOn,
  GrantAllowance,
  GrantPack,
  MarkPersonal,
  Spend,
  SubscriptionStatus,
} from "@passbook/core";
import { at } from "./instants.ts";

export { omnia } from "../../core/policies/omnia.ts";

// The story that the specs tell: Ada's subscription to OmniaStudio, told in ISO dates.

/** What of a payment differs from the ordinary: paid at the period's begin, told at once, one Creator. */
interface Payment {
  /** When the money arrived. */
  readonly paidAt?: string;
  /** When Stripe's event reached us. */
  readonly toldAt?: string;
  readonly plan?: string;
  readonly quantity?: number;
  /** The line's own amount in cents; 0 is a trial. */
  readonly amount?: number;
  readonly subscription?: string;
}

/** A paid month of Creator (or of another plan). */
export function month(from: string, until: string, payment: Payment = {}): GrantAllowance {
  return line("month", from, until, payment);
}

/** A paid year of Creator (or of another plan). */
export function year(from: string, until: string, payment: Payment = {}): GrantAllowance {
  return line("year", from, until, payment);
}

function line(interval: "month" | "year", from: string, until: string, payment: Payment): GrantAllowance {
  const {
    plan = "creator",
    quantity = 1,
    amount = 9_90,
    subscription = "sub_1",
    paidAt = from,
    toldAt = paidAt,
  } = payment;
  return {
    type: "GrantAllowance",
    now: at(toldAt),
    paidAt: at(paidAt),
    plan,
    interval,
    quantity,
    amount,
    from: at(from),
    until: at(until),
    subscription,
    item: `${subscription}_item`,
    price: `price_${plan}_${interval}`,
    invoice: `in_${from}`,
    line: `il_${from}`,
  };
}

/** A paid month of an add-on beside the plan. */
export function addOn(name: string, from: string, until: string, { quantity = 1, amount = 10_00 } = {}): GrantAddOn {
  const paid = line("month", from, until, { quantity, amount, subscription: "sub_1" });
  const { type: _, plan: __, interval: ___, ...rest } = paid;
  return { ...rest, type: "GrantAddOn", addOn: name, item: "sub_1_add_on", price: `price_${name}` };
}

interface Purchase {
  readonly toldAt?: string;
  readonly quantity?: number;
  readonly session?: string;
}

/** A pack whose money has arrived. */
export function bought(pack: string, paidAt: string, purchase: Purchase = {}): GrantPack {
  const { toldAt = paidAt, quantity = 1, session = "cs_1" } = purchase;
  return { type: "GrantPack", now: at(toldAt), paidAt: at(paidAt), pack, quantity, session };
}

interface Usage {
  readonly quantity?: number;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly request?: string;
}

/** Ada uses a service. */
export function uses(service: string, now: string, usage: Usage = {}): Spend {
  const { quantity = 1, options = {}, request = `${service} ${now}` } = usage;
  return { type: "Spend", now: at(now), request, by: "ada", for: { service, quantity, options } };
}

/** An operator takes an amount. */
export function takes(credits: number, now: string, request = `take ${now}`): Spend {
  return { type: "Spend", now: at(now), request, by: "operator", for: { credits, reason: "correction" } };
}

/** The product says when Ada signed up. */
export function signedUp(on: string, now = on): DescribeAccount {
  return { type: "DescribeAccount", now: at(now), request: `signed up ${on}`, by: "backend", signedUpAt: at(on) };
}

interface State {
  readonly status?: SubscriptionStatus;
  readonly startedAt?: string;
  readonly cancelAt?: string;
  readonly endedAt?: string;
  readonly subscription?: string;
  readonly toldAt?: string;
}

/** What Stripe says of Ada's subscription, told when it says so. */
export function stands(saidAt: string, state: State = {}): ChangeSubscription {
  const { subscription = "sub_1", startedAt = saidAt, cancelAt, endedAt, toldAt = saidAt } = state;
  return {
    type: "ChangeSubscription",
    now: at(toldAt),
    subscription,
    status: state.status ?? (endedAt === undefined ? "active" : "canceled"),
    startedAt: at(startedAt),
    cancelAt: cancelAt === undefined ? null : at(cancelAt),
    endedAt: endedAt === undefined ? null : at(endedAt),
    toldAt: at(saidAt),
  };
}

/** Ada calls for the account that bears her name. */
export function calls(now: string): MarkPersonal {
  return { type: "MarkPersonal", now: at(now), by: "ada" };
}
