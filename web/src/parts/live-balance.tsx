import { useEffect, useRef, useState } from "react";
import { useFirstLocale } from "../locale-provider.tsx";

/** Tells a screen reader when the balance has become another; at first there is nothing to tell. */
export function LiveBalance({ balance }: { readonly balance: number }) {
  const { texts, credits } = useFirstLocale();
  const [said, say] = useState("");
  const known = useRef(balance);
  useEffect(() => {
    if (known.current === balance) return;
    known.current = balance;
    say(texts.balance.changed(credits(balance)));
  }, [balance, texts, credits]);
  return (
    <p className="pb-visually-hidden" role="status">
      {said}
    </p>
  );
}
