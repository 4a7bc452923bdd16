/**
 * How a payment method behaves when it is charged.
 * - `succeeds`, `declines`, `insufficient_funds`: at once.
 * - `declines_later`: it can be attached; every charge fails.
 * - `settles`, `fails_to_settle`: a bank debit, whose money comes, or doesn't, some time later.
 * - `disputed`: the charge succeeds and is disputed. `inquired`: the same, as an inquiry.
 * - `refund_fails`: a refund succeeds and then fails. `refund_pends`: it is pending and then succeeds.
 */
export type CardBehaviour =
  | "succeeds"
  | "declines"
  | "insufficient_funds"
  | "expired"
  | "declines_later"
  | "settles"
  | "fails_to_settle"
  | "disputed"
  | "inquired"
  | "refund_fails"
  | "refund_pends";

export interface TestCard {
  readonly number: string;
  readonly brand: string;
  readonly behaviour: CardBehaviour;
}

const card = (number: string, behaviour: CardBehaviour, brand = "visa"): TestCard => ({ number, brand, behaviour });

/**
 * Stripe's own test numbers and the payment method tokens that stand for them; a bank account is entered where a card is.
 * Source: docs.stripe.com/testing.
 */
const cardsByToken: Readonly<Record<string, TestCard>> = {
  pm_card_visa: card("4242424242424242", "succeeds"),
  pm_card_visa_debit: card("4000056655665556", "succeeds"),
  pm_card_mastercard: card("5555555555554444", "succeeds", "mastercard"),
  pm_card_amex: card("378282246310005", "succeeds", "amex"),
  pm_card_chargeDeclined: card("4000000000000002", "declines"),
  pm_card_visa_chargeDeclined: card("4000000000000002", "declines"),
  pm_card_chargeDeclinedInsufficientFunds: card("4000000000009995", "insufficient_funds"),
  pm_card_visa_chargeDeclinedInsufficientFunds: card("4000000000009995", "insufficient_funds"),
  pm_card_chargeDeclinedExpiredCard: card("4000000000000069", "expired"),
  pm_card_chargeCustomerFail: card("4000000000000341", "declines_later"),
  pm_card_createDispute: card("4000000000000259", "disputed"),
  pm_card_createDisputeInquiry: card("4000000000001976", "inquired"),
  pm_card_refundFail: card("4000000000005126", "refund_fails"),
  pm_card_pendingRefund: card("4000000000007726", "refund_pends"),
  // Nobody is there to authenticate: these are taken as if somebody had.
  pm_card_authenticationRequired: card("4000002760003184", "succeeds"),
  pm_card_threeDSecure2Required: card("4000000000003220", "succeeds"),
  pm_usBankAccount_success: card("000123456789", "settles", "bank"),
  pm_usBankAccount_insufficientFunds: card("000222222227", "fails_to_settle", "bank"),
  pm_sepaDebit_success: card("AT611904300234573201", "settles", "bank"),
  pm_sepaDebit_fail: card("AT861904300235473202", "fails_to_settle", "bank"),
};

/** The card of a token: `pm_card_visa`, and `tok_visa` as Stripe once called it. */
export function cardOfToken(token: string): TestCard | undefined {
  const name = token.replace(/^tok_/, "pm_card_");
  return Object.hasOwn(cardsByToken, name) ? cardsByToken[name] : undefined;
}

/** The card of a number, as it was typed. */
export function cardOfNumber(typed: string): TestCard | undefined {
  const number = typed.replaceAll(/[\s-]/g, "").toUpperCase();
  return Object.values(cardsByToken).find((known) => known.number === number);
}
