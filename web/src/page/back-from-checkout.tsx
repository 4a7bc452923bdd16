import { useState } from "react";
import { useConfirmation } from "../hooks/index.ts";
import { Button } from "../parts/button.tsx";
import { useLocale } from "../use-locale.ts";

/** `?checkout=…` is what Stripe's page leads back with; it is told once. */
export function BackFromCheckout() {
  const { texts } = useLocale();
  const [outcome, forget] = useState(() => new URLSearchParams(location.search).get("checkout"));
  const confirmation = useConfirmation();
  if (outcome === null) return null;
  const dismiss = () => {
    const url = new URL(location.href);
    url.searchParams.delete("checkout");
    history.replaceState(null, "", url);
    forget(null);
  };
  return (
    <div className="pb-notices">
      <div role="status" data-tone="good" className="pb-notice">
        <p>{outcome === "success" ? texts.warnings.paid[confirmation ?? "late"] : texts.warnings.notPaid}</p>
        <Button onClick={dismiss}>{texts.dismiss}</Button>
      </div>
    </div>
  );
}
