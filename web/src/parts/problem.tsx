import { PassbookError } from "@passbook/client";
import type { Locale } from "../locale.ts";
import { useLocale } from "../locale-provider.tsx";

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
