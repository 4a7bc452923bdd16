/** Numbers, dates and money as the reader's locale writes them. */
export interface Formats {
  readonly number: (value: number) => string;
  /** With its sign, zero without. */
  readonly signed: (value: number) => string;
  /** @param share of one. */
  readonly percent: (share: number) => string;
  /** @param amount in the currency's smallest unit. */
  readonly money: (amount: number, currency: string) => string;
  /** The same, at an axis or where there is little room. */
  readonly compact: (value: number) => string;
  readonly date: (instant: string | number) => string;
  /** Without the year. */
  readonly day: (instant: string | number) => string;
  readonly dateTime: (instant: string | number) => string;
  readonly list: (words: readonly string[]) => string;
}

/** @param locale absent: the browser's. */
export function formatsFor(locale?: string): Formats {
  const number = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  return {
    number: (value) => number.format(value),
    // A hyphen is too short for a minus among figures.
    signed: (value) => signed.format(value).replace("-", "−"),
    percent: (share) => percent.format(share),
    money: (amount, currency) => money(amount, currency, locale),
    compact: (value) => compact.format(value),
    date: (instant) => date.format(new Date(instant)),
    day: (instant) => day.format(new Date(instant)),
    dateTime: (instant) => dateTime.format(new Date(instant)),
    list: (words) => list.format(words),
  };
}

function money(amount: number, currency: string, locale?: string): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(amount / 10 ** digits);
}
