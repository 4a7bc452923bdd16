import { useFirstLocale } from "./locale-provider.tsx";
import { type Locale, wholeOf } from "./whole-locale.ts";

/** With all texts. What the overview is made of does without (`useFirstLocale`): the other texts come after it. */
export function useLocale(): Locale {
  return wholeOf(useFirstLocale());
}
