import { type ReactNode, useEffect, useId, useRef } from "react";
import { useLocale } from "../use-locale.ts";

export interface DialogProps {
  readonly title: string;
  /** It was closed, however: the place that showed it takes it away. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What can be done; a button that only closes is a `<CloseButton>`. */
  readonly actions?: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, gives it back, and closes on Escape. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const { texts } = useLocale();
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const opener = useRef<Element>(null);
  useEffect(() => {
    const dialog = ref.current;
    opener.current ??= document.activeElement;
    if (!dialog?.open) dialog?.showModal();
    // Closed by its buttons it gives the focus back by itself; taken away once something is done, it does not.
    return () => {
      if (!dialog?.isConnected && opener.current instanceof HTMLElement) opener.current.focus();
    };
  }, []);
  return (
    <dialog ref={ref} className="pb-dialog" aria-labelledby={heading} onClose={onClose}>
      <form method="dialog" className="pb-dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="submit" className="pb-icon-button" aria-label={texts.close}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
      </form>
      <div className="pb-dialog-body">{children}</div>
      {actions && <div className="pb-dialog-actions">{actions}</div>}
    </dialog>
  );
}

/** Closes the dialog that it is in. */
export function CloseButton({ children }: { readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className="pb-button"
      onClick={({ currentTarget }) => currentTarget.closest("dialog")?.close()}
    >
      {children}
    </button>
  );
}
