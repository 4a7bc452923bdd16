import type { Account } from "@passbook/client";
import { useLocale } from "../use-locale.ts";
import type { Locale } from "../whole-locale.ts";
import type { Source } from "./sources.ts";

type Lot = Account["lots"][number];

export interface LotTimelineProps {
  readonly account: Pick<Account, "lots" | "warnings" | "asOf">;
}

/** What ends when, and what rolls over: lot by lot, the first to go first (N4). */
export function LotTimeline({ account: { lots, warnings, asOf } }: LotTimelineProps) {
  const { texts } = useLocale();
  const suspended = new Set(warnings.flatMap((warning) => (warning.code === "suspended" ? warning.sources : [])));
  const shown = lots.filter(({ credits, held, frozen }) => credits + held + frozen > 0);
  if (shown.length === 0) return <p className="pb-muted">{texts.lots.empty}</p>;
  return (
    <ol className="pb-lots">
      {shown
        .toSorted((a, b) => endOf(a) - endOf(b))
        .map((lot) => (
          <LotLine key={`${lot.source} ${lot.lot}`} lot={lot} asOf={asOf} isWaiting={suspended.has(lot.source)} />
        ))}
    </ol>
  );
}

interface LotLineProps {
  readonly lot: Lot;
  readonly asOf: string;
  readonly isWaiting: boolean;
}

function LotLine({ lot, asOf, isWaiting }: LotLineProps) {
  const locale = useLocale();
  const { texts, formats, credits } = locale;
  const words = texts.lots;
  const { source, credits: left, held, frozen, granted, since, explain } = lot;
  return (
    <li data-waiting={isWaiting || undefined}>
      <div className="pb-lot-head">
        <span className="pb-lot-amount">
          <span className="pb-swatch" data-source={source satisfies Source} aria-hidden="true" />
          <b>{formats.number(left)}</b> {texts.sources[source]}
          {granted > left && <small> {words.ofGranted(formats.number(granted))}</small>}
        </span>
        <span className="pb-lot-fate">{isWaiting ? words.waiting : fateText(lot, locale)}</span>
      </div>
      <Span lot={lot} asOf={asOf} />
      <p className="pb-muted">
        {[
          words.since(formats.date(since)),
          ...(held > 0 ? [words.held(credits(held))] : []),
          ...(frozen > 0 ? [words.frozen(credits(frozen))] : []),
        ].join(" · ")}
        <details className="pb-why">
          <summary>{words.why}</summary>
          {explain}
        </details>
      </p>
    </li>
  );
}

/** How much of its time is over; without an end it goes on. */
function Span({ lot, asOf }: { readonly lot: Lot; readonly asOf: string }) {
  const end = endOf(lot);
  const [from, now] = [Date.parse(lot.since), Date.parse(asOf)];
  const isEndless = !Number.isFinite(end);
  const gone = isEndless ? 0 : Math.min(1, Math.max(0, (now - from) / Math.max(1, end - from)));
  return (
    <div className="pb-span" aria-hidden="true" data-endless={isEndless || undefined}>
      <span data-source={lot.source} style={{ insetInlineStart: `${gone * 100}%` }} />
    </div>
  );
}

/** When something becomes of it, in milliseconds; never, as far as can be seen, is the last. */
function endOf({ fate, endsAt }: Lot): number {
  const end = fate?.at ?? endsAt;
  return end === null ? Number.POSITIVE_INFINITY : Date.parse(end);
}

function fateText({ fate, endsAt }: Lot, { texts: { lots: words }, formats }: Locale): string {
  if (fate === null) return endsAt === null ? words.stays : words.ends(formats.date(endsAt));
  const { at, awaitsPayment, carriedOver, lost } = fate;
  // What is overdue comes whenever it is paid, and is waited for until then.
  if (awaitsPayment) return (lost > 0 ? words.withPayment : words.rollsWithPayment)(formats.date(at));
  if (carriedOver === 0) return words.ends(formats.date(at));
  if (lost === 0) return words.rolls(formats.date(at));
  return words.rollsPartly(formats.number(carriedOver), formats.number(lost), formats.date(at));
}
