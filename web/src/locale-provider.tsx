import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type FirstLocale, firstLocaleOf, type LocaleOptions } from "./locale.ts";

const Context = createContext(firstLocaleOf());

/** Other texts, or another locale, for the parts below it. Without one they speak English, in the browser's locale. */
export function LocaleProvider({ texts, locale, children }: LocaleOptions & { readonly children: ReactNode }) {
  const value = useMemo(() => firstLocaleOf({ texts, locale }), [texts, locale]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** With the texts of the overview: whoever asks for no others does not make it wait for them. */
export function useFirstLocale(): FirstLocale {
  return useContext(Context);
}
