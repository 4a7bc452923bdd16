import { createContext, type ReactNode, useContext, useState } from "react";
import { useLocale } from "../locale-provider.tsx";

type Tell = (text: string) => void;

const Context = createContext<Tell>(() => {});

/** Shows and says what has been done, until it is dismissed or something else is done. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const { texts } = useLocale();
  const [said, say] = useState("");
  return (
    <Context.Provider value={say}>
      {children}
      <div role="status" className="pb-toast" data-shown={said !== "" || undefined}>
        {said && (
          <>
            <p>{said}</p>
            <button type="button" className="pb-button pb-button-quiet" onClick={() => say("")}>
              {texts.warnings.dismiss}
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
