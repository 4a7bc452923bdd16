import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useFirstLocale } from "../locale-provider.tsx";

/** Long enough to be read twice; what it says also stands in the statement or with the plan. */
const SHOWN_MS = 10_000;

type Tell = (text: string) => void;

const Context = createContext<Tell>(() => {});

/** Shows and says what has been done, until it is dismissed, something else is done, or some time has passed. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const { texts } = useFirstLocale();
  const [said, say] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => say(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Context.Provider value={say}>
      {children}
      <div role="status" className="pb-toast" data-shown={said !== "" || undefined}>
        {said && (
          <>
            <p>{said}</p>
            <button type="button" className="pb-button pb-button-quiet" onClick={() => say("")}>
              {texts.dismiss}
            </button>
          </>
        )}
      </div>
    </Context.Provider>
  );
}

/** Tells what has been done; without `<Toasts>` above nobody hears it. */
export function useToast(): Tell {
  return useContext(Context);
}
