import { PassbookError } from "@passbook/client";
import { useLocale } from "../use-locale.ts";
import type { Locale } from "../whole-locale.ts";

/** Why something was refused, in words. */
export function problemText(error: Error, { texts }: Locale): string {
  if (!PassbookError.is(error)) return texts.somethingWrong;
  return texts.refusals[error.code] ?? error.problem.detail;
}

/** Says it where it happened; nothing where nothing went wrong. */
export function Problem({ error }: { readonly error: Error | null }) {
  const locale = useLocale();
  return (
    <div role="alert" className="pb-problem">
      {error && <p>{problemText(error, locale)}</p>}
    </div>
  );
}
