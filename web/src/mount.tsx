import "./styles/index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { LocaleOptions } from "./locale.ts";
import { LocaleProvider } from "./locale-provider.tsx";
import { Page } from "./page/page.tsx";
import type { Session } from "./session.ts";

export interface PageOptions extends Session, LocaleOptions {
  /** Whose page is shown first; absent: that in the address (`?account=`), else the person's own. */
  readonly account?: string;
}

/** Shows the page in an element of the host's. Answers how to take it away again. */
export function mount(element: Element, options: PageOptions): () => void {
  const root = createRoot(element);
  root.render(
    <StrictMode>
      <LocaleProvider texts={options.texts} locale={options.locale}>
        <Page session={options} account={options.account} />
      </LocaleProvider>
    </StrictMode>,
  );
  return () => root.unmount();
}
