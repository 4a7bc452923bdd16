import { type FirstLocale, firstLocaleOf, type LocaleOptions } from "./locale.ts";
import { english, type Texts } from "./texts.ts";

/** How the reader is spoken to. */
export interface Locale extends FirstLocale {
  readonly texts: Texts;
}

const whole = new WeakMap<FirstLocale, Locale>();

export function localeOf(options?: LocaleOptions): Locale {
  return wholeOf(firstLocaleOf(options));
}

/** With all texts; the same for the same. */
export function wholeOf(first: FirstLocale): Locale {
  const known = whole.get(first) ?? { ...first, texts: { ...english, ...first.own } };
  whole.set(first, known);
  return known;
}
