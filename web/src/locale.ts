import { type Formats, formatsFor } from "./formats.ts";
import { overview } from "./texts/overview.ts";
import type { Texts } from "./texts.ts";

/** How the reader is spoken to at first, while the other texts are on their way. */
export interface FirstLocale {
  readonly texts: typeof overview;
  /** What the host says in other words. */
  readonly own: Partial<Texts>;
  readonly formats: Formats;
  /** "1,490 credits" */
  readonly credits: (count: number) => string;
  /** What a plan, service or add-on of the catalog is called. */
  readonly named: (id: string) => string;
}

export interface LocaleOptions {
  /** A translation, or names for what the catalog has; what is not in it is English. */
  readonly texts?: Partial<Texts> | undefined;
  /** Of numbers, dates and money; absent: the browser's. */
  readonly locale?: string | undefined;
}

export function firstLocaleOf({ texts: own = {}, locale }: LocaleOptions = {}): FirstLocale {
  const texts = { ...overview, ...own };
  const formats = formatsFor(locale);
  return {
    texts,
    own,
    formats,
    credits: (count) => texts.credits(count, formats.number(count)),
    named: (id) => texts.names[id] ?? spelled(id),
  };
}

/** An id as words: `stem-mastering` is "Stem mastering". */
function spelled(id: string): string {
  const words = id.replaceAll(/[-_]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
