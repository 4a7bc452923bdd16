/** What Stripe and the journal may not agree about, those that can't be mended by telling the journal again last. */
export const DRIFT_KINDS = [
  /** A line of a paid invoice, for a plan or an add-on of ours, has no entry. */
  "payment_not_granted",
  /** A paid Checkout Session for a pack has none. */
  "session_not_granted",
  "refund_not_taken",
  /** A refund that failed or was canceled has not been given back. */
  "failed_refund_not_told",
  "dispute_not_told",
  /** A renewal that nobody will pay has not been told. */
  "given_up_invoice_not_told",
  /** Another status, another end, another plan ahead or other add-ons than Stripe has. */
  "subscription_differs",
  /** A customer that names its account has not been seen by it. */
  "customer_not_seen",
  /** It is known whose something is, and not written down. */
  "not_linked",
  /** A test clock stands later than the table has it. */
  "clock_behind",
  /** The journal has granted for an invoice or a session that Stripe does not have, or not as paid. */
  "granted_without_payment",
  /** The journal has taken back, or frozen, for a refund or a dispute that Stripe does not have. */
  "taken_without_cause",
  /** It is ours, and no rule says what it means. */
  "unreadable",
] as const;
export type DriftKind = (typeof DRIFT_KINDS)[number];

/** One thing that Stripe and the journal don't agree about. */
export interface Drift {
  readonly kind: DriftKind;
  /** `null`: it is not known whose it is, or it is nobody's own. */
  readonly account: string | null;
  /** Stripe's ids, and the name of the entry where there is one. */
  readonly objects: readonly string[];
  /** How they differ, where the kind does not say. */
  readonly because?: string;
}

const BY_HAND: ReadonlySet<DriftKind> = new Set(["granted_without_payment", "taken_without_cause", "unreadable"]);

/** Telling the journal again mends it: what was granted for nothing is for a person to judge. */
export function isMendable({ kind }: Drift): boolean {
  return !BY_HAND.has(kind);
}

/** How much there is of each kind; what there is none of is not named. */
export function counted(drift: readonly Drift[]): Partial<Record<DriftKind, number>> {
  const counts = DRIFT_KINDS.map((kind) => [kind, drift.filter((one) => one.kind === kind).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
