/**
 * The shape of the one table, as data, so that the infrastructure and the embedded engine make the same one.
 *
 * - `A#<account>`                  the head: what the account is now
 * - `E#<account>#<kind>#<hash>`    a journal entry, written once and never changed
 * - `M#<account>#<member>`         what a member with a budget has spent in which cycle, as of which entry
 * - `Q#<account>#<quote>`          a quote that was spent, and by which entry; it goes a day after the quote's end
 * - `R#<account>#<hash>`           what a request to Stripe was told of its credits; it goes after a day, as Stripe's memory of its key
 * - `T#<account>`                  whose turn it is to change what the account has at Stripe
 * - `P#<price id>`                 what a Stripe price stands for in the catalogue
 * - `L#<Stripe id>`                what a customer, subscription, invoice, session or payment intent belongs to
 * - `L#account/<account>`          the account's first customer, the one that it pays as
 * - `C#<clock id>`                 where a test clock stands
 * - `K#<event id>`                 an event that could not be read
 * - `N#reconcile`                  where the daily reconciling is and when it began, for the next run
 *
 * The statement index orders the entries of an account and carries what a statement shows. Heads have no attribute
 * `account`, so they are not in it.
 *
 * The due index is sparse and holds keys alone: the heads that the sweep has to look at, by when (`functions/ledger/due.ts`),
 * and, among `clocks`, where each test clock stands. The stream tells of every new entry (`functions/announce.ts`).
 */
export const tableSchema = {
  fields: { pk: "string", account: "string", seq: "number", shard: "string", dueAt: "number" },
  primaryIndex: { hashKey: "pk" },
  /** Of spent quotes, of what was foretold and of turns only: entries and heads are never deleted. */
  ttl: "ttl",
  stream: "new-image",
  globalIndexes: {
    statement: {
      hashKey: "account",
      rangeKey: "seq",
      projection: [
        "at",
        "on",
        "type",
        "moves",
        "term",
        "otherTerms",
        "replacedItem",
        "fact",
        "corrected",
        "debt",
        "booking",
        "hold",
        "signedUpAt",
        "seenAt",
        "clock",
        "isPersonal",
        "subscription",
        "suspended",
        "member",
        "members",
        "blocked",
        "balance",
        "sources",
        "reason",
        "ref",
        "by",
        "isOperators",
        "policy",
        "key",
      ],
    },
    due: { hashKey: "shard", rangeKey: "dueAt", projection: "keys-only" },
  },
} as const;
