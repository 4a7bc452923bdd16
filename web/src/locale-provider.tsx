import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Locale, type LocaleOptions, localeOf } from "./locale.ts";

const Context = createContext(localeOf());

/** Other texts, or another locale, for the parts below it. Without one they speak English, in the browser's locale. */
export function LocaleProvider({ texts, locale, children }: LocaleOptions & { readonly children: ReactNode }) {
  const value = useMemo(() => localeOf({ texts, locale }), [texts, locale]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useLocale(): Locale {
  return useContext(Context);
}
