import { isDeepStrictEqual } from "node:util";
import { type Fact, type Instant, instantOf, type Policy } from "@passbook/core";
import type Stripe from "stripe";
import type { Link } from "../../../functions/stripe/links.ts";
import { isHandled, translate } from "../../../functions/stripe/translate.ts";
import { emptyJournal, happen } from "../../support/journal.ts";
import { stateAt } from "../../support/net-state.ts";
import { knowing, omniaPriceNames } from "../../support/omnia-events.ts";
import type { AccountBook } from "./account-book.ts";
import type { Violation } from "./violation.ts";

/** I8: an account that nobody has asked anything of is what the set of its facts makes it, told in their order and once. */
export function* setOfFacts(
  policy: Policy,
  book: AccountBook,
  events: readonly Stripe.Event[],
  now: Instant,
): Generator<Violation> {
  const inOrder = factsOf(policy, events, now).toSorted((a, b) => instantOf(a) - instantOf(b));
  const calm = inOrder.reduce((journal, fact) => happen(journal, fact).journal, emptyJournal(policy));
  const [is, shouldBe] = [{ policy, account: book.account, entries: book.entries }, calm].map((one) =>
    stateAt(now, one),
  );
  if (!isDeepStrictEqual(is, shouldBe))
    yield { oracle: "I8", what: `${book.account.id} is ${JSON.stringify(is)} and not ${JSON.stringify(shouldBe)}` };
}

/** What events come to that are told in order. */
export function factsOf(policy: Policy, events: readonly Stripe.Event[], now: Instant): Fact[] {
  const links = new Map<string, Link>();
  return events
    .filter(isHandled)
    .toSorted((a, b) => a.created - b.created)
    .flatMap((event) => {
      const translation = translate(policy, knowing(omniaPriceNames, { links }), event, now);
      if (!("facts" in translation)) return [];
      for (const { id, link } of translation.links) links.set(id, link);
      return translation.facts.map(({ fact }) => fact);
    });
}
